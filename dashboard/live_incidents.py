"""`/live/incidents`: opening one by hand, what is near a place, and the whole file of one."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

import msgspec
from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from dashboard.answers import json_answer, not_found
from dashboard.asked_bodies import asked_of
from dashboard.context import ConsoleContext
from dashboard.errors import RequestRefusedError
from dashboard.live_incident_answers import check_text, done, seen_incident
from dashboard.live_incident_entries import IncidentEntry, as_entry
from dashboard.live_incident_file import incident_file
from dashboard.sessions import current_person
from db.accounts import record_audit
from db.connection import AsyncConnection
from db.console import alert_by_id
from db.errors import AlertNotFound
from db.incident_acts import NewIncident
from db.incident_alerts import take_alerts_of
from db.incident_links import Thing, incident_of, incidents_near, link, new_of_alert
from db.incident_rows import IncidentRow
from db.incident_writing import tell_incident
from db.incidents import open_incident
from domain.correlation import NEARNESS
from domain.incidents import OPEN_STATES, Origin
from domain.kinds import KINDS, IncidentKind, Severity
from domain.roles import Person, Right, Role

_LONGEST_NAME = 120
_LEAST_RADIUS_M = 200.0
_BY_HAND = (Origin.CALL_113, Origin.RADIO, Origin.WALK_IN, Origin.POST)


class OpeningAsked(msgspec.Struct, forbid_unknown_fields=True):
    """What the page sends: the kind and the place are enough; an `alert_id` alone is, too.

    `happened_at` in the past makes a late entry of it.
    """

    kind: IncidentKind | None = None
    lat: float | None = None
    lon: float | None = None
    place: str = ""
    words: str = ""
    origin: Origin = Origin.CALL_113
    severity: Severity | None = None
    caller_name: str | None = None
    caller_phone: str | None = None
    happened_at: datetime | None = None
    is_late_entry: bool = False
    exercise: bool = False
    alert_id: UUID | None = None


class NearIncident(msgspec.Struct):
    """An open incident and how far it is."""

    incident: IncidentEntry
    distance_m: int


class NearIncidents(msgspec.Struct):
    """Open incidents around a place, the nearest first."""

    incidents: list[NearIncident]


def routes(context: ConsoleContext) -> APIRouter:
    """Return the routes of opening and reading incidents."""
    router = APIRouter()

    @router.post("/live/incidents")
    async def opened(request: Request) -> Response:
        person = current_person()
        asked = asked_of(await request.body(), OpeningAsked)
        async with context.pool.connection() as connection:
            known = await _known(connection, asked.alert_id, person)
            return done(known or await _open(context, connection, asked, person))

    @router.get("/live/incidents/near")
    async def near(
        lat: Annotated[float, Query(ge=-90, le=90)],
        lon: Annotated[float, Query(ge=-180, le=180)],
        kind: IncidentKind | None = None,
    ) -> Response:
        person = current_person()
        known = None if kind is None else NEARNESS.get(kind)
        radius_m = max(_LEAST_RADIUS_M, 0.0 if known is None else known.radius_m)
        async with context.pool.connection() as connection:
            found = await incidents_near(connection, lat, lon, radius_m, kind=kind)
        seen = [it for it in found if person.may(Right.SEE_INCIDENTS, it.incident.ward_code)]
        return json_answer(
            NearIncidents([NearIncident(as_entry(it.incident), round(it.distance_m)) for it in seen])
        )

    @router.get("/live/incidents/{incident_id}")
    async def whole(incident_id: UUID) -> Response:
        person = current_person()
        async with context.pool.connection() as connection:
            row = await seen_incident(connection, incident_id, person, Right.SEE_INCIDENTS)
            return json_answer(await incident_file(connection, row, person))

    return router


async def _known(connection: AsyncConnection, alert_id: UUID | None, person: Person) -> IncidentRow | None:
    """Return the open incident that an alert belongs to already, which is then the one that was asked for."""
    if alert_id is None:
        return None
    found = await incident_of(connection, "alert", str(alert_id))
    if found is None or found.state not in OPEN_STATES:
        return None
    return await seen_incident(connection, found.id, person)


async def _open(
    context: ConsoleContext, connection: AsyncConnection, asked: OpeningAsked, person: Person
) -> IncidentRow:
    """Open it, and write down who did; what the caller is called is not written down there."""
    new = await _new(context, connection, asked, person)
    if not person.may(Right.WORK_ON_INCIDENTS, new.ward_code):
        raise not_found()
    async with connection.transaction():
        row = await open_incident(connection, new, person)
        if asked.alert_id is not None:
            thing = Thing("alert", str(asked.alert_id))
            await link(connection, row.id, thing, person, "Mở sự cố từ cảnh báo này")
            await take_alerts_of(connection, row.id, person, datetime.now(UTC))
            row = await tell_incident(connection, row.id)
        details = {"number": row.number, "kind": row.kind, "origin": row.origin, "place": row.place}
        await record_audit(connection, person, "open_incident", str(row.id), details)
    return row


async def _new(
    context: ConsoleContext, connection: AsyncConnection, asked: OpeningAsked, person: Person
) -> NewIncident:
    """Return what is to be opened: of an alert, or of a kind and a place."""
    if asked.alert_id is not None:
        try:
            of_alert = new_of_alert(await alert_by_id(connection, asked.alert_id))
        except AlertNotFound as error:
            raise not_found() from error
        return replace(of_alert, words=check_text(asked.words))
    return await asyncio.to_thread(new_by_hand, context, asked, person, datetime.now(UTC))


def new_by_hand(context: ConsoleContext, asked: OpeningAsked, person: Person, now: datetime) -> NewIncident:
    """Return the incident that somebody tells of; raise RequestRefusedError (422) for what is not enough."""
    if asked.kind is None or asked.lat is None or asked.lon is None:
        raise RequestRefusedError(422, "Cần có loại và nơi xảy ra.", "A kind and a place are needed.")
    index = context.places.today()
    ward_code = index.ward_at(asked.lat, asked.lon)
    if ward_code is None:
        raise RequestRefusedError(
            422, "Nơi này nằm ngoài địa bàn của trung tâm.", "This place lies outside the centre's area."
        )
    happened_at = min(asked.happened_at or now, now)
    return NewIncident(
        kind=asked.kind,
        severity=asked.severity or KINDS[asked.kind].severity,
        origin=_origin(asked.origin, person),
        ward_code=ward_code,
        lat=asked.lat,
        lon=asked.lon,
        place=check_text(asked.place) or index.words_at(asked.lat, asked.lon),
        words=check_text(asked.words),
        caller_name=_name(asked.caller_name),
        caller_phone=_name(asked.caller_phone),
        happened_at=happened_at,
        provenance=context.feed.state.sources.main_provenance(),
        exercise=asked.exercise,
        is_late_entry=asked.is_late_entry,
    )


def _origin(asked: Origin, person: Person) -> Origin:
    """Return how the centre came to know of it: what a ward's post opens is the post's."""
    if person.role is Role.POST:
        return Origin.POST
    if asked not in _BY_HAND:
        raise RequestRefusedError(
            422, "Nguồn tin này không nhập bằng tay.", "Such a source is not entered by hand."
        )
    return asked


def _name(text: str | None) -> str | None:
    return (text or "").strip()[:_LONGEST_NAME] or None
