"""What browser tests share: a Chromium, a small centre, and people who sit at its console.

One console serves all tests but those that need their own, each person signs in once, and who sits
there stays seated from test to test, as in a shift: opening the page takes longer than most of what is
tested in it. Every test closes the alerts that it opened and leaves its seat as it found it.
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
    """The browsers of a centre's people: one signed-in context each, and a seat that is kept in it."""

    def __init__(self, browser: Browser, centre: Centre) -> None:
        self.centre = centre
        self._browser = browser
        self._contexts: dict[str, BrowserContext] = {}
        self._kept: dict[str, ConsolePage] = {}

    def of(self, username: str) -> BrowserContext:
        """Return the person's browser, signed in."""
        if username not in self._contexts:
            context = self._browser.new_context(reduced_motion="reduce")
            context.set_default_timeout(_PATIENCE_MS)
            sign_in(context, self.centre, username)
            self._contexts[username] = context
        return self._contexts[username]

    def seat(self, username: str) -> ConsolePage:
        """Return where the person sits already, at the map with nothing chosen; open it the first time."""
        if username not in self._kept:
            self._kept[username] = self.new_seat(username).open()
        return self._kept[username]

    def new_seat(self, username: str) -> ConsolePage:
        """Return a page of the person that is not open yet; the one kept until now is given up."""
        if username in self._kept:
            self._kept.pop(username).close()  # Two windows of one person would follow each other.
        return ConsolePage(self.of(username), self.centre)

    def keep(self, username: str, seat: ConsolePage) -> None:
        """Let the person stay seated; a second page of theirs is closed."""
        if username in self._kept:
            seat.close()
        else:
            self._kept[username] = seat

    def tidy(self) -> None:
        """Leave the seats that are kept as they were found; one that cannot be is given up."""
        for username, seat in list(self._kept.items()):
            if not seat.is_tidied():
                self._kept.pop(username).close()

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
    """Give a way to sit down at the shared console as somebody.

    `anew` opens a page for this test alone, as any size and any path but the usual do.
    """
    opened: list[tuple[str, ConsolePage]] = []

    def sit(
        username: str = "lan", size: dict[str, int] | None = None, path: str = "", *, anew: bool = False
    ) -> ConsolePage:
        if not (anew or size or path):
            return desks.seat(username)
        seat = desks.new_seat(username).open(size, path)
        opened.append((username, seat))
        return seat

    yield sit
    for username, seat in opened:
        desks.keep(username, seat)
    centre.clear_all()
    desks.tidy()


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
