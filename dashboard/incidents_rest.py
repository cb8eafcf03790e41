"""`GET /api/v1/incidents`: incidents by when they were opened, for other systems; never who called."""

from datetime import datetime
from enum import StrEnum

import msgspec
from fastapi import APIRouter
from pydantic import AwareDatetime
from starlette.responses import Response

from dashboard.answers import json_answer
from dashboard.api import Limit, ProvenanceAsked
from dashboard.context import ConsoleContext
from dashboard.sessions import current_person
from db.incident_rows import IncidentRow
from db.incidents import listed_incidents
from domain.incidents import OPEN_STATES
from domain.roles import WARD_BOUND, Person


class IncidentStateAsked(StrEnum):
    """Which incidents a list shows: one state, all that are not closed, or all."""

    NEW = "new"
    VERIFYING = "verifying"
    DISPATCHED = "dispatched"
    HANDLING = "handling"
    ON_HOLD = "on_hold"
    RESOLVED = "resolved"
    CLOSED = "closed"
    DUPLICATE = "duplicate"
    FALSE_ALARM = "false_alarm"
    OPEN = "open"
    ALL = "all"


class IncidentPage(msgspec.Struct):
    """Some incidents, the newest first; `next` is the `before` of the following page, null at the end."""

    provenance: ProvenanceAsked
    incidents: list[IncidentRow]
    next: datetime | None


def routes(context: ConsoleContext) -> APIRouter:
    """Return the route of the list."""
    router = APIRouter(prefix="/api/v1")

    @router.get("/incidents")
    async def incidents(
        *,
        ward: str | None = None,
        state: IncidentStateAsked = IncidentStateAsked.OPEN,
        provenance: ProvenanceAsked = ProvenanceAsked.REAL,
        since: AwareDatetime | None = None,
        before: AwareDatetime | None = None,
        limit: Limit = 200,
    ) -> Response:
        async with context.pool.connection() as connection:
            found = await listed_incidents(
                connection,
                limit=limit + 1,
                before=before,
                since=since,
                ward_codes=_wards(current_person(), ward),
                states=_states(state),
                provenance=None if provenance is ProvenanceAsked.ALL else provenance,
            )
        page = found[:limit]
        following = page[-1].opened_at if len(found) > limit else None
        return json_answer(IncidentPage(provenance, page, following))

    return router


def _wards(person: Person, asked: str | None) -> frozenset[str] | None:
    """Return the wards to show: the one asked for, of those that the person may see; None for all."""
    if person.role not in WARD_BOUND:
        return None if asked is None else frozenset({asked})
    return person.ward_codes if asked is None else person.wards_among({asked})


def _states(asked: IncidentStateAsked) -> frozenset[str] | None:
    if asked is IncidentStateAsked.ALL:
        return None
    return frozenset(OPEN_STATES) if asked is IncidentStateAsked.OPEN else frozenset({asked})
