"""A shift is handed over: who leaves signs at one desk, who comes reads it at another and signs there."""

import pytest
from playwright.sync_api import expect

from tests.browser.centre import PEOPLE
from tests.browser.conftest import Sit

pytestmark = pytest.mark.chromium

LAN, MINH = PEOPLE["lan"][0], PEOPLE["minh"][0]


def test_a_shift_is_signed_by_who_leaves_and_by_who_comes(sit: Sit) -> None:
    leaving, coming = sit("lan").page, sit("minh").page
    leaving.click("#rail [data-room=shift]")
    leaving.locator("#shift-tab-now textarea").fill("Camera 3 nhìn vào rào chắn")
    leaving.get_by_role("button", name="Ghi lại").click()
    expect(leaving.locator("#shift-tab-now .paper")).to_contain_text("Camera 3 nhìn vào rào chắn")
    leaving.get_by_role("button", name="Lập và ký giao ca").click()
    expect(leaving.get_by_role("button", name="Thu lại biên bản")).to_be_visible()

    coming.click("#rail [data-room=shift]")
    coming.get_by_role("button", name="Mở biên bản").click()
    paper = coming.locator("#shift-tab-papers .paper")
    expect(paper).to_contain_text(f"người giao ca: {LAN}")
    expect(paper).to_contain_text("Camera 3 nhìn vào rào chắn")
    coming.locator("#shift-tab-papers textarea").fill("Đã nhận đủ")
    coming.get_by_role("button", name="Ký nhận ca").click()
    expect(paper).to_contain_text("Đã nhận đủ")
    expect(coming.locator("#shift-tab-papers .shift-row").first).to_contain_text(f"{LAN} giao, {MINH} nhận")
    expect(coming.locator(".shift-intact")).to_be_visible()
