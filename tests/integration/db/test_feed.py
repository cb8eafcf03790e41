"""Whoever follows the change feed misses nothing, reads nothing twice, and ends with the truth."""

import contextlib
import random
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from psycopg.conninfo import make_conninfo

from db.alerting import changes, listen_for_changes, save_position
from db.changes import Change, Position, Subject
from db.connection import AsyncConnection, Connection, connect, connect_async
from db.console import live_state
from db.errors import FeedLost
from db.feed import changes_after, current_position, listen
from db.intake import store
from db.maintenance import run_due
from db.notices import AT_ONCE, LATER
from db.registry import register_cameras, register_units
from db.rows import CameraRow, EventRow, UnitRow
from db.sql import Query
from domain.messages import CameraState, GatewayState
from tests.integration.db.conftest import Looking
from tests.integration.db.making import (
    a_camera,
    a_camera_status,
    a_count,
    a_gateway_status,
    a_picture,
    a_police_report,
    a_position,
    a_reading,
    a_unit,
    an_event,
    minutes,
    new_id,
    now,
    received,
)
from tests.integration.postgres import Database, Server

pytestmark = pytest.mark.anyio


class WorkFailedError(Exception):
    pass


START = Position(0, 0)


@asynccontextmanager
async def reading(database: Database) -> AsyncIterator[AsyncConnection]:
    connection = await connect_async(database.dsn, "test-reader")
    try:
        yield connection
    finally:
        await connection.close()


def followed(connection: Connection, reader: str = "test", limit: int = 7) -> list[Change]:
    """Read all that can be read, saving the position after every part."""
    found: list[Change] = []
    while part := changes(connection, reader, limit):
        found.extend(part)
        save_position(connection, reader, part[-1].position)
    return found


def test_a_change_holds_the_whole_row(connection: Connection) -> None:
    register_cameras(connection, [a_camera()])
    store(connection, received(a_camera_status(state=CameraState.OBSCURED)))
    registered, told = followed(connection)
    assert isinstance(registered.row, CameraRow)
    assert isinstance(told.row, CameraRow)
    assert (told.subject, told.key) == (Subject.CAMERA, "q1-bn-001")
    assert (registered.row.state, told.row.state) == (CameraState.UNKNOWN, CameraState.OBSCURED)
    assert told.row.name == "Chợ Bến Thành"


def test_an_event_in_the_feed_is_the_event_that_was_stored(connection: Connection) -> None:
    event = an_event(box=(0.125, 0.25, 0.5, 0.75))
    store(connection, received(event, details={"zones": ["gate"]}))
    (change,) = followed(connection)
    assert isinstance(change.row, EventRow)
    assert (change.row.id, change.row.observed_at) == (event.id, event.observed_at)
    assert change.row.box == event.box
    assert change.row.details == {"zones": ["gate"]}


def test_counts_of_vehicles_make_no_changes(connection: Connection) -> None:
    store(connection, received(a_count()))
    assert followed(connection) == []


def test_a_unit_that_moved_twice_in_a_batch_is_told_once(connection: Connection) -> None:
    register_units(connection, [a_unit()])
    store(connection, received(a_position(now() - minutes(1), lat=10.6), a_position(now(), lat=10.7)))
    told = [change.row for change in followed(connection) if isinstance(change.row, UnitRow)]
    assert [row.lat for row in told] == [10.77155, 10.7]


def test_a_lost_gateway_is_told_with_all_its_cameras(connection: Connection) -> None:
    register_cameras(connection, [a_camera(f"cam-{n}") for n in range(5)])
    store(connection, received(*(a_camera_status(source=f"cam-{n}") for n in range(5))))
    followed(connection)
    store(connection, received(a_gateway_status(state=GatewayState.LOST), at=now() + minutes(1)))
    told = followed(connection)
    assert sorted(change.subject for change in told) == ["camera"] * 5 + ["gateway"]


def test_pictures_are_told_without_their_bytes(connection: Connection, look: Looking) -> None:
    store(connection, received(a_picture(new_id())))
    assert look.value("SELECT body ? 'jpeg' FROM change") is False
    assert [change.subject for change in followed(connection)] == [Subject.SNAPSHOT]


def test_every_kind_of_change_can_be_read(connection: Connection) -> None:
    store(connection, received(a_reading(), a_police_report(), an_event(), a_gateway_status()))
    assert {change.subject for change in followed(connection)} == {"reading", "report", "event", "gateway"}


def test_a_change_is_not_read_while_an_older_transaction_could_still_write(
    connection: Connection, rival: Connection, look: Looking
) -> None:
    """The trap of `id > cursor`: the older transaction draws its id first and commits last."""
    store(connection, received(an_event()))
    followed(connection)
    with rival.transaction():
        store(rival, received(an_event()))
        store(connection, received(an_event()))
        assert look.value("SELECT count(*) FROM change") == 2
        assert followed(connection) == []
    assert len(followed(connection)) == 2


def test_work_in_another_database_does_not_hold_the_feed_up(
    each_engine_server: Server, connection: Connection
) -> None:
    with connect(each_engine_server.admin_dsn, "test-elsewhere") as elsewhere, elsewhere.transaction():
        assert elsewhere.values(Query("begin", "", "SELECT pg_current_xact_id()"))
        store(connection, received(an_event()))
        assert len(followed(connection)) == 1


def test_a_writer_of_another_role_is_waited_for_too(
    each_engine_database: Database, connection: Connection, rival: Connection, look: Looking
) -> None:
    """What another role does may not be seen, so then every running transaction counts."""
    role = f"reader_{new_id().hex}"
    look.run(f"CREATE ROLE {role} LOGIN")
    look.run(f"GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA public TO {role}")
    with connect(make_conninfo(each_engine_database.dsn, user=role), "test-other-role") as other:
        with rival.transaction():
            store(rival, received(an_event()))
            store(connection, received(a_police_report()))
            assert followed(other) == []
        assert len(followed(other)) == 2
    look.run(f"DROP OWNED BY {role}")
    look.run(f"DROP ROLE {role}")


def test_two_writers_who_commit_out_of_order_lose_nothing(
    each_engine_database: Database, connection: Connection
) -> None:
    writers_done = threading.Event()
    written: list[int] = []

    def write(seed: int) -> None:
        chance = random.Random(seed)
        with connect(each_engine_database.dsn, f"test-writer-{seed}") as own:
            for _ in range(60):
                with own.transaction():
                    for _ in range(chance.randint(1, 5)):
                        store(own, received(an_event()))
                        written.append(1)

    writers = [threading.Thread(target=write, args=(seed,)) for seed in range(3)]
    found: list[Change] = []
    for writer in writers:
        writer.start()
    while not writers_done.is_set():
        if not any(writer.is_alive() for writer in writers):
            writers_done.set()
        found.extend(followed(connection))
    assert len(found) == len(written)
    assert len({change.key for change in found}) == len(written)
    assert [change.position for change in found] == sorted(change.position for change in found)


def test_the_last_change_of_a_key_is_its_newest_truth_also_against_the_order_of_transactions(
    connection: Connection, rival: Connection
) -> None:
    """The older transaction writes the newer state: its change comes first, so the other is left out."""
    register_cameras(connection, [a_camera()])
    followed(connection)
    with rival.transaction():
        store(rival, received(an_event()))
        store(connection, received(a_camera_status(now(), state=CameraState.OFFLINE)))
        store(rival, received(a_camera_status(now() + minutes(0.5), state=CameraState.ONLINE)))
    told = [change.row for change in followed(connection) if isinstance(change.row, CameraRow)]
    assert [row.state for row in told] == [CameraState.ONLINE]


async def test_the_live_state_and_the_feed_from_its_position_have_no_gap(
    each_engine_database: Database, connection: Connection, rival: Connection
) -> None:
    register_cameras(connection, [a_camera("cam-1"), a_camera("cam-2"), a_camera("cam-3")])
    # TimescaleDB lets a second writer wait for the first that makes a day's chunk; so today's is made before.
    store(connection, received(a_camera_status(source="cam-3")))
    async with reading(each_engine_database) as reader:
        with rival.transaction():
            store(rival, received(a_camera_status(source="cam-1")))
            store(connection, received(a_camera_status(source="cam-2")))
            state = await live_state(reader)
        states = [row.state for row in state.cameras]
        assert states == [CameraState.UNKNOWN, CameraState.ONLINE, CameraState.ONLINE]
        found, position = await changes_after(reader, state.position)
        assert "cam-1" in {change.key for change in found}
        assert await changes_after(reader, position) == ([], position)


async def test_a_pruned_position_is_told_as_lost(
    each_engine_database: Database, connection: Connection, look: Looking
) -> None:
    store(connection, received(an_event()))
    async with reading(each_engine_database) as reader:
        run_due(connection, now() + minutes(120))
        assert look.value("SELECT count(*) FROM change") == 0
        with pytest.raises(FeedLost):
            await changes_after(reader, START)
        assert await changes_after(reader, await current_position(reader)) is not None


async def test_a_position_from_another_database_is_told_as_lost(each_engine_database: Database) -> None:
    async with reading(each_engine_database) as reader:
        with pytest.raises(FeedLost):
            await changes_after(reader, Position(2**40, 1))


def test_a_reader_whose_position_was_pruned_goes_on_with_the_oldest_left(connection: Connection) -> None:
    save_position(connection, "test", START)
    store(connection, received(an_event()))
    run_due(connection, now() + minutes(120))
    store(connection, received(an_event()))
    assert len(followed(connection)) == 1


def test_each_reader_has_its_own_position(connection: Connection) -> None:
    store(connection, received(an_event()))
    assert len(followed(connection, "rules")) == 1
    assert len(followed(connection, "other")) == 1
    assert followed(connection, "rules") == []


def test_work_and_position_are_kept_or_lost_together(connection: Connection) -> None:
    store(connection, received(an_event()))
    (change,) = changes(connection, "test")
    with contextlib.suppress(WorkFailedError), connection.transaction():
        save_position(connection, "test", change.position)
        raise WorkFailedError
    assert len(changes(connection, "test")) == 1


def test_a_transaction_with_changes_gives_notice_and_others_do_not(
    connection: Connection, rival: Connection
) -> None:
    listen_for_changes(rival)
    store(connection, received(a_count()))
    assert not rival.wait_for_notices(0.2)
    store(connection, received(an_event()))
    assert rival.wait_for_notices(10.0) == [AT_ONCE]


def test_what_moves_all_the_time_may_be_gathered(connection: Connection, rival: Connection) -> None:
    listen_for_changes(rival)
    store(connection, received(a_position()))
    assert rival.wait_for_notices(10.0) == [LATER]
    store(connection, received(a_position(), an_event()))
    assert rival.wait_for_notices(10.0) == [AT_ONCE]


async def test_listening_wakes_at_once_and_at_every_notice(
    each_engine_database: Database, connection: Connection
) -> None:
    wake_ups = listen(each_engine_database.dsn)
    await anext(wake_ups)
    async with reading(each_engine_database) as reader:
        start = await current_position(reader)
        store(connection, received(an_event()))
        found: list[Change] = []
        while not found:
            await anext(wake_ups)
            found, _ = await changes_after(reader, start)
    await wake_ups.aclose()
    assert len(found) == 1
