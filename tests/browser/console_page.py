"""The console's page as a person at it sees and uses it."""

import uuid
from typing import Any

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.centre import PASSWORD, Centre

READY_MS = 45_000
WIDE = {"width": 1600, "height": 900}


def sign_in(context: BrowserContext, centre: Centre, username: str) -> None:
    """Sign a browser in as somebody."""
    page = context.new_page()
    page.goto(f"{centre.url}/sign-in")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_selector("#page", timeout=READY_MS)
    page.close()


class ConsolePage:
    """One page of a signed-in browser; it notes every error and every request that leaves this machine."""

    def __init__(self, context: BrowserContext, centre: Centre) -> None:
        self._centre = centre
        self.errors: list[str] = []
        self.outside: list[str] = []
        self.page: Page = context.new_page()
        self.page.on("console", self._note_console)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", lambda request: self._note_request(request.url))

    def open(self, size: dict[str, int] | None = None, path: str = "") -> "ConsolePage":
        """Open the console and wait until the map and the queue stand and the stream runs."""
        self.page.set_viewport_size(size or WIDE)
        self.page.goto(self._centre.url + path)
        self.page.wait_for_selector("body.is-ready", timeout=READY_MS)
        expect(self.page.locator("#live-pill[data-state=live]")).to_be_visible(timeout=READY_MS)
        self.page.evaluate("document.fonts.ready")
        self.page.mouse.move(400, 40)  # Where it hovers over nothing that must hold still.
        return self

    def row(self, alert_id: uuid.UUID) -> Locator:
        """Return the alert's row in the queue."""
        return self.page.locator(f'#queue-list .alert-row[data-alert="{alert_id}"]')

    def rows(self) -> Locator:
        """Return all rows of the queue."""
        return self.page.locator("#queue-list .ag-row .alert-row")

    def mark(self, alert_id: uuid.UUID) -> Locator:
        """Return the alert's mark on the map, also when a cluster speaks for it."""
        return self.page.locator(f'#map .mark-icon[data-alert="{alert_id}"]')

    def choose(self, alert_id: uuid.UUID) -> None:
        """Walk down the queue by key until the alert is chosen."""
        expect(self.row(alert_id)).to_be_visible()
        self.page.focus("#queue-list")
        for _ in range(self.rows().count()):
            self.page.keyboard.press("j")
            if "is-chosen" in (self.row(alert_id).get_attribute("class") or ""):
                return
        raise AssertionError(f"{alert_id} is not in the queue")

    def leave_pointer(self) -> None:
        """Move the pointer out of the queue."""
        self.page.mouse.move(400, 40)

    def ask(self, script: str) -> Any:
        """Return the value of an expression in the page."""
        return self.page.evaluate(script)

    def close(self) -> None:
        """Close the page, and forget what was chosen in it."""
        self.page.evaluate("localStorage.clear()")
        self.page.close()

    def _note_console(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            self.errors.append(message.text)

    def _note_request(self, url: str) -> None:
        if not url.startswith((self._centre.url, "data:", "blob:")):
            self.outside.append(url)
