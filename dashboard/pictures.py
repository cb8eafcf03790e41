"""`GET /pictures/{event_id}/{moment}`: a masked picture, for those who may; every look is written down.

The reason to see it is an open alert of its camera, or a look for a stated purpose that runs now.
"""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from dashboard.answers import not_found
from dashboard.context import ConsoleContext
from dashboard.purposes import purpose_needed
from dashboard.sessions import current_person
from db.accounts import record_audit
from db.console import picture
from db.looks import may_see_kept_pictures
from domain.messages import Moment
from domain.roles import Right


def routes(context: ConsoleContext) -> APIRouter:
    """Return the route of pictures."""
    router = APIRouter()

    @router.get("/pictures/{event_id}/{moment}")
    async def show(event_id: UUID, moment: Moment) -> Response:
        person = current_person()
        async with context.pool.connection() as connection:
            found = await picture(connection, event_id, moment)
            if found is None or not person.may(Right.SEE_PICTURES, found.ward_code):
                raise not_found()
            if not await may_see_kept_pictures(connection, person, found.camera_code):
                raise purpose_needed(428)
            details = {"camera": found.camera_code, "sha256": found.sha256, "rendition": found.rendition}
            await record_audit(connection, person, "see_picture", f"{event_id}/{moment}", details)
        headers = {
            "Cache-Control": "no-store",
            "X-Provenance": found.provenance,
            "X-Exercise": str(found.exercise).lower(),
        }
        return Response(found.jpeg, headers=headers, media_type="image/jpeg")

    return router
