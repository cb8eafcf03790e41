"""The database may be stopped, killed or grow old: whoever works with it goes on, and nothing is missed."""

from collections.abc import Iterator

import pytest

from db.alerting import changes, save_position
from db.connection import AsyncPool, connect, open_pool
from db.console import live_state
from db.errors import DatabaseUnavailable
from db.intake import store
from db.migrate import migrate
from opscenter.proving.server import QUICK, PrivateServer, plain_server
from tests.integration.db.making import an_event, received

pytestmark = pytest.mark.anyio


@pytest.fixture
def server() -> Iterator[PrivateServer]:
    with plain_server(QUICK) as private:
        migrate(private.dsn)
        yield private


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def stored_event(server: PrivateServer) -> str:
    event = an_event()
    with connect(server.dsn, "test-writer") as writer:
        store(writer, received(event))
    return str(event.id)


def read_on(server: PrivateServer) -> list[str]:
    """Read what is new for the reader and save its position."""
    with connect(server.dsn, "test-reader") as reader:
        found = changes(reader, "test")
        if found:
            save_position(reader, "test", found[-1].position)
        return [change.key for change in found]


def test_a_reader_goes_on_where_it_was_after_a_crash(server: PrivateServer) -> None:
    first = stored_event(server)
    assert read_on(server) == [first]
    second = stored_event(server)
    server.kill()
    server.start()
    third = stored_event(server)
    assert read_on(server) == [second, third]
    assert read_on(server) == []


def test_a_reader_goes_on_when_transaction_numbers_wrap_into_a_new_epoch(server: PrivateServer) -> None:
    first = stored_event(server)
    assert read_on(server) == [first]
    second = stored_event(server)
    server.stop()
    server.run("pg_resetwal", "--epoch=7")
    server.start()
    third = stored_event(server)
    assert read_on(server) == [second, third]
    assert read_on(server) == []


def test_a_cut_connection_says_that_the_work_may_be_tried_again(server: PrivateServer) -> None:
    with connect(server.dsn, "test-writer") as writer:
        store(writer, received(an_event()))
        server.stop()
        with pytest.raises(DatabaseUnavailable):
            store(writer, received(an_event()))
        assert writer.is_broken


async def test_the_pool_heals_by_itself(server: PrivateServer) -> None:
    async with open_pool(server.dsn, "test-console", 1, 2) as pool:
        assert await cameras_in(pool) == 0
        server.stop()
        with pytest.raises(DatabaseUnavailable):
            await cameras_in(pool, timeout_s=0.2)
        server.start()
        assert await cameras_in(pool) == 0


async def test_the_pool_can_be_opened_before_the_database_is_there(server: PrivateServer) -> None:
    server.stop()
    async with open_pool(server.dsn, "test-console", 1, 2) as pool:
        with pytest.raises(DatabaseUnavailable):
            await cameras_in(pool, timeout_s=0.2)
        server.start()
        assert await cameras_in(pool, timeout_s=30) == 0


async def cameras_in(pool: AsyncPool, timeout_s: float = 10.0) -> int:
    async with pool.connection(timeout_s) as connection:
        return len((await live_state(connection)).cameras)
