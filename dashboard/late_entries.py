"""`POST /live/shift/late-entries`: what was written on paper is typed in with its true time, as late."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec
from fastapi import APIRouter, Request
from starlette.responses import Response

from dashboard.answers import json_answer, not_found
from dashboard.asked_bodies import asked_of, refused_in_words
from dashboard.context import ConsoleContext
from dashboard.sessions import current_person
from dashboard.written import ZONE
from db.connection import AsyncConnection
from db.errors import IncidentNotFound
from db.incident_acts import NewIncident
from db.incident_rows import IncidentRow
from db.incidents import act_on_incident, add_comment, incident, open_incident
from domain.incidents import IncidentAction, Origin
from domain.kinds import KINDS, IncidentKind
from domain.messages import Provenance
from domain.places import District, WardLocator
from domain.roles import Person

LONGEST_AGO = timedelta(days=31)
_LONGEST_TEXT = 1_000


class LateAsked(msgspec.Struct, forbid_unknown_fields=True):
    """A line of the paper: a new incident (kind and place), or more of one that is open (`incident_id`).

    With a `result` the new incident is over already.
    """

    happened_at: datetime
    text: str
    incident_id: UUID | None = None
    kind: IncidentKind | None = None
    lat: float | None = None
    lon: float | None = None
    place: str = ""
    result: str = ""


class LateAnswer(msgspec.Struct):
    """The incident that the line belongs to."""

    id: UUID
    number: str


def routes(context: ConsoleContext) -> APIRouter:
    """Return the route of late entries."""
    router = APIRouter()

    @router.post("/live/shift/late-entries")
    async def enter(request: Request) -> Response:
        asked = checked(asked_of(await request.body(), LateAsked), datetime.now(UTC))
        person = current_person()
        async with context.pool.connection() as connection:
            if asked.incident_id is not None:
                kept = await _add_line(connection, asked, asked.incident_id, person)
            else:
                kept = await _open(connection, new_incident(asked, context.district), person, asked.result)
        return json_answer(LateAnswer(kept.id, kept.number))

    return router


def checked(asked: LateAsked, now: datetime) -> LateAsked:
    """Return what is asked; raise RequestRefusedError (422) for a time that cannot be true, or too much."""
    if asked.happened_at.tzinfo is None or not now - LONGEST_AGO <= asked.happened_at <= now:
        raise refused_in_words(422, "shift.late.refused.time")
    if max(len(asked.text), len(asked.result), len(asked.place)) > _LONGEST_TEXT:
        raise refused_in_words(422, "shift.refused.note")
    return asked


def new_incident(asked: LateAsked, district: District) -> NewIncident:
    """Return the incident that a line tells of; RequestRefusedError (422) when kind or place is missing."""
    if asked.kind is None or asked.lat is None or asked.lon is None:
        raise refused_in_words(422, "shift.late.refused.place")
    locator = WardLocator(district.wards, asked.happened_at.astimezone(ZONE).date())
    ward = locator.locate(asked.lat, asked.lon)
    if ward is None:
        raise refused_in_words(422, "shift.late.refused.place")
    return NewIncident(
        kind=asked.kind,
        severity=KINDS[asked.kind].severity,
        origin=Origin.RADIO,
        ward_code=ward.code,
        lat=asked.lat,
        lon=asked.lon,
        place=asked.place.strip(),
        happened_at=asked.happened_at,
        provenance=Provenance.REAL,
        words=asked.text.strip(),
        is_late_entry=True,
    )


async def _open(connection: AsyncConnection, new: NewIncident, person: Person, result: str) -> IncidentRow:
    """Open what the paper tells of; what was over before the centre was back is closed at once."""
    async with connection.transaction():
        opened = await open_incident(connection, new, person)
        if not result.strip():
            return opened
        for action in (IncidentAction.RESOLVE, IncidentAction.CLOSE):
            opened = await act_on_incident(
                connection, opened.id, action, person, reason=result, expected_version=opened.version
            )
    return opened


async def _add_line(
    connection: AsyncConnection, asked: LateAsked, incident_id: UUID, person: Person
) -> IncidentRow:
    """Write a line into the file of an incident that this person may work on."""
    try:
        known = await incident(connection, incident_id)
    except IncidentNotFound as error:
        raise not_found() from error
    if not person.sees_ward(known.ward_code):
        raise not_found()
    if not asked.text.strip():
        raise refused_in_words(422, "shift.refused.note")
    return await add_comment(connection, incident_id, person, asked.text.strip(), asked.happened_at)
