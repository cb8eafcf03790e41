"""The watch over a desk: the alarm is tested, sounds and shows; silent wards say so; themes are kept."""

import pytest
from playwright.sync_api import expect

from domain.kinds import IncidentKind
from tests.browser.centre import Centre
from tests.browser.conftest import Sit

pytestmark = pytest.mark.chromium


def test_a_shift_tests_its_alarm_then_hears_and_sees_a_critical_alert_until_it_is_taken(
    sit: Sit, centre: Centre
) -> None:
    seat = sit(anew=True)
    page = seat.page
    bell = page.locator("#bell")
    expect(bell).to_contain_text("Chưa thử chuông")
    bell.click()
    page.click("text=Phát chuông")
    page.click("text=Cho viền sáng")
    expect(page.locator(".watch-edge.is-tried")).to_be_visible()
    page.check("input[name=heard][value=yes]")
    page.check("input[name=seen][value=yes]")
    page.click("text=Ghi kết quả")
    expect(bell).not_to_contain_text("Chưa thử")
    assert seat.ask("opscenter.watch.sounder.played") == 1
    alert = centre.open_alert(IncidentKind.CRASH)
    expect(page.locator("body")).to_have_attribute("data-edge", "pulse")
    assert seat.ask("opscenter.watch.sounder.played") == 2
    seat.choose(alert)
    page.keyboard.press("a")
    expect(page.locator("body")).to_have_attribute("data-edge", "off")
    page.reload()
    page.wait_for_selector("body.is-ready")
    expect(bell).to_contain_text("Chuông bị chặn")  # Until the first click, as browsers have it.


def test_what_calls_whom_and_when(sit: Sit) -> None:
    script = """
        Promise.all(["critical", "bell", "heartbeat", "alarm_load"]
            .map((name) => import(`/assets/js/watch/${name}.mjs`)))
        .then(([{untaken, due, edgeOf}, {bellState}, {silence}, {isOver}]) => {
            const at = (seconds) => new Date(seconds * 1000).toISOString();
            const alerts = [
                ["old", {sev: "critical", st: "unacknowledged", opened: at(0)}],
                ["new", {sev: "critical", st: "unacknowledged", opened: at(20)}],
                ["taken", {sev: "critical", st: "acknowledged", opened: at(20)}],
                ["high", {sev: "high", st: "unacknowledged", opened: at(20)}],
            ];
            const waiting = untaken(alerts);
            const good = {test: {heard: true}, isOn: true, isBlocked: false, permission: "granted"};
            return {
                waiting: waiting.map(([id]) => id),
                operator: due(waiting, new Set(["old"]), 30000, false),
                supervisor: due(waiting, new Set(), 30000, true),
                edges: [edgeOf(waiting, 49000), edgeOf(waiting, 50000), edgeOf([], 0)],
                bells: [
                    {...good, test: null}, {...good, isOn: false}, {...good, test: {heard: false}},
                    {...good, isBlocked: true}, {...good, permission: "denied"}, good,
                ].map(bellState),
                silences: [[0, 30000], [0, 31000], [null, 0]]
                    .map(([heardAtMs, nowMs]) => silence({heardAtMs, usualS: 30}, nowMs).isSilent),
                over: [isOver(10, 10, true), isOver(10, 10, false), isOver(1.1, 1, true)],
            };
        })"""
    assert sit().ask(script) == {
        "waiting": ["new", "old"],
        "operator": ["new"],
        "supervisor": ["old"],
        "edges": ["pulse", "steady", "off"],
        "bells": ["untested", "off", "unheard", "blocked", "no_notice", "good"],
        "silences": [False, True, True],
        "over": [False, True, True],
    }


def test_silent_wards_and_ones_own_load_open_from_the_bar_in_any_theme(sit: Sit) -> None:
    page = sit(anew=True).page
    expect(page.locator("#beat")).to_contain_text("KHÔNG CÓ DỮ LIỆU")  # Nothing speaks in this centre.
    page.click("#beat")
    expect(page.locator(".beat-row")).to_have_count(10)
    expect(page.locator(".beat-row.is-silent").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#beat-panel")).to_be_hidden()
    page.click("#load")
    expect(page.locator(".load-row")).to_have_count(5)
    expect(page.locator(".load-bar")).to_have_count(48)
    page.click("#theme")
    page.click("#theme")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "day")
    expect(page.locator("#theme")).to_contain_text("Nền sáng")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(233, 237, 241)"


def test_who_cannot_take_an_alert_is_not_called_by_one(sit: Sit, centre: Centre) -> None:
    page = sit("khach").page
    centre.open_alert(IncidentKind.CRASH)
    expect(page.locator("#count-critical")).to_have_text("1")
    expect(page.locator("#bell")).to_be_hidden()
    expect(page.locator(".watch-edge")).to_have_count(0)
