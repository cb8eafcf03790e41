"""What the console reads."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from db import console
from db.alerting import open_or_repeat, write_ward_states
from db.changes import Subject
from db.connection import AsyncConnection, Connection, connect_async
from db.feed import changes_after
from db.intake import store
from db.registry import register_cameras, register_units
from db.rows import WardStateRow
from db.staging import DeadLetter
from domain.messages import Moment, Provenance
from tests.integration.db.conftest import Looking
from tests.integration.db.making import (
    CAMERA,
    JPEG,
    WARD,
    a_camera,
    a_camera_status,
    a_count,
    a_gateway_status,
    a_picture,
    a_reading,
    a_sign,
    a_unit,
    an_event,
    minutes,
    new_id,
    now,
    received,
)
from tests.integration.postgres import Database

pytestmark = pytest.mark.anyio


@pytest.fixture
async def reader(each_engine_database: Database) -> AsyncIterator[AsyncConnection]:
    opened = await connect_async(each_engine_database.dsn, "test-console")
    yield opened
    await opened.close()


def a_ward_state(**given: Any) -> WardStateRow:
    facts: dict[str, Any] = {
        "ward_code": WARD,
        "provenance": Provenance.SIMULATED,
        "congestion": 0.5,
        "speed_kmh": 18.0,
        "vehicles_per_min": 640.0,
        "usual": None,
        "observed_at": now(),
    }
    return WardStateRow(**facts | given)


async def test_the_live_state_holds_all_that_moves(connection: Connection, reader: AsyncConnection) -> None:
    register_cameras(connection, [a_camera()])
    register_units(connection, [a_unit()])
    store(connection, received(a_camera_status(), a_reading(), a_gateway_status()))
    open_or_repeat(connection, a_sign())
    write_ward_states(connection, [a_ward_state()])
    state = await console.live_state(reader)
    parts = (state.cameras, state.units, state.alerts, state.wards, state.systems, state.gateways)
    assert [len(part) for part in parts] == [1] * 6


async def test_the_rows_of_the_live_state_and_of_the_feed_are_the_same(
    connection: Connection, reader: AsyncConnection
) -> None:
    start = (await console.live_state(reader)).position
    register_cameras(connection, [a_camera()])
    register_units(connection, [a_unit()])
    store(connection, received(a_camera_status(), a_reading(), a_gateway_status()))
    open_or_repeat(connection, a_sign(details={"why": ["a", 1]}))
    write_ward_states(connection, [a_ward_state()])
    changes, _ = await changes_after(reader, start)
    told = {change.subject: change.row for change in changes}
    state = await console.live_state(reader)
    assert told[Subject.CAMERA] == state.cameras[0]
    assert told[Subject.UNIT] == state.units[0]
    assert told[Subject.READING] == state.systems[0]
    assert told[Subject.GATEWAY] == state.gateways[0]
    assert told[Subject.ALERT] == state.alerts[0]
    assert told[Subject.WARD] == state.wards[0]


async def test_an_older_state_of_a_ward_does_not_replace_a_newer(
    connection: Connection, reader: AsyncConnection
) -> None:
    assert write_ward_states(connection, [a_ward_state()]) == 1
    assert write_ward_states(connection, [a_ward_state(observed_at=now() - minutes(1), congestion=0.9)]) == 0
    assert (await console.live_state(reader)).wards[0].congestion == 0.5


async def test_a_camera_is_shown_with_its_day(connection: Connection, reader: AsyncConnection) -> None:
    register_cameras(connection, [a_camera()])
    recent, old = an_event(now() - minutes(60)), an_event(now() - minutes(60 * 25))
    store(connection, received(recent, old, a_picture(recent.id, now() - minutes(60))))
    detail = await console.camera_detail(reader, CAMERA)
    assert detail is not None
    assert [event.id for event in detail.events] == [recent.id]
    assert [picture.event_id for picture in detail.pictures] == [recent.id]
    assert await console.camera_detail(reader, "unknown") is None


async def test_real_only_leaves_out_simulated_and_drills(
    connection: Connection, reader: AsyncConnection
) -> None:
    real = an_event(provenance=Provenance.REAL)
    drill = an_event(provenance=Provenance.REAL, exercise=True)
    store(connection, received(real, drill, an_event()))
    shown = await console.camera_events(reader, CAMERA, now() - minutes(5), real_only=True)
    assert [event.id for event in shown] == [real.id]


async def test_pictures_of_an_event_come_in_the_order_they_were_taken(
    connection: Connection, reader: AsyncConnection
) -> None:
    event_id = new_id()
    moments = ((Moment.AFTER, 0.1), (Moment.BEFORE, -0.1), (Moment.AT, 0.0))
    shots = [a_picture(event_id, now() + minutes(offset), moment=moment) for moment, offset in moments]
    store(connection, received(*shots))
    assert [row.moment for row in await console.pictures(reader, event_id)] == ["before", "at", "after"]
    whole = await console.picture(reader, event_id, Moment.AT)
    assert whole is not None
    assert whole.jpeg == JPEG
    assert await console.picture(reader, new_id(), Moment.AT) is None


async def test_only_masked_pictures_are_ever_given(
    connection: Connection, reader: AsyncConnection, look: Looking
) -> None:
    event_id = new_id()
    store(connection, received(a_picture(event_id)))
    look.run("UPDATE snapshot SET rendition = 'original'")
    assert await console.pictures(reader, event_id) == []
    assert await console.picture(reader, event_id, Moment.AT) is None


async def test_dead_letters_that_may_hold_identities_are_shown_only_when_asked_for(
    connection: Connection, reader: AsyncConnection
) -> None:
    letters = [
        DeadLetter(now(), "d1/v1/x", b"plain", "unknown camera", "opscenter", readable=True),
        DeadLetter(now(), "frigate/events", b"51A-12345", "not JSON", "frigate", readable=False),
    ]
    store(connection, [], letters)
    assert [row.topic for row in await console.dead_letters(reader)] == ["d1/v1/x"]
    everything = await console.dead_letters(reader, with_unreadable=True)
    assert [row.size_bytes for row in everything] == [9, 5]
    older = await console.dead_letters(reader, with_unreadable=True, before_id=everything[0].id)
    assert [row.topic for row in older] == ["d1/v1/x"]


async def test_dead_letters_are_found_by_their_reason_and_taken_whole(
    connection: Connection, reader: AsyncConnection
) -> None:
    letters = [
        DeadLetter(now(), "t", b"\x00\xff", why, "opscenter", readable=True)
        for why in ("Not JSON", "no camera")
    ]
    store(connection, [], letters)
    (row,) = await console.dead_letters(reader, reason="not json")
    whole = await console.dead_letter(reader, row.id)
    assert whole is not None
    assert whole.payload == b"\x00\xff"


async def test_shares_tell_how_much_is_simulated(connection: Connection, reader: AsyncConnection) -> None:
    register_cameras(connection, [a_camera("cam-1"), a_camera("cam-2", provenance=Provenance.REAL)])
    register_units(connection, [a_unit()])
    store(connection, received(a_reading(), a_reading(metric="free_beds")))
    shares = {share.provenance: share.sources for share in await console.provenance_shares(reader)}
    assert shares == {"real": 1, "simulated": 3}


async def test_a_chart_can_be_asked_for_a_camera_that_never_counted(
    connection: Connection, reader: AsyncConnection
) -> None:
    store(connection, received(a_count(source="another")))
    assert await console.camera_flow(reader, CAMERA, now() - minutes(60)) == []
