"""A running console on a fresh database, and browsers at it."""

from collections.abc import Callable, Iterator

import pytest

from db.connection import Connection, connect
from tests.integration.dashboard.running import Browser, RunningConsole, fill
from tests.integration.postgres import Database


@pytest.fixture
def filled(database: Database) -> Database:
    """Give a database with two cameras, a unit, and an account for every role."""
    fill(database.dsn)
    return database


@pytest.fixture
def console(filled: Database) -> Iterator[RunningConsole]:
    """Run a console that is ready."""
    running = RunningConsole(filled.dsn)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def writing(filled: Database) -> Iterator[Connection]:
    """Connect to the database as ingest and rules do."""
    with connect(filled.dsn, "test-writing") as connection:
        yield connection


@pytest.fixture
def somebody(console: RunningConsole) -> Iterator[Browser]:
    """Give a browser where nobody is signed in."""
    browser = Browser(console)
    yield browser
    browser.close()


@pytest.fixture
def signed_in(console: RunningConsole) -> Iterator[Callable[[str], Browser]]:
    """Give a function that returns a browser where a person is signed in."""
    browsers: list[Browser] = []

    def enter(username: str) -> Browser:
        browser = Browser(console)
        browsers.append(browser)
        assert browser.sign_in(username).status_code == 303
        return browser

    yield enter
    for browser in browsers:
        browser.close()
