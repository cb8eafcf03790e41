"""Where people sit: the browsers of a centre, and a whole centre for them."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext

from opscenter.proving.broker import PASSWORD, OwnMosquitto
from tests.browser.centre import BrokerPlace, Centre
from tests.browser.console_page import ConsolePage, sign_in

PATIENCE_MS = 20_000
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
            context.set_default_timeout(PATIENCE_MS)
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


@contextlib.contextmanager
def running(chromium: Browser, centre: Centre) -> Iterator[Desks]:
    """Run the console of a centre, and let people sit down at it."""
    desks = Desks(chromium, centre)
    try:
        centre.start_console()
        yield desks
    finally:
        desks.close()
        centre.console.stop()


@contextlib.contextmanager
def whole_centre(chromium: Browser, broker: OwnMosquitto, dsn: str, folder: Path) -> Iterator[Desks]:
    """Run ingest, rules and console on a broker: what is published comes to the page."""
    centre = Centre(dsn, folder, BrokerPlace(broker.port, PASSWORD))
    services = [centre.service("ingest", "ingest"), centre.service("rules", "ingest")]
    for service in services:
        service.start()
    try:
        with running(chromium, centre) as whole:
            yield whole
    finally:
        for service in services:
            service.stop()
