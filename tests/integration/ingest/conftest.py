"""Fixtures: a private mosquitto, and a fresh database in which a small district is registered."""

from collections.abc import Iterator

import pytest

from opscenter.embedded_broker import find_mosquitto
from opscenter.proving.broker import OwnMosquitto, own_mosquitto
from tests.integration.ingest.open_door import OpenDoor, open_door
from tests.integration.ingest.scene import register
from tests.integration.mosquitto import NO_MOSQUITTO
from tests.integration.postgres import Database, Server


@pytest.fixture
def broker() -> Iterator[OwnMosquitto]:
    """Run a private mosquitto."""
    if find_mosquitto() is None:
        pytest.skip(NO_MOSQUITTO)
    with own_mosquitto() as running:
        yield running


@pytest.fixture
def dsn(database: Database) -> str:
    """Give a database in which a small district is registered."""
    register(database.dsn)
    return database.dsn


@pytest.fixture(scope="module")
def door(plain_server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenDoor]:
    """Run the whole way in, once for the tests of a module."""
    if find_mosquitto() is None:
        pytest.skip(NO_MOSQUITTO)
    with open_door(plain_server, tmp_path_factory.mktemp("door")) as opened:
        yield opened
