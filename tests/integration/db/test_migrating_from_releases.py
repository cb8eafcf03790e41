"""A database of any released version comes to the newest one whole, and what was released never changes."""

import hashlib
from collections.abc import Iterator
from importlib.resources import files

import pytest

from db.connection import connect
from db.intake import store
from db.migrate import migrate, migrations_for
from tests.integration import postgres
from tests.integration.db.making import an_event, received
from tests.integration.db.releases import LAST_OF_RELEASE, make_release
from tests.integration.db.tables import columns_of_tables, rows_of_tables
from tests.integration.postgres import Server

RELEASED = {
    "0001_registry_and_state.sql": "32be32deb3011232e3b2eaea989e1ff6cb7cd84eae5614058b7b3359d3a2b71a",
    "0002_streams.sql": "cd38cb9051777e84a982685a283f462e19c6d53d78d9fee1e9623b3d97a4be3e",
    "0003_streams_by_day.plain.sql": "68ab44a2650a4821a2ce3df03e80831cd8d28d5a886c9a275ff14d6ec4fe5935",
    "0003_streams_by_day.timescaledb.sql": "1d98785e9bf85c4717377ce7eef7b6a7f2b43a90b4e2175ae9a17b1bc6e8bd0a",
    "0004_aggregates.plain.sql": "b7a2fadf6c6295b196f68ae68af6ddca3d7f56ace063c4d6c0025431dbe87993",
    "0004_aggregates.timescaledb.sql": "7f515b64f6bbcd7da8485886128e861c8026562c2ec00f3013197a10efe46cab",
    "0005_figures.sql": "9690e20c771e6ae734c81923803e357c6e7a059159040c2d0b40bf10c92f8e0a",
    "0006_alerts_and_feed.sql": "648be376ba9b85861e603000eeef5a1d16b1bfb5005fc197e9458618e570889f",
    "0007_people.sql": "56c6075aacaa67ed20d4461365ea10b9f1f9766d1cb11dfa71499fcb360ae5ed",
}
TUNED = frozenset({"retention", "picture_retention", "schema_migration", "partitioned_by_day"})
"""What a newer version may set anew: it is the program's own, not anybody's data."""


@pytest.fixture
def empty(each_engine_server: Server) -> Iterator[str]:
    with postgres.empty_database(each_engine_server) as dsn:
        yield dsn


def test_a_released_migration_is_never_edited() -> None:
    folder = files("db") / "migrations"
    assert {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in RELEASED} == RELEASED


@pytest.mark.parametrize("version", LAST_OF_RELEASE)
def test_a_released_version_full_of_data_comes_whole_to_the_newest(
    each_engine_server: Server, empty: str, version: str
) -> None:
    make_release(empty, each_engine_server.engine, version)
    columns = {table: names for table, names in columns_of_tables(empty).items() if table not in TUNED}
    before = rows_of_tables(empty, columns)
    assert [table for table, rows in before.items() if not rows and not is_made_by_jobs(table)] == []

    migrate(empty)

    after = rows_of_tables(empty, columns)
    lost = {table: rows - after[table] for table, rows in before.items() if rows - after[table]}
    assert lost == {}
    with connect(empty, "test") as connection:
        assert store(connection, received(an_event())).stored == 1


def test_a_version_that_stops_early_leaves_the_rest_to_the_next(
    each_engine_server: Server, empty: str
) -> None:
    steps = [step.name for step in migrations_for(each_engine_server.engine)]
    assert list(migrate(empty, each_engine_server.engine, through=5).applied) == steps[:5]
    assert list(migrate(empty).applied) == steps[5:]


def is_made_by_jobs(table: str) -> bool:
    """Tell whether a table is filled from the others (roll-ups of plain PostgreSQL)."""
    return table.endswith(("_sums", "_counts"))
