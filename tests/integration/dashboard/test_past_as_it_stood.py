"""Any moment of the past is told as it stood: as browsers were told then, so they are told later."""

import json
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dashboard.live_audience import Audience, LiveKind
from dashboard.live_state import LiveState
from dashboard.past_replay import frames
from db.alerting import clear, open_or_repeat, write_ward_states
from db.connection import AsyncConnection, Connection, connect, connect_async
from db.console import live_state
from db.errors import PastUnknown
from db.intake import store
from db.past import changes_after, state_at
from db.past_keeping import keep_keyframe
from db.registry import register_cameras, register_units
from db.rows import SegmentStateRow, WardStateRow
from db.segments import write_segment_states
from db.sql import Query
from domain.kinds import IncidentKind, Severity
from domain.messages import CameraState, GatewayState, Message, Order, Provenance, UnitState
from tests.integration.db.making import (
    CAMERA,
    UNIT,
    WARD,
    a_camera,
    a_camera_status,
    a_citizen_report,
    a_command,
    a_gateway_status,
    a_position,
    a_reading,
    a_sign,
    a_unit,
    a_unit_status,
    an_answer,
    an_event,
    new_id,
    received,
)
from tests.integration.postgres import Database

pytestmark = pytest.mark.anyio

EVERYTHING = Audience(frozenset(LiveKind), None)
STEP = timedelta(seconds=1)
Told = dict[str, dict[str, Any]]


@pytest.fixture
def anyio_backend() -> str:
    """Run asynchronous tests on asyncio, as the console does."""
    return "asyncio"


@pytest.fixture
def writing(each_engine_database: Database) -> Iterator[Connection]:
    """Connect as ingest and the rules do, with a camera and a unit registered."""
    with connect(each_engine_database.dsn, "test-writing") as opened:
        register_cameras(opened, [a_camera()])
        register_units(opened, [a_unit()])
        yield opened


@pytest.fixture
async def reading(each_engine_database: Database) -> AsyncIterator[AsyncConnection]:
    """Connect as the console does."""
    opened = await connect_async(each_engine_database.dsn, "test-reading")
    yield opened
    await opened.close()


def present() -> datetime:
    return datetime.now(UTC)


def say(connection: Connection, *messages: Message) -> None:
    """Let messages come in now, as ingest stores them."""
    store(connection, received(*messages, at=present()))


def traffic(connection: Connection, congestion: float, at: datetime) -> None:
    """Write down how a ward and a street of it are, as the rules do."""
    figures: dict[str, Any] = {
        "ward_code": WARD,
        "provenance": Provenance.SIMULATED,
        "congestion": congestion,
        "speed_kmh": 18.0,
        "vehicles_per_min": 640.0,
        "usual": 0.25,
        "observed_at": at,
    }
    write_ward_states(connection, [WardStateRow(**figures)])
    write_segment_states(connection, [SegmentStateRow(**figures, street="Lê Lợi", cameras=2)])


ORDER_ID = new_id()
SCRIPT: tuple[Callable[[Connection, uuid.UUID], object], ...] = (
    lambda c, _: say(c, a_camera_status(present()), a_gateway_status(present()), a_unit_status(present())),
    lambda c, _: say(c, a_position(present(), lat=10.78125, lon=106.703125), a_reading(present())),
    lambda c, _: traffic(c, 0.25, present() - timedelta(minutes=1)),
    lambda c, _: say(c, an_event(present()), a_citizen_report(present())),
    lambda c, _: open_or_repeat(c, a_sign(kind=IncidentKind.FIRE, severity=Severity.CRITICAL)),
    lambda c, _: say(c, a_camera_status(present(), state=CameraState.OBSCURED)),
    lambda c, alert: say(c, a_command(present(), id=ORDER_ID, order=Order.DISPATCH, alert_id=alert)),
    lambda c, _: say(c, an_answer(ORDER_ID, present()), a_unit_status(present(), state=UnitState.EN_ROUTE)),
    lambda c, _: say(
        c, a_position(present(), lat=10.7734375, lon=106.6953125), a_reading(present(), value=40.0)
    ),
    lambda c, _: open_or_repeat(c, a_sign()),
    lambda c, _: traffic(c, 0.75, present()),
    lambda c, _: say(c, a_gateway_status(present(), state=GatewayState.LOST)),
    lambda c, _: clear(
        c, "camera_event", CAMERA, IncidentKind.CRASH, provenance=Provenance.SIMULATED, reason="over"
    ),
    lambda c, _: say(c, a_gateway_status(present()), a_camera_status(present())),
)
"""An eventful minute; each step is given the id of the alert that stands open since before."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was told at a moment."""

    at: datetime
    told: Told


def told_of(state: LiveState) -> Told:
    found: Told = json.loads(state.seen_by(EVERYTHING))
    return found


async def live_now(reading: AsyncConnection) -> Told:
    state = LiveState()
    state.replace(await live_state(reading))
    return told_of(state)


async def played(writing: Connection, reading: AsyncConnection) -> list[Recorded]:
    """Let the script happen, and record after each step what is told live."""
    alert = open_or_repeat(writing, a_sign(rule="police_report")).id
    record: list[Recorded] = []
    for step in SCRIPT:
        step(writing, alert)
        record.append(Recorded(present(), await live_now(reading)))
    return record


async def told_at(reading: AsyncConnection, at: datetime) -> Told:
    state = LiveState()
    state.replace(await state_at(reading, at))
    return told_of(state)


async def test_every_moment_is_told_as_it_was_told_live(
    writing: Connection, reading: AsyncConnection
) -> None:
    for moment in await played(writing, reading):
        assert await told_at(reading, moment.at) == moment.told


async def test_a_keyframe_changes_nothing_of_what_is_told(
    writing: Connection, reading: AsyncConnection
) -> None:
    record = await played(writing, reading)
    writing.run(Query("age", "", "UPDATE past_keyframe SET at = at - interval '3 hours'"))
    writing.run(Query("age", "", "UPDATE past SET at = at - interval '2 hours'"))
    keep_keyframe(writing, present())
    kept = writing.values(Query("look", "", "SELECT count(*) FROM past_keyframe"))
    later = await state_at(reading, present())
    assert kept == [2]
    assert [(camera.code, camera.state) for camera in later.cameras] == [(CAMERA, CameraState.ONLINE)]
    assert {str(alert.id) for alert in later.alerts} == set(record[-1].told["alerts"])


async def test_the_past_plays_on_to_what_came_then(writing: Connection, reading: AsyncConnection) -> None:
    record = await played(writing, reading)
    first, last = record[1], record[-1]
    before = await state_at(reading, first.at)
    changes = await changes_after(reading, before, last.at, STEP)
    shown = dict(first.told)
    for frame in frames(before, changes, last.at, STEP, EVERYTHING):
        for kind, entries in json.loads(bytes(frame.state)).items():
            shown[kind] = {key: value for key, value in (shown[kind] | entries).items() if value is not None}
    assert shown == last.told


async def test_what_only_says_again_how_it_is_is_not_kept(writing: Connection) -> None:
    count = Query("look", "", "SELECT count(*) FROM past")
    say(writing, a_camera_status(present()), a_unit_status(present()), a_position(present()))
    once = writing.values(count)
    say(writing, a_camera_status(present()), a_unit_status(present()), a_position(present()))
    assert writing.values(count) == once


async def test_a_moment_before_anything_was_kept_is_named(
    writing: Connection, reading: AsyncConnection
) -> None:
    oldest = writing.values(Query("look", "", "SELECT min(at) FROM past_keyframe"))[0]
    with pytest.raises(PastUnknown) as refused:
        await state_at(reading, oldest - timedelta(seconds=1))
    assert refused.value.oldest_at == oldest


async def test_where_units_were_is_told_only_as_long_as_it_is_kept(
    writing: Connection, reading: AsyncConnection
) -> None:
    writing.run(Query("age", "", "UPDATE past_keyframe SET at = at - interval '9 days'"))
    assert [unit.code for unit in (await state_at(reading, present())).units] == [UNIT]
    assert (await state_at(reading, present() - timedelta(days=8))).units == ()
