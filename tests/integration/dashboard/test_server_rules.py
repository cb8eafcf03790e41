"""The rules' settings: who may see and change them, and that nothing goes live untried."""

from collections.abc import Callable
from typing import Any

import pytest

from db.connection import Connection
from db.rule_keeping import asked_trial, keep_trial
from tests.integration.dashboard.running import Browser

RULES = "/live/rules"


def _changed(browser: Browser) -> dict[str, Any]:
    """Return what is in force with one figure changed, as the page would send it."""
    settings: dict[str, Any] = browser.get(RULES).json()["settings"]
    settings["flood"]["more_than"] = 12
    return settings


@pytest.mark.parametrize(
    ("role", "status"),
    [("supervisor", 200), ("operator", 403), ("liaison", 403), ("viewer", 403), ("administrator", 403)],
)
def test_the_rules_are_a_supervisors(signed_in: Callable[[str], Browser], role: str, status: int) -> None:
    assert signed_in(role).get(RULES).status_code == status


def test_a_version_is_written_tried_and_only_then_put_in_force(
    signed_in: Callable[[str], Browser], writing: Connection
) -> None:
    browser = signed_in("supervisor")
    body = {"settings": _changed(browser), "why": "thử"}
    written = browser.post(f"{RULES}/versions", body)
    assert written.status_code == 201
    assert browser.post(f"{RULES}/versions/1/live", {"why": "đã thống nhất"}).status_code == 409
    asked = asked_trial(writing)
    assert asked is not None
    keep_trial(writing, asked.number, {"signs": 3, "before": 52, "after": 14, "kinds": {}, "is_cut": False})
    told = browser.post(f"{RULES}/versions/1/live", {"why": "đã thống nhất"}).json()
    assert (told["live"], told["settings"]["flood"]["more_than"]) == (1, 12)


def test_settings_that_cannot_be_right_are_refused_in_words(signed_in: Callable[[str], Browser]) -> None:
    browser = signed_in("supervisor")
    settings = _changed(browser)
    settings["kinds"]["fire"]["mode"] = "off"
    refused = browser.post(f"{RULES}/versions", {"settings": settings, "why": "im lặng"})
    assert (refused.status_code, "tính mạng" in refused.json()["message_vi"]) == (422, True)


def test_work_on_cameras_is_planned_for_what_is_there(signed_in: Callable[[str], Browser]) -> None:
    browser = signed_in("supervisor")
    work = {"camera": "q1-xx-999", "hours": 2, "reason": "lau ống kính"}
    assert browser.post(f"{RULES}/windows", work).status_code == 404
