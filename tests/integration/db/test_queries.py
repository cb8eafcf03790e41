"""Every query in the files can be planned by every server: no name is wrong, no column is missing."""

import re
from pathlib import Path

import pytest

from db.connection import Connection
from db.migrate import migrations_for
from db.sql import Query, load_queries
from tests.integration.db.conftest import Looking
from tests.integration.postgres import Database

FILES = sorted(file.stem for file in (Path(__file__).parents[3] / "db" / "queries").glob("*.sql"))
# What else there is (COPY, SET, LISTEN, CREATE, ...) has no plan.
HAS_A_PLAN = re.compile(r"(SELECT|INSERT|UPDATE|DELETE|WITH)\b")
OF_ONE_ENGINE = {
    "timescaledb_jobs": "timescaledb",
    "take_marks": "plain",
    "roll_up_flow_5m": "plain",
    "roll_up_flow_1h": "plain",
    "roll_up_event_1h": "plain",
    "forget_event_hours": "plain",
    "drop_old_hours": "plain",
    "drop_old_event_hours": "plain",
    "make_day": "plain",
    "figures_table": "timescaledb",
    "compress_older": "timescaledb",
    "compressed_bytes": "timescaledb",
    "pre_restore": "timescaledb",
    "post_restore": "timescaledb",
}


@pytest.mark.parametrize("file", FILES)
def test_every_query_can_be_planned(
    each_engine_database: Database, connection: Connection, look: Looking, file: str
) -> None:
    connection.run_once(load_queries("intake")["staging"])
    connection.run_once(load_queries("registry")["camera_staging"])
    connection.run_once(load_queries("made_past")["filling"])
    connection.run_once(load_queries("gaps")["window_tables"])
    for name, query in load_queries(file).items():
        if HAS_A_PLAN.match(query.text) is None:
            continue
        if OF_ONE_ENGINE.get(name, each_engine_database.engine) == each_engine_database.engine:
            connection.run_script(f"PREPARE {name} AS {numbered(query)}")
    assert look.value("SELECT 1") == 1


def numbered(query: Query) -> str:
    """Return the query with $1, $2, ... for its parameters."""
    numbers: dict[str, int] = {}

    def number(match: re.Match[str]) -> str:
        return f"${numbers.setdefault(match[1], len(numbers) + 1)}"

    return re.sub(r"%\((\w+)\)s", number, query.text).replace("%%", "%")


def test_both_engines_have_the_same_names_for_readers(each_engine_database: Database, look: Looking) -> None:
    for view in ("flow_5m", "flow_1h", "event_1h", "camera_now", "unit_now", "stream_day"):
        assert look.value("SELECT to_regclass(%(view)s) IS NOT NULL", view=view), view
    assert len(migrations_for(each_engine_database.engine)) == look.value(
        "SELECT count(*) FROM schema_migration"
    )
