"""`POST /live/shift/late-entries`: what was written on paper is typed in with its true time, as late."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec
from fastapi import APIRouter, Request
from starlette.responses import Response

from dashboard.answers import json_answer, not_found
from dashboard.asked_bodies import asked_of, refused_in_words
from dashboard.context import ConsoleContext
from dashboard.live_incident_answers import seen_incident
from dashboard.live_incidents import OpeningAsked, new_by_hand
from dashboard.sessions import current_person
from db.accounts import record_audit
from db.connection import AsyncConnection
from db.incident_acts import NewIncident
from db.incident_rows import IncidentRow
from db.incidents import act_on_incident, add_comment, open_incident
from domain.incidents import IncidentAction, Origin
from domain.kinds import IncidentKind
from domain.roles import Person, Right

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
                new = await asyncio.to_thread(_new, context, asked, person)
                kept = await _open(connection, new, person, asked.result.strip())
        return json_answer(LateAnswer(kept.id, kept.number))

    return router


def checked(asked: LateAsked, now: datetime) -> LateAsked:
    """Return what is asked; raise RequestRefusedError (422) for a time that cannot be true, or too much."""
    if asked.happened_at.tzinfo is None or not now - LONGEST_AGO <= asked.happened_at <= now:
        raise refused_in_words(422, "shift.late.refused.time")
    if max(len(asked.text), len(asked.result), len(asked.place)) > _LONGEST_TEXT:
        raise refused_in_words(422, "shift.refused.note")
    return asked


def _new(context: ConsoleContext, asked: LateAsked, person: Person) -> NewIncident:
    """Return the incident that a line tells of; the duty room wrote it down as it came by radio or phone."""
    opening = OpeningAsked(
        kind=asked.kind,
        lat=asked.lat,
        lon=asked.lon,
        place=asked.place,
        words=asked.text,
        origin=Origin.RADIO,
        happened_at=asked.happened_at,
        is_late_entry=True,
    )
    return new_by_hand(context, opening, person, datetime.now(UTC))


async def _open(connection: AsyncConnection, new: NewIncident, person: Person, result: str) -> IncidentRow:
    """Open what the paper tells of; what was over before the centre was back is closed at once."""
    if not person.may(Right.WORK_ON_INCIDENTS, new.ward_code):
        raise not_found()
    async with connection.transaction():
        kept = await open_incident(connection, new, person)
        for action in (IncidentAction.RESOLVE, IncidentAction.CLOSE) if result else ():
            kept = await act_on_incident(
                connection, kept.id, action, person, reason=result, expected_version=kept.version
            )
        details = {"number": kept.number, "happened_at": new.happened_at.isoformat()}
        await record_audit(connection, person, "enter_late", str(kept.id), details)
    return kept


async def _add_line(
    connection: AsyncConnection, asked: LateAsked, incident_id: UUID, person: Person
) -> IncidentRow:
    """Write a line into the file of an incident that this person may work on."""
    await seen_incident(connection, incident_id, person, Right.WORK_ON_INCIDENTS)
    if not asked.text.strip():
        raise refused_in_words(422, "shift.refused.note")
    return await add_comment(connection, incident_id, person, asked.text.strip(), asked.happened_at)
