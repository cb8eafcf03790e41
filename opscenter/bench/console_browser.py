"""A Chromium that looks at the console as a person does, for the benches: the system's own, by Playwright."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from domain.roles import Role
from opscenter.errors import OpscenterError
from opscenter.ports import HOST
from opscenter.proving.chromium import ARGUMENTS, find_chromium
from opscenter.proving.living_centre import LivingCentre

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

_PATIENCE_MS = 60_000
_SCREEN: Any = {"width": 1920, "height": 1080}


@contextmanager
def a_browser() -> Iterator["Browser"]:
    """Run a headless Chromium; raise OpscenterError when the machine or Python lacks what it takes."""
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 - not there for those who only run it
    except ImportError as error:
        raise OpscenterError(
            "This drives a browser: install the Python package playwright (pip install '.[test]')."
        ) from error
    path = find_chromium()
    if path is None:
        raise OpscenterError("This drives a browser: install Chromium.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=[*ARGUMENTS, "--js-flags=--expose-gc"]
        )
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def a_desk(browser: "Browser", centre: LivingCentre, port: int | None = None) -> Iterator["Page"]:
    """Sign in as the supervisor in a browser of one's own, and show the live map; `port` leads there."""
    context = browser.new_context(viewport=_SCREEN)
    context.set_default_timeout(_PATIENCE_MS)
    try:
        yield _signed_in(context, centre, port or centre.port)
    finally:
        context.close()


def _signed_in(context: "BrowserContext", centre: LivingCentre, port: int) -> "Page":
    page = context.new_page()
    page.goto(f"http://{HOST}:{port}/sign-in")
    page.fill("input[name=username]", str(Role.SUPERVISOR))
    page.fill("input[name=password]", centre.password)
    page.keyboard.press("Enter")
    wait_until_ready(page)
    return page


def wait_until_ready(page: "Page") -> None:
    """Wait until the page shows the live state."""
    page.wait_for_selector("body.is-ready")
    page.wait_for_function("() => window.opscenter.store.state.cameras.size > 0")


def watch_paint(page: "Page") -> None:
    """Let the page note when alerts are sent, heard and painted."""
    page.evaluate((files("opscenter.bench") / "paint_watch.js").read_text(encoding="utf-8"))


def painted(page: "Page") -> dict[str, dict[str, Any]]:
    """Return what was noted of each camera's alert; times are ms since 1970."""
    seen: dict[str, dict[str, Any]] = page.evaluate("() => window.paintWatch.seen()")
    return seen
