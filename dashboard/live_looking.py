"""`POST /live/looking`: who looks at an alert or an incident shows on it, so that two do not both begin."""

from datetime import UTC, datetime
from uuid import UUID

import msgspec
from fastapi import APIRouter, Request
from starlette.responses import Response

from dashboard.answers import not_found
from dashboard.asked_bodies import asked_of
from dashboard.context import ConsoleContext
from dashboard.live_audience import LiveKind, audience_of
from dashboard.lookers import LookedAt
from dashboard.sessions import current_visitor

_KINDS: dict[LookedAt, LiveKind] = {"alert": LiveKind.ALERTS, "incident": LiveKind.INCIDENTS}


class LookingAsked(msgspec.Struct, forbid_unknown_fields=True):
    """At what this session looks now; `id` None when it looks at none of the kind any more."""

    subject: LookedAt
    id: UUID | None


def routes(context: ConsoleContext) -> APIRouter:
    """Return the route by which a page says at what it looks."""
    router = APIRouter()

    @router.post("/live/looking")
    async def looking(request: Request) -> Response:
        asked = asked_of(await request.body(), LookingAsked)
        visitor = current_visitor()
        seen = None
        if asked.id is not None:
            kind = _KINDS[asked.subject]
            seen = context.feed.state.entry(kind, str(asked.id))
            if seen is None or not audience_of(visitor.person).sees(kind, seen.ward_code):
                raise not_found()
        context.feed.look(visitor, asked.subject, seen, datetime.now(UTC))
        return Response(status_code=204)

    return router
