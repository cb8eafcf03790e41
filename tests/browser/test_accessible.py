"""Everybody can use it: axe finds nothing against WCAG 2.2 A and AA, in any room and any theme."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from domain.kinds import IncidentKind
from tests.browser.centre import Centre
from tests.browser.conftest import Sit

try:
    from axe_playwright_python.sync_playwright import Axe
except ImportError:
    pytest.skip("axe-playwright-python is not installed", allow_module_level=True)

pytestmark = pytest.mark.chromium

THEMES = ("dark", "dim", "day")
_WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
_EVERYTHING = {"runOnly": {"type": "tag", "values": _WCAG}, "resultTypes": ["violations"]}
_COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, "resultTypes": ["violations"]}
# What arranges is the same in every theme, so the others are asked for their colours alone.
_RULES = {"dark": _EVERYTHING, "dim": _COLOURS, "day": _COLOURS}


def test_no_room_breaks_a_rule_of_wcag_in_any_theme(sit: Sit, centre: Centre) -> None:
    alert = centre.open_alert(IncidentKind.CRASH)
    seat = sit(anew=True)
    page = seat.page
    found: dict[str, list[str]] = {}
    for room in page.locator("#rail [data-room]").all():
        name = str(room.get_attribute("data-room"))
        room.click()
        if page.locator(f"#room-{name}").count():
            expect(page.locator(f"#room-{name} > *").first).to_be_visible()
            found |= _violations(page, f"#room-{name}")  # What stands around it was looked at with the map.
        else:
            found |= _violations(page, "#page")
    page.click("#rail [data-room=map]")
    seat.row(alert).click()
    expect(page.locator("#drawer")).to_be_visible()
    found |= _violations(page, "#drawer")
    for button, shown in (("beat", "#beat-panel"), ("load", "#load-panel"), ("bell", "dialog[open]")):
        page.click(f"#{button}")
        found |= _violations(page, shown)
        page.keyboard.press("Escape")
    assert found == {}


def _violations(page: Page, where: str) -> dict[str, list[str]]:
    """Return what axe says against a part of the page, as theme, place and rule: the elements."""
    found: dict[str, list[str]] = {}
    for theme in THEMES:
        page.evaluate(f"document.documentElement.dataset.theme = '{theme}'")
        response: dict[str, Any] = Axe().run(page, context=where, options=_RULES[theme]).response
        for violation in response["violations"]:
            nodes = [node for node in violation["nodes"] if not _is_bound_to_its_place(violation, node)]
            if nodes:
                found[f"{theme}, {where}: {violation['id']}"] = [str(node["target"]) for node in nodes]
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    return found


def _is_bound_to_its_place(violation: dict[str, Any], node: dict[str, Any]) -> bool:
    """Tell whether a mark of the map lies over another: WCAG excepts targets whose place is essential."""
    return violation["id"] == "target-size" and "mark-icon" in node["html"]
