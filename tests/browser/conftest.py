"""What browser tests share: a Chromium, a small centre, and people who sit at its console.

One console serves all tests but those that need their own, and each person signs in once: a page
then loads from the browser's cache. Every test closes the alerts that it opened.
"""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from opscenter.embedded_broker import find_mosquitto
from opscenter.proving.broker import PASSWORD, OwnMosquitto, own_mosquitto
from opscenter.proving.chromium import ARGUMENTS, find_chromium
from tests.browser.absence import NO_CHROMIUM, NO_PLAYWRIGHT
from tests.integration import postgres
from tests.integration.mosquitto import NO_MOSQUITTO
from tests.integration.postgres import Database, Server

try:
    from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright
except ImportError:
    pytest.skip(NO_PLAYWRIGHT, allow_module_level=True)

from tests.browser.centre import BrokerPlace, Centre
from tests.browser.console_page import ConsolePage, sign_in

Sit = Callable[..., ConsolePage]

_PATIENCE_MS = 20_000
"""How long a page may take on a busy machine; what is right shows at once."""


class Desks:
    """The browsers of a centre's people: one signed-in context each, kept while the centre runs."""

    def __init__(self, browser: Browser, centre: Centre) -> None:
        self.centre = centre
        self._browser = browser
        self._contexts: dict[str, BrowserContext] = {}

    def of(self, username: str) -> BrowserContext:
        """Return the person's browser, signed in."""
        if username not in self._contexts:
            context = self._browser.new_context(reduced_motion="reduce")
            context.set_default_timeout(_PATIENCE_MS)
            sign_in(context, self.centre, username)
            self._contexts[username] = context
        return self._contexts[username]

    def close(self) -> None:
        """Close all browsers."""
        for context in self._contexts.values():
            context.close()


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Run a headless Chromium; skip where there is none."""
    path = find_chromium()
    if path is None:
        pytest.skip(NO_CHROMIUM)
    expect.set_options(timeout=_PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def desks(
    chromium: Browser, plain_server: Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Desks]:
    """Run the console that tests share, without a broker."""
    with postgres.fresh_database(plain_server) as database:
        centre = Centre(database.dsn, tmp_path_factory.mktemp("console"), BrokerPlace())
        with _running(chromium, centre) as shared:
            yield shared


@pytest.fixture
def centre(desks: Desks) -> Iterator[Centre]:
    """Give the shared centre with an empty queue."""
    yield desks.centre
    desks.centre.clear_all()


@pytest.fixture
def sit(desks: Desks, centre: Centre) -> Iterator[Sit]:
    """Give a way to sit down at the shared console as somebody."""
    assert centre is desks.centre
    yield from _seats(desks)


@pytest.fixture
def own_desks(chromium: Browser, database: Database, tmp_path: Path) -> Iterator[Desks]:
    """Run a console of this test's own, which it may stop and start."""
    with _running(chromium, Centre(database.dsn, tmp_path, BrokerPlace())) as own:
        yield own


@pytest.fixture
def broker(chromium: Browser) -> Iterator[OwnMosquitto]:
    """Run a mosquitto of this test's own."""
    assert chromium.is_connected()
    if find_mosquitto() is None:
        pytest.skip(NO_MOSQUITTO)
    with own_mosquitto() as running:
        yield running


@pytest.fixture
def whole_desks(
    chromium: Browser, broker: OwnMosquitto, database: Database, tmp_path: Path
) -> Iterator[Desks]:
    """Run broker, ingest, rules and console: what is published comes to the page."""
    centre = Centre(database.dsn, tmp_path, BrokerPlace(broker.port, PASSWORD))
    services = [centre.service("ingest", "ingest"), centre.service("rules", "ingest")]
    for service in services:
        service.start()
    try:
        with _running(chromium, centre) as whole:
            yield whole
    finally:
        for service in services:
            service.stop()


@contextlib.contextmanager
def _running(chromium: Browser, centre: Centre) -> Iterator[Desks]:
    desks = Desks(chromium, centre)
    try:
        centre.start_console()
        yield desks
    finally:
        desks.close()
        centre.console.stop()


def _seats(desks: Desks) -> Iterator[Sit]:
    seats: list[ConsolePage] = []

    def sit(username: str = "lan", size: dict[str, int] | None = None, path: str = "") -> ConsolePage:
        seats.append(ConsolePage(desks.of(username), desks.centre))
        return seats[-1].open(size, path)

    yield sit
    for seat in seats:
        seat.close()
