"""Connections to a fresh database on each engine."""

from collections.abc import Iterator
from typing import Any

import pytest

from db.connection import Connection, connect
from db.sql import Query
from tests.integration.postgres import Database


class Looking:
    """Looks at tables directly, as no part of the product does."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def values(self, text: str, **parameters: Any) -> list[Any]:
        """Return the first column of what a query finds."""
        return self._connection.values(Query("look", "", text), **parameters)

    def value(self, text: str, **parameters: Any) -> Any:
        """Return the first column of the first row of what a query finds."""
        return self.values(text, **parameters)[0]

    def run(self, text: str, **parameters: Any) -> int:
        """Run a statement."""
        return self._connection.run(Query("look", "", text), **parameters)


@pytest.fixture
def anyio_backend() -> str:
    """Run asynchronous tests on asyncio, as the console does."""
    return "asyncio"


@pytest.fixture
def connection(each_engine_database: Database) -> Iterator[Connection]:
    """Connect to a fresh database."""
    with connect(each_engine_database.dsn, "test") as opened:
        yield opened


@pytest.fixture
def rival(each_engine_database: Database) -> Iterator[Connection]:
    """Connect to the same database a second time."""
    with connect(each_engine_database.dsn, "test-rival") as opened:
        yield opened


@pytest.fixture
def look(each_engine_database: Database) -> Iterator[Looking]:
    """Look at the same database from outside."""
    with connect(each_engine_database.dsn, "test-look") as opened:
        yield Looking(opened)
