"""What browser tests share: a Chromium, a small centre, and people who sit at its console.

One console serves all tests but those that need their own, each person signs in once, and who sits
there stays seated from test to test, as in a shift: opening the page takes longer than most of what is
tested in it. Every test closes the alerts that it opened and leaves its seat as it found it.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from opscenter.embedded_broker import find_mosquitto
from opscenter.proving.broker import OwnMosquitto, own_mosquitto
from opscenter.proving.chromium import ARGUMENTS, find_chromium
from tests.browser.absence import NO_CHROMIUM, NO_PLAYWRIGHT
from tests.integration import postgres
from tests.integration.mosquitto import NO_MOSQUITTO
from tests.integration.postgres import Database, Server

try:
    from playwright.sync_api import Browser, expect, sync_playwright
except ImportError:
    pytest.skip(NO_PLAYWRIGHT, allow_module_level=True)

from tests.browser.centre import BrokerPlace, Centre
from tests.browser.console_page import ConsolePage
from tests.browser.desks import PATIENCE_MS, Desks, running, whole_centre

Sit = Callable[..., ConsolePage]


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Run a headless Chromium; skip where there is none."""
    path = find_chromium()
    if path is None:
        pytest.skip(NO_CHROMIUM)
    expect.set_options(timeout=PATIENCE_MS)
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
        with running(chromium, centre) as shared:
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
    with running(chromium, Centre(database.dsn, tmp_path, BrokerPlace())) as own:
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
    with whole_centre(chromium, broker, database.dsn, tmp_path) as whole:
        yield whole
