"""A backup brings back every table, on each engine, and a bad one is refused before anything is touched."""

import stat
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from db.backup import VOLATILE
from db.changes import Position
from db.connection import connect, connect_async
from db.errors import DatabaseError
from db.feed import changes_after, current_position
from db.migrate import Engine, migrate
from db.rollups import roll_up
from opscenter.backup import Saved, back_up, read_back, restore
from opscenter.embedded_postgres import package_programs
from opscenter.errors import OpscenterError
from tests.integration import postgres
from tests.integration.db.releases import make_full
from tests.integration.db.tables import columns_of_tables, rows_of_tables
from tests.integration.postgres import Server

EMPTIED = {*VOLATILE, "change_pruned"}


@dataclass(frozen=True)
class RoundTrip:
    """A full database, the backup of it, and where that was restored."""

    source: str
    target: str
    file: Path
    saved: Saved


def make_figures(dsn: str, engine: Engine) -> None:
    """Compute the figures of all rows, as the jobs of each engine do in time."""
    if engine is Engine.TIMESCALEDB:
        with psycopg.connect(dsn, autocommit=True) as connection:
            for figures in ("flow_5m_sums", "flow_1h_sums", "event_1h_counts"):
                connection.execute("CALL refresh_continuous_aggregate(%s, NULL, NULL)", [figures])
    else:
        with connect(dsn, "test") as connection:
            roll_up(connection, datetime.now(UTC))


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="module", params=["plain", pytest.param("timescaledb", marks=pytest.mark.timescaledb)])
def trip(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RoundTrip]:
    server: Server = request.getfixturevalue(f"{request.param}_server")
    file = tmp_path_factory.mktemp("backup") / "centre.backup"
    with postgres.empty_database(server) as full, postgres.empty_database(server) as target:
        make_full(full, server.engine)
        make_figures(full, server.engine)
        saved = back_up(full, file)
        restore(target, file)
        yield RoundTrip(full, target, file, saved)


@pytest.fixture(scope="module")
def plain_file(plain_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("backup") / "plain.backup"
    with postgres.fresh_database(plain_server) as database:
        back_up(database.dsn, file)
    return file


@pytest.fixture
def empty(plain_server: Server) -> Iterator[str]:
    with postgres.empty_database(plain_server) as dsn:
        yield dsn


def test_every_table_comes_back_as_it_was(trip: RoundTrip) -> None:
    columns = {name: them for name, them in columns_of_tables(trip.source).items() if name not in EMPTIED}
    assert rows_of_tables(trip.target, columns) == rows_of_tables(trip.source, columns)
    assert migrate(trip.target).applied == ()


def test_every_figure_comes_back_as_it_was(trip: RoundTrip) -> None:
    figures = {
        "flow_5m": ["bucket", "camera_code", "vehicles", "speed_kmh", "occupancy"],
        "flow_1h": ["bucket", "camera_code", "vehicles", "speed_kmh", "occupancy"],
        "event_1h": ["bucket", "ward_code", "kind", "provenance", "events"],
    }
    before = rows_of_tables(trip.source, figures)
    assert all(before.values())
    assert rows_of_tables(trip.target, figures) == before


def test_the_backup_says_how_many_rows_it_holds(trip: RoundTrip) -> None:
    columns = {name: them for name, them in columns_of_tables(trip.source).items() if name not in VOLATILE}
    there = {table: sum(rows.values()) for table, rows in rows_of_tables(trip.source, columns).items()}
    assert {it.table: it.rows for it in trip.saved.tables} == there | dict.fromkeys(VOLATILE, 0)


@pytest.mark.anyio
async def test_live_readers_start_right_after_a_restore(trip: RoundTrip) -> None:
    connection = await connect_async(trip.target, "test")
    try:
        for position in (Position(0, 0), await current_position(connection)):
            assert await changes_after(connection, position) == ([], position)
    finally:
        await connection.close()


def test_a_restored_stream_still_knows_what_it_has(trip: RoundTrip) -> None:
    with psycopg.connect(trip.target, autocommit=True) as connection:
        again = connection.execute(
            "INSERT INTO flow SELECT (it.flow).* FROM (SELECT flow FROM flow) AS it ON CONFLICT DO NOTHING"
        )
        assert again.rowcount == 0


def test_only_its_owner_can_read_it_and_nothing_unfinished_is_left(trip: RoundTrip) -> None:
    assert stat.S_IMODE(trip.file.stat().st_mode) == 0o600
    assert [path.name for path in trip.file.parent.iterdir()] == [trip.file.name]


def test_pictures_can_be_left_out(trip: RoundTrip, tmp_path: Path) -> None:
    saved = back_up(trip.source, tmp_path / "small.backup", with_pictures=False)
    assert not saved.has_pictures
    assert [it.rows for it in saved.tables if it.table == "snapshot"] == [0]
    with pytest.raises(OpscenterError, match="not empty"):
        restore(trip.target, saved.file.path)
    restored = restore(trip.target, saved.file.path, may_replace=True)
    held = Counter({it.table: it.rows for it in restored.tables})
    assert (held["snapshot"], held["event"], held["account"]) == (0, 11, 2)


def test_a_file_is_never_written_over(trip: RoundTrip) -> None:
    with pytest.raises(OpscenterError, match="there already"):
        back_up(trip.source, trip.file)


def test_a_file_cut_short_is_refused_and_the_database_stays(
    plain_file: Path, empty: str, tmp_path: Path
) -> None:
    damaged = tmp_path / "damaged.backup"
    damaged.write_bytes(plain_file.read_bytes()[:-2000])
    with pytest.raises(OpscenterError, match=r"damaged|cannot be read"):
        restore(empty, damaged)
    assert columns_of_tables(empty) == {}


def test_a_backup_that_fails_leaves_no_file(empty: str, tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="opscenter db migrate"):
        back_up(empty, tmp_path / "centre.backup")
    assert list(tmp_path.iterdir()) == []


def test_a_file_of_something_else_is_refused(empty: str, tmp_path: Path) -> None:
    other = tmp_path / "other.backup"
    other.write_bytes(b"PGDMP and then nothing of the kind")
    with pytest.raises(OpscenterError, match="cannot be read as a backup"):
        restore(empty, other)
    with pytest.raises(OpscenterError, match="damaged"):
        read_back(other)


@pytest.mark.timescaledb
def test_programs_newer_than_the_server_save_and_restore_as_well(
    timescaledb_server: Server, tmp_path: Path
) -> None:
    programs = package_programs()
    with (
        postgres.empty_database(timescaledb_server) as full,
        postgres.empty_database(timescaledb_server) as target,
    ):
        make_full(full, timescaledb_server.engine)
        saved = back_up(full, tmp_path / "centre.backup", programs=programs)
        restore(target, saved.file.path, programs=programs)
        columns = {name: them for name, them in columns_of_tables(full).items() if name not in EMPTIED}
        assert saved.file.dumped_by > saved.file.server_major
        assert rows_of_tables(target, columns) == rows_of_tables(full, columns)


@pytest.mark.timescaledb
def test_a_backup_of_timescaledb_is_refused_by_a_plain_server(
    timescaledb_server: Server, empty: str, tmp_path: Path
) -> None:
    with postgres.fresh_database(timescaledb_server) as full:
        back_up(full.dsn, tmp_path / "centre.backup")
    with pytest.raises(DatabaseError, match="made with TimescaleDB"):
        restore(empty, tmp_path / "centre.backup")
    assert columns_of_tables(empty) == {}
