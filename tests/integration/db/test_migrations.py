"""A database is brought to this program's schema once, in order, and never past a doubt."""

import threading
from collections.abc import Iterator

import pytest

from db.connection import connect
from db.errors import DatabaseError, DatabaseUnavailable, MigrationError
from db.intake import store
from db.migrate import migrate, migrations_for
from db.sql import Query
from db.status import status
from tests.integration import postgres
from tests.integration.db.making import an_event, received
from tests.integration.postgres import Server


@pytest.fixture
def empty(each_engine_server: Server) -> Iterator[str]:
    with postgres.empty_database(each_engine_server) as dsn:
        yield dsn


def tamper(dsn: str, text: str) -> None:
    with connect(dsn, "test-tamper") as connection:
        connection.run(Query("tamper", "", text))


def test_an_empty_database_gets_the_whole_schema_once(each_engine_server: Server, empty: str) -> None:
    first = migrate(empty)
    assert first.engine == each_engine_server.engine
    assert first.applied == tuple(step.name for step in migrations_for(first.engine))
    assert migrate(empty).applied == ()


def test_the_engine_of_a_server_is_found_without_being_told(each_engine_server: Server, empty: str) -> None:
    before = status(empty)
    assert (before.engine, before.applied) == (None, ())
    assert len(before.pending) == len(migrations_for(each_engine_server.engine))
    migrate(empty)
    assert status(empty).pending == ()


def test_starts_at_the_same_time_apply_everything_once(empty: str) -> None:
    applied: list[tuple[str, ...]] = []
    starters = [threading.Thread(target=lambda: applied.append(migrate(empty).applied)) for _ in range(3)]
    for starter in starters:
        starter.start()
    for starter in starters:
        starter.join(60)
    assert sorted(len(names) for names in applied) == [0, 0, len(max(applied, key=len))]


def test_a_reader_in_the_way_does_not_stop_it(empty: str) -> None:
    migrate(empty, through=20)
    waits = Query(
        "waits", "", "SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 'unit_state'::regclass"
    )
    with connect(empty, "test-reader") as reader, connect(empty, "test-look") as looking:
        reader.run(Query("patient", "", "SET deadlock_timeout = '1min'"))
        with reader.transaction():
            reader.values(Query("read", "", "SELECT count(*) FROM unit_state"))
            migrating = threading.Thread(target=migrate, args=(empty,))
            migrating.start()
            while not looking.values(waits):
                assert migrating.is_alive()
            # Each waits for the other now: the migration gives way and is tried again.
            reader.values(Query("read", "", "SELECT count(*) FROM command"))
        migrating.join(60)
    assert status(empty).pending == ()


def test_an_edited_history_is_refused(empty: str) -> None:
    migrate(empty)
    tamper(empty, "UPDATE schema_migration SET sha256 = 'other' WHERE number = 2")
    with pytest.raises(MigrationError, match="0002_streams was edited"):
        migrate(empty)


def test_a_database_that_is_newer_than_the_program_is_refused(empty: str) -> None:
    migrate(empty)
    tamper(
        empty,
        "INSERT INTO schema_migration (number, name, engine, sha256) "
        "SELECT 9999, '9999_from_the_future', engine, 'x' FROM schema_migration LIMIT 1",
    )
    with pytest.raises(MigrationError, match="newer than the program"):
        migrate(empty)


def test_a_migration_that_fails_leaves_nothing_behind_and_can_be_tried_again(empty: str) -> None:
    tamper(empty, "CREATE TABLE alert (mine text)")
    with pytest.raises(MigrationError, match="0006_alerts_and_feed"):
        migrate(empty)
    tamper(empty, "DROP TABLE alert")
    assert migrate(empty).applied[0] == "0006_alerts_and_feed"
    with connect(empty, "test") as connection:
        assert store(connection, received(an_event())).stored == 1


def test_before_the_first_migration_one_is_told_to_migrate(empty: str) -> None:
    with connect(empty, "test") as connection, pytest.raises(DatabaseError, match="opscenter db migrate"):
        store(connection, received(an_event()))


def test_a_server_that_does_not_answer_is_told_by_its_address_and_without_its_password() -> None:
    with pytest.raises(DatabaseUnavailable) as caught:
        connect("postgresql://me:secret@127.0.0.1:1/opscenter", "test")
    assert "127.0.0.1:1/opscenter" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_an_address_that_is_none_is_told_without_its_password() -> None:
    with pytest.raises(DatabaseError) as caught:
        connect("postgres//me:secret@127.0.0.1", "test")
    assert "OPSCENTER_DATABASE_URL" in str(caught.value)
    assert "secret" not in str(caught.value)
