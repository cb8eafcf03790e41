"""One incident from the key that opens it to its closed file, by keyboard alone but for the checklist."""

import pytest
from playwright.sync_api import expect

from tests.browser.centre import PEOPLE
from tests.browser.conftest import Sit

pytestmark = pytest.mark.chromium

LAN = PEOPLE["lan"][0]


def test_an_incident_is_opened_by_key_worked_on_and_closed(sit: Sit) -> None:
    page = sit("lan").page
    keyboard = page.keyboard
    keyboard.press("i")
    expect(page.locator("#sheet-kind")).to_be_focused()
    keyboard.type("tngt")
    keyboard.press("Enter")
    expect(page.locator("#sheet-place")).to_be_focused()
    keyboard.type("cho ben thanh")
    keyboard.press("Enter")
    expect(page.locator("#sheet-words")).to_be_focused()
    keyboard.type("Hai xe máy va chạm")
    keyboard.press("Enter")
    page.locator("#toasts .toast-action").click()

    head, timeline = page.locator("#incident-head"), page.locator("#incident-timeline")
    expect(head).to_contain_text("Tai nạn giao thông")
    expect(head).to_contain_text("Chưa xác minh")
    expect(page.locator("#incident-facts")).to_contain_text("Hai xe máy va chạm")

    keyboard.press("v")
    keyboard.press("Enter")
    expect(head).to_contain_text(f"{LAN} đã xác minh")
    page.locator("#step-verify_camera").check()
    expect(page.locator(".step.is-done")).to_contain_text(LAN)
    keyboard.press("g")
    keyboard.type("Một làn bị chắn")
    keyboard.press("Enter")
    expect(timeline).to_contain_text("Một làn bị chắn")

    keyboard.press("Escape")
    keyboard.press("r")
    keyboard.press("Enter")
    expect(head).to_contain_text("Đã xử lý")
    keyboard.press("c")
    expect(head).to_contain_text("Đã đóng")
    expect(timeline.locator(".entry")).to_have_count(6)
