"""On TimescaleDB what is old is compressed by itself and stays whole: unique, readable, open to late rows."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from db.connection import Connection, connect, connect_async
from db.console import camera_events, camera_usual_flow
from db.intake import store
from db.status import status
from tests.integration.db.conftest import Looking
from tests.integration.db.making import CAMERA, a_count, an_event, minutes, now, received
from tests.integration.db.rolling_up import refresh_as_of
from tests.integration.postgres import Database, Server, fresh_database

pytestmark = [pytest.mark.timescaledb, pytest.mark.anyio]

LONG_AGO = now() - timedelta(days=20)


@pytest.fixture
def compressing(timescaledb_server: Server) -> Iterator[Database]:
    with fresh_database(timescaledb_server) as fresh:
        yield fresh


@pytest.fixture
def writer(compressing: Database) -> Iterator[Connection]:
    with connect(compressing.dsn, "test") as opened:
        yield opened


@pytest.fixture
def look(compressing: Database) -> Iterator[Looking]:
    with connect(compressing.dsn, "test-look") as opened:
        yield Looking(opened)


def compress(look: Looking) -> int:
    """Let the policies compress what is due, and return how many chunks are compressed."""
    for job in look.values(
        "SELECT job_id FROM timescaledb_information.jobs WHERE proc_name = 'policy_compression'"
    ):
        look.run(f"CALL run_job({job})")
    return int(look.value("SELECT count(*) FROM timescaledb_information.chunks WHERE is_compressed"))


async def test_what_is_compressed_refuses_repeats_and_takes_what_is_late(
    writer: Connection, look: Looking
) -> None:
    kept = [an_event(LONG_AGO), a_count(LONG_AGO)]
    store(writer, received(*kept))
    assert compress(look) == 2
    assert store(writer, received(*kept)).repeated == 2
    late = [an_event(LONG_AGO + minutes(1)), a_count(LONG_AGO + minutes(1))]
    assert store(writer, received(*late)).stored == 2


async def test_events_of_a_camera_are_found_in_compressed_chunks(
    compressing: Database, writer: Connection, look: Looking
) -> None:
    mine, other = an_event(LONG_AGO), an_event(LONG_AGO, source="another")
    store(writer, received(mine, other))
    assert compress(look) == 1
    reader = await connect_async(compressing.dsn, "test-reader")
    found = await camera_events(reader, CAMERA, LONG_AGO - minutes(1))
    await reader.close()
    assert [event.id for event in found] == [mine.id]


async def test_compressed_figures_are_read_as_before(
    compressing: Database, writer: Connection, look: Looking
) -> None:
    at = now().replace(minute=0, second=0)
    store(writer, received(a_count(at - timedelta(weeks=4), motorcycles=30, cars=0)))
    refresh_as_of(compressing, writer, look, at - timedelta(weeks=4))
    assert compress(look) == 3
    reader = await connect_async(compressing.dsn, "test-reader")
    (usual,) = await camera_usual_flow(reader, CAMERA, at, at + minutes(60))
    await reader.close()
    assert (usual.vehicles, usual.weeks) == (30.0, 1)


async def test_every_stream_is_compressed_and_dropped_by_jobs_that_the_status_shows(
    compressing: Database,
) -> None:
    jobs = {job.name for job in status(compressing.dsn).jobs}
    for stream in ("event", "flow", "reading", "report", "unit_position", "flow_5m_sums", "flow_1h_sums"):
        assert {f"policy_compression {stream}", f"policy_retention {stream}"} <= jobs
