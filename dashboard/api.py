"""REST, version 1: health, cameras and alerts. Lists show real data unless something else is asked for."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Annotated

import msgspec
from fastapi import APIRouter, Query
from starlette.responses import Response

from dashboard.answers import json_answer
from dashboard.context import ConsoleContext
from dashboard.errors import RequestRefusedError
from dashboard.sessions import current_person
from db.listing import AlertsAsked, CamerasAsked, alerts_page, cameras_page
from db.rows import AlertRow, CameraRow
from domain.alerts import OPEN_STATES, AlertState
from domain.kinds import IncidentKind, Severity
from domain.messages import CameraState, Provenance
from domain.roles import WARD_BOUND, Person

Limit = Annotated[int, Query(ge=1, le=1000)]


class ProvenanceAsked(StrEnum):
    """Which data a list shows."""

    REAL = "real"
    SIMULATED = "simulated"
    REPLAYED = "replayed"
    ALL = "all"


class StateAsked(StrEnum):
    """Which alerts a list shows: one state, all open ones, or all."""

    UNACKNOWLEDGED = "unacknowledged"
    ACKNOWLEDGED = "acknowledged"
    SHELVED = "shelved"
    CLEARED = "cleared"
    FALSE_ALARM = "false_alarm"
    OPEN = "open"
    ALL = "all"


class Health(msgspec.Struct):
    """Whether the process is alive (it answers) and ready (nothing is missing)."""

    alive: bool
    ready: bool
    parts: dict[str, bool]


class CameraPage(msgspec.Struct):
    """Some cameras; `next` is the `after` of the following page, null at the end."""

    provenance: ProvenanceAsked
    cameras: list[CameraRow]
    next: str | None


class AlertPage(msgspec.Struct):
    """Some alerts, the newest first; `next` is the `before` of the following page, null at the end."""

    provenance: ProvenanceAsked
    alerts: list[AlertRow]
    next: str | None


def routes(context: ConsoleContext) -> APIRouter:
    """Return the routes of the REST API."""
    router = APIRouter(prefix="/api/v1")
    _add_health(router, context)
    _add_cameras(router, context)
    _add_alerts(router, context)
    return router


def _add_health(router: APIRouter, context: ConsoleContext) -> None:
    @router.get("/health")
    async def health() -> Response:
        return json_answer(_health(context))

    @router.get("/health/ready")
    async def ready() -> Response:
        found = _health(context)
        return json_answer(found, 200 if found.ready else 503)


def _add_cameras(router: APIRouter, context: ConsoleContext) -> None:
    @router.get("/cameras")
    async def cameras(
        *,
        ward: str | None = None,
        state: CameraState | None = None,
        provenance: ProvenanceAsked = ProvenanceAsked.REAL,
        limit: Limit = 200,
        after: str | None = None,
    ) -> Response:
        asked = CamerasAsked(_wards(current_person(), ward), state, _provenance(provenance), after)
        async with context.pool.connection() as connection:
            found = await cameras_page(connection, asked, limit + 1)
        page = found[:limit]
        return json_answer(CameraPage(provenance, page, page[-1].code if len(found) > limit else None))


def _add_alerts(router: APIRouter, context: ConsoleContext) -> None:
    @router.get("/alerts")
    async def alerts(
        *,
        ward: str | None = None,
        kind: IncidentKind | None = None,
        severity: Severity | None = None,
        state: StateAsked = StateAsked.OPEN,
        provenance: ProvenanceAsked = ProvenanceAsked.REAL,
        limit: Limit = 200,
        before: str | None = None,
    ) -> Response:
        asked = AlertsAsked(
            ward_codes=_wards(current_person(), ward),
            kind=kind,
            severity=severity,
            states=_states(state),
            provenance=_provenance(provenance),
            before=cursor_of(before),
        )
        async with context.pool.connection() as connection:
            found = await alerts_page(connection, asked, limit + 1)
        page = found[:limit]
        return json_answer(AlertPage(provenance, page, cursor(page[-1]) if len(found) > limit else None))


def cursor(alert: AlertRow) -> str:
    """Return the place of an alert in the list."""
    return f"{alert.opened_at.isoformat()}~{alert.id}"


def cursor_of(text: str | None) -> tuple[datetime, uuid.UUID] | None:
    """Return the place that a cursor names; raise RequestRefusedError (422) when it names none."""
    if text is None:
        return None
    at, _, alert_id = text.partition("~")
    try:
        # A plus sign in a query string that was not escaped arrives as a space.
        opened_at = datetime.fromisoformat(at.replace(" ", "+"))
        place = (opened_at, uuid.UUID(alert_id))
    except ValueError as error:
        raise _bad_cursor() from error
    if opened_at.tzinfo is None:
        raise _bad_cursor()
    return place


def _bad_cursor() -> RequestRefusedError:
    return RequestRefusedError(
        422,
        "before phải là giá trị next của trang trước.",
        "before must be the value of next of the page before.",
    )


def _health(context: ConsoleContext) -> Health:
    readiness = context.feed.readiness
    parts = {
        "database": readiness.database,
        "migrations": readiness.migrations,
        "state": readiness.state,
    }
    return Health(True, readiness.is_ready, parts)


def _wards(person: Person, asked: str | None) -> frozenset[str] | None:
    """Return the wards to show: the one asked for, of those that the person may see; None for all."""
    if person.role not in WARD_BOUND:
        return None if asked is None else frozenset({asked})
    return person.ward_codes if asked is None else person.wards_among({asked})


def _states(asked: StateAsked) -> frozenset[AlertState] | None:
    if asked is StateAsked.ALL:
        return None
    return OPEN_STATES if asked is StateAsked.OPEN else frozenset({AlertState(asked)})


def _provenance(asked: ProvenanceAsked) -> Provenance | None:
    return None if asked is ProvenanceAsked.ALL else Provenance(asked)
