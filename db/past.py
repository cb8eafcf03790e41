"""Reads the past: everything as it stood at a moment, and what became different from then on.

What a moment costs does not grow with what is kept: it is read from the keyframe of its hour, and by one
look into an index for each unit and each figure of the systems. Drawn from rows that were written as they
came: what is only counted again (a camera's repeated state) is not in it; a ward's and a street's traffic
is by the minute, a moving camera's place by ten seconds, a unit's to half a metre.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from operator import attrgetter

from db.changes import Change, ChangeRecord, Position, Subject, changes_of
from db.connection import AsyncConnection
from db.console_rows import LiveState
from db.errors import DatabaseError, PastUnknown
from db.incident_rows import IncidentRow
from db.rows import (
    AlertRow,
    AnyRow,
    CameraRow,
    CommandRow,
    EventRow,
    GatewayRow,
    ReportRow,
    SegmentStateRow,
    SystemRow,
    UnitRow,
    WardStateRow,
)
from db.segments import HEAT_LASTS, MOST_EVENTS, MOST_REPORTS, REPORTS_LAST
from db.sql import query
from domain.kinds import Severity
from domain.messages import Provenance, UnitState

_NOWHERE = Position(0, 0)
"""The past is not in the feed: nobody follows on from it."""
_SEGMENTS_LAST = timedelta(minutes=10)
"""How long a street's traffic counts, as on the live map."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How far back the past goes, units' places too, and the keyframe that a moment is read from."""

    oldest_at: datetime | None
    keyframe_at: datetime | None
    units_since: datetime


@dataclass(frozen=True, slots=True)
class UnitMove:
    """Where a unit was; `at` is when the centre knew."""

    at: datetime
    code: str
    lat: float
    lon: float
    heading_deg: float
    speed_kmh: float
    observed_at: datetime
    provenance: Provenance
    exercise: bool


@dataclass(frozen=True, slots=True)
class UnitTurn:
    """What a unit began to do, and `since` when; `at` is when the centre knew."""

    at: datetime
    code: str
    state: UnitState
    observed_at: datetime
    provenance: Provenance
    exercise: bool
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class OpenedAlerts:
    """How many alerts were opened in the five minutes from `at` on."""

    at: datetime
    severity: Severity
    provenance: Provenance
    alerts: int


async def reach(connection: AsyncConnection, at: datetime) -> Reach:
    """Return how far back the past goes, and where `at` is read from."""
    found = await connection.row(query("past", "reach"), Reach, at=at)
    if found is None:
        raise DatabaseError("the database does not say what it keeps: run `opscenter db migrate`")
    return found


async def state_at(connection: AsyncConnection, at: datetime) -> LiveState:
    """Return everything as it stood at `at`; raise PastUnknown for a moment that is not kept."""
    known = await reach(connection, at)
    if known.keyframe_at is None:
        raise PastUnknown(known.oldest_at)
    records = await connection.rows(
        query("past", "state"),
        ChangeRecord,
        at=at,
        keyframe_at=known.keyframe_at,
        units_since=known.units_since,
        segments_since=at - _SEGMENTS_LAST,
        reports_since=at - REPORTS_LAST,
        most_reports=MOST_REPORTS,
        events_since=at - HEAT_LASTS,
        most_events=MOST_EVENTS,
    )
    return state_of(at, [change.row for change in changes_of(records)])


def state_of(at: datetime, rows: Sequence[AnyRow]) -> LiveState:
    """Return rows of all kinds as the state that they make up."""
    return LiveState(
        at=at,
        position=_NOWHERE,
        cameras=tuple(row for row in rows if isinstance(row, CameraRow)),
        units=tuple(row for row in rows if isinstance(row, UnitRow)),
        alerts=tuple(row for row in rows if isinstance(row, AlertRow)),
        wards=tuple(row for row in rows if isinstance(row, WardStateRow)),
        systems=tuple(row for row in rows if isinstance(row, SystemRow)),
        gateways=tuple(row for row in rows if isinstance(row, GatewayRow)),
        orders=tuple(row for row in rows if isinstance(row, CommandRow)),
        incidents=tuple(row for row in rows if isinstance(row, IncidentRow)),
        segments=tuple(row for row in rows if isinstance(row, SegmentStateRow)),
        reports=tuple(
            sorted((row for row in rows if isinstance(row, ReportRow)), key=attrgetter("observed_at"))
        ),
        events=tuple(
            sorted((row for row in rows if isinstance(row, EventRow)), key=attrgetter("observed_at"))
        ),
    )


async def changes_after(
    connection: AsyncConnection, before: LiveState, until: datetime, step: timedelta
) -> list[Change]:
    """Return what became different after the state `before` up to `until`, in order.

    Of units' places and systems' figures there is the last of each `step`.
    """
    span = {"since": before.at, "until": until, "step": step}
    records = await connection.rows(query("past", "changes"), ChangeRecord, **span)
    moves = await connection.rows(query("past", "unit_moves"), UnitMove, **span)
    turns = await connection.rows(query("past", "unit_turns"), UnitTurn, since=before.at, until=until)
    units = unit_changes(before.units, [*moves, *turns])
    return sorted([*changes_of(records), *units], key=attrgetter("at"))


def unit_changes(known: Iterable[UnitRow], steps: Sequence[UnitMove | UnitTurn]) -> Iterator[Change]:
    """Yield each unit as it was after each step, in order; steps of unknown units are left out."""
    units = {unit.code: unit for unit in known}
    for step in sorted(steps, key=attrgetter("at")):
        unit = units.get(step.code)
        if unit is None:
            continue
        units[step.code] = after = _after(unit, step)
        yield Change(_NOWHERE, step.at, Subject.UNIT, step.code, unit.ward_code, after)


def _after(unit: UnitRow, step: UnitMove | UnitTurn) -> UnitRow:
    """Return what a step makes of a unit."""
    last = step.observed_at if unit.observed_at is None else max(unit.observed_at, step.observed_at)
    stamped = replace(unit, observed_at=last, provenance=step.provenance, exercise=step.exercise)
    if isinstance(step, UnitTurn):
        return replace(stamped, state=step.state, since=step.since)
    return replace(
        stamped, lat=step.lat, lon=step.lon, heading_deg=step.heading_deg, speed_kmh=step.speed_kmh
    )


async def opened_alerts(
    connection: AsyncConnection, since: datetime, until: datetime, ward_codes: Iterable[str] | None = None
) -> list[OpenedAlerts]:
    """Return how many alerts were opened by five minutes; `ward_codes` None means all wards."""
    return await connection.rows(
        query("past", "opened_alerts"),
        OpenedAlerts,
        since=since,
        until=until,
        ward_codes=None if ward_codes is None else sorted(ward_codes),
    )
