"""The console's page as a person at it sees and uses it."""

import uuid
from typing import Any

from playwright.sync_api import BrowserContext, Locator, Page, expect
from playwright.sync_api import Error as PlaywrightError

from tests.browser.centre import PASSWORD, Centre

READY_MS = 45_000
WIDE = {"width": 1600, "height": 900}
_REST_MS = 3_000
_LOOKS = "JSON.stringify([{...document.documentElement.dataset}, document.documentElement.lang])"
_LEAVE = """() => {
    for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
    document.getElementById("toasts").replaceChildren();
    document.activeElement?.blur();
    opscenter.selection.clear();
    history.pushState(null, "", "/");
    dispatchEvent(new PopStateEvent("popstate"));
    localStorage.clear();
}"""
_IS_AT_REST = """() => opscenter.store.state.alerts.size === 0
    && !opscenter.store.realOnly && !opscenter.store.isPast
    && !document.querySelector("#queue-list .alert-row, #drawer:not([hidden]), .bar-panel:not([hidden])")
    && location.pathname + location.search === "/" """


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
        self._looks = ""
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
        self.leave_pointer()
        self._looks = self.ask(_LOOKS)
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
        """Move the pointer to where it hovers over nothing that must hold still."""
        self.page.mouse.move(400, 40)

    def ask(self, script: str) -> Any:
        """Return the value of an expression in the page."""
        return self.page.evaluate(script)

    def is_tidied(self) -> bool:
        """Go back to the map with nothing chosen, as after opening; tell whether all is as it was then."""
        self.errors.clear()
        self.outside.clear()
        self.page.set_viewport_size(WIDE)
        self.leave_pointer()
        try:
            self.page.evaluate(_LEAVE)
            looks_as_opened = bool(self.ask(_LOOKS) == self._looks)
            self.page.wait_for_function(_IS_AT_REST, timeout=_REST_MS if looks_as_opened else 1)
        except PlaywrightError:
            return False
        return looks_as_opened

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
