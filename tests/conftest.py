"""What holds for every test: real databases, and an end that says what could not be tested here."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.integration import postgres
from tests.integration.postgres import Database, Server
from tests.order import longest_first

NOT_TESTED = "NOT TESTED here"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest."""
    items[:] = longest_first(items)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Keep the order, whole files, and one browser, when several workers share the tests."""
    from tests.sharing import OneBrowserScheduling

    config.option.loadscopereorder = False
    return OneBrowserScheduling(config, log)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Print, as the very last lines, what was skipped because a real component is missing."""
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None:
        return
    for reason in sorted({_reason(report) for report in reporter.stats.get("skipped", [])}):
        if NOT_TESTED in reason:
            reporter.write_line(reason)


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    """Return why a test was skipped."""
    if isinstance(report.longrepr, tuple):
        return report.longrepr[2].removeprefix("Skipped: ")
    return str(report.longrepr)


@pytest.fixture(scope="session")
def plain_server() -> Iterator[Server]:
    """Run a plain PostgreSQL of this session's own."""
    with postgres.plain_server() as server:
        yield server


@pytest.fixture(scope="session")
def timescaledb_server() -> Iterator[Server]:
    """Run a PostgreSQL with TimescaleDB; skip where there is none."""
    with postgres.timescaledb_server() as server:
        if server is None:
            pytest.skip(postgres.NO_TIMESCALEDB)
        yield server


@pytest.fixture
def database(plain_server: Server) -> Iterator[Database]:
    """Give a fresh, migrated database on plain PostgreSQL."""
    with postgres.fresh_database(plain_server) as fresh:
        yield fresh


@pytest.fixture(params=["plain", pytest.param("timescaledb", marks=pytest.mark.timescaledb)])
def each_engine_server(request: pytest.FixtureRequest) -> Server:
    """Give the session's server of each engine in turn."""
    server: Server = request.getfixturevalue(f"{request.param}_server")
    return server


@pytest.fixture
def each_engine_database(each_engine_server: Server) -> Iterator[Database]:
    """Give a fresh, migrated database on each engine in turn."""
    with postgres.fresh_database(each_engine_server) as fresh:
        yield fresh
