"""What a ward's post does with an incident that concerns it: a report, a result, and ending its own."""

from enum import StrEnum
from uuid import UUID

from fastapi import APIRouter, Request
from msgspec import Struct
from starlette.responses import Response

from dashboard.answers import not_found
from dashboard.asked_bodies import asked_of
from dashboard.context import ConsoleContext
from dashboard.live_incident_answers import check_text, refused
from dashboard.post_page_view import is_own
from dashboard.sessions import current_person
from db.accounts import record_audit
from db.connection import AsyncConnection
from db.errors import IncidentConflict
from db.incident_rows import IncidentRow
from db.incidents import act_on_incident, add_comment
from db.post_rows import TransferRow
from db.transfers import incidents_of_wards, transfers_to_wards
from domain.incidents import IncidentAction, IncidentStepRefusedError, Origin
from domain.roles import Person


class PostAct(StrEnum):
    """What a post can do: say something, or say what came of it."""

    REPORT = "report"
    RESULT = "result"


class PostSays(Struct, forbid_unknown_fields=True):
    """What the page sends: the words, and the version of the incident that was on the screen."""

    text: str
    version: int


def routes(context: ConsoleContext) -> APIRouter:
    """Return the route of a post's reports and results."""
    router = APIRouter()

    @router.post("/live/post/incidents/{incident_id}/{act}")
    async def says(incident_id: UUID, act: PostAct, request: Request) -> Response:
        person = current_person()
        said = asked_of(await request.body(), PostSays)
        text = check_text(said.text, is_needed=True)
        async with context.pool.connection() as connection:
            incident, transfer = await _concerning(connection, incident_id, person)
            try:
                async with connection.transaction():
                    if act is PostAct.RESULT and is_own(incident, transfer, person.ward_codes):
                        await _end(connection, incident, text, said.version, person)
                    else:
                        await add_comment(connection, incident.id, person, text)
                    await record_audit(connection, person, f"post_{act}", str(incident_id))
            except (IncidentConflict, IncidentStepRefusedError) as error:
                return await refused(connection, incident_id, error)
        return Response(status_code=204)

    return router


async def _concerning(
    connection: AsyncConnection, incident_id: UUID, person: Person
) -> tuple[IncidentRow, TransferRow | None]:
    """Return an incident that concerns this person's post; raise RequestRefusedError (404) for any other."""
    incidents = await incidents_of_wards(connection, person.ward_codes)
    found = next((it for it in incidents if it.id == incident_id), None)
    if found is None:
        raise not_found()
    transfers = await transfers_to_wards(connection, person.ward_codes)
    return found, next((it for it in reversed(transfers) if it.incident_id == incident_id), None)


async def _end(
    connection: AsyncConnection, incident: IncidentRow, text: str, version: int, person: Person
) -> None:
    """End an incident that is the post's own; what the post opened is closed with it."""
    resolved = await act_on_incident(
        connection, incident.id, IncidentAction.RESOLVE, person, reason=text, expected_version=version
    )
    if incident.origin is Origin.POST and incident.ward_code in person.ward_codes:
        await act_on_incident(
            connection, incident.id, IncidentAction.CLOSE, person, expected_version=resolved.version
        )
