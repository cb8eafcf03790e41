"""What the centre's processes say of themselves, on each engine."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from db.connection import Connection, open_pool
from db.intake import DeadLetter, store
from db.self_watch import (
    LaneWord,
    Silence,
    dead_letters_since,
    forget_lanes,
    lanes,
    silence,
    tell_lane,
    tell_leader,
)
from tests.integration.db.conftest import Looking
from tests.integration.postgres import Database

WORD = LaneWord("test-ingest-0", "facts", 0, 1, is_connected=True, is_pressed=False, lag_s=None)


def test_the_last_word_of_a_lane_stands(connection: Connection) -> None:
    tell_lane(connection, WORD)
    tell_lane(connection, replace(WORD, is_pressed=True, lag_s=42.5))
    (pulse,) = lanes(connection)
    assert (pulse.worker, pulse.lane, pulse.is_pressed, pulse.lag_s) == ("test-ingest-0", "facts", True, 42.5)
    assert 0 <= pulse.silent_s < 60


def test_a_slot_that_is_no_longer_in_use_is_not_missed(connection: Connection) -> None:
    tell_lane(connection, replace(WORD, worker="test-ingest-1", slot=1, workers=2))
    tell_lane(connection, WORD)
    assert [pulse.worker for pulse in lanes(connection)] == ["test-ingest-0"]


def test_a_lane_that_says_nothing_for_a_day_is_forgotten(connection: Connection, look: Looking) -> None:
    tell_lane(connection, WORD)
    look.run("UPDATE lane_pulse SET at = at - interval '25 hours'")
    forget_lanes(connection)
    assert lanes(connection) == []


def test_dead_letters_are_counted_up_to_a_limit(connection: Connection) -> None:
    now = datetime.now(UTC)
    letters = [DeadLetter(now - timedelta(minutes=n), "t", b"", "r", "none", True) for n in range(1, 10)]
    store(connection, (), letters)
    since = now - timedelta(minutes=4, seconds=30)
    assert dead_letters_since(connection, since, 100) == 4
    assert dead_letters_since(connection, since, 3) == 3


def test_who_never_said_a_word_and_who_just_did(
    connection: Connection, each_engine_database: Database
) -> None:
    async def asked() -> Silence:
        async with open_pool(each_engine_database.dsn, "test") as pool, pool.connection() as lent:
            return await silence(lent)

    assert asyncio.run(asked()) == Silence(None, None)
    tell_leader(connection)
    tell_leader(connection)
    tell_lane(connection, WORD)
    heard = asyncio.run(asked())
    assert heard.rules_s is not None
    assert heard.ingest_s is not None
    assert max(heard.rules_s, heard.ingest_s) < 60
