"""Acting on alerts by key and by button: seen by everybody, taken by one, undone within seconds."""

import pytest
from playwright.sync_api import expect

from domain.kinds import IncidentKind
from tests.browser.centre import PEOPLE, Centre
from tests.browser.conftest import Sit

pytestmark = pytest.mark.chromium

LAN = PEOPLE["lan"][0]


def test_acknowledging_by_key_shows_in_a_second_browser(sit: Sit, centre: Centre) -> None:
    alert = centre.open_alert(IncidentKind.CROWD)
    first, second = sit("lan"), sit("minh")
    first.choose(alert)
    first.page.keyboard.press("a")
    expect(first.row(alert)).to_contain_text("Đã nhận · tôi")
    expect(second.row(alert)).to_contain_text(LAN)
    expect(second.mark(alert).locator(".shape.taken")).to_have_count(1)


def test_of_two_who_take_one_alert_the_second_learns_who_was_first(sit: Sit, centre: Centre) -> None:
    alert = centre.open_alert(IncidentKind.CROWD)
    first, second = sit("lan"), sit("minh", anew=True)
    second.choose(alert)
    second.ask("opscenter.stream.source.close()")  # Its screen now shows the past.
    first.choose(alert)
    first.page.keyboard.press("a")
    expect(first.row(alert)).to_contain_text("Đã nhận")
    second.page.keyboard.press("a")
    expect(second.page.locator("#toasts")).to_contain_text(LAN)
    expect(second.row(alert)).to_contain_text(LAN)


def test_a_wrong_key_can_be_undone(sit: Sit, centre: Centre) -> None:
    alert = centre.open_alert(IncidentKind.CROWD)
    seat = sit()
    seat.choose(alert)
    seat.page.keyboard.press("a")
    expect(seat.page.locator(".toast-done")).to_contain_text("Đã tiếp nhận")
    seat.page.keyboard.press("u")
    expect(seat.row(alert)).to_contain_text("Mới")


def test_an_action_hits_what_was_chosen_when_the_key_went_down(sit: Sit, centre: Centre) -> None:
    chosen = centre.open_alert(IncidentKind.WASTE, camera=0)
    seat = sit()
    seat.choose(chosen)
    arrived = centre.open_alert(IncidentKind.RACING, camera=1)
    seat.page.keyboard.press("a")
    expect(seat.row(chosen)).to_contain_text("Đã nhận")
    seat.page.keyboard.press("n")
    expect(seat.row(arrived)).to_contain_text("Mới")


def test_a_false_alarm_asks_a_reason_and_is_nothing_without_one(sit: Sit, centre: Centre) -> None:
    alert = centre.open_alert(IncidentKind.CROWD)
    seat = sit()
    seat.choose(alert)
    seat.page.keyboard.press("f")
    dialog = seat.page.locator("dialog[open]")
    expect(dialog).to_contain_text("Vì sao là báo động giả?")
    seat.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(seat.row(alert)).to_contain_text("Mới")
    seat.page.keyboard.press("f")
    seat.page.click("dialog .primary")
    expect(seat.page.locator(".toast-done")).to_contain_text("Đã ghi là báo động giả")


def test_single_keys_do_nothing_outside_the_queue(sit: Sit, centre: Centre) -> None:
    alert = centre.open_alert(IncidentKind.CROWD)
    seat = sit()
    seat.choose(alert)
    seat.page.focus("#text-size")
    seat.page.keyboard.press("a")
    seat.page.focus("#queue-search")
    seat.page.keyboard.press("a")
    expect(seat.page.locator("#queue-search")).to_have_value("a")
    expect(seat.page.locator(".toast")).to_have_count(0)
    assert seat.ask(f"opscenter.store.alert('{alert}').st") == "unacknowledged"


def test_who_only_watches_is_offered_no_action(sit: Sit, centre: Centre) -> None:
    alert = centre.open_alert(IncidentKind.CROWD)
    seat = sit("khach")
    seat.row(alert).click()
    expect(seat.page.locator("#drawer-actions")).to_contain_text("Vai trò của bạn chỉ xem")
    expect(seat.page.locator("#drawer-actions button")).to_have_count(0)


def test_the_question_mark_shows_the_keys(sit: Sit) -> None:
    page = sit().page
    page.focus("#queue-list")
    page.keyboard.press("?")
    expect(page.locator("dialog.help")).to_contain_text("Tiếp nhận cảnh báo đang chọn")
