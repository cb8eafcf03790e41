"""The link to the server: lost and resumed in words, nothing missed, the view left as it was."""

import pytest
from playwright.sync_api import expect

from domain.kinds import IncidentKind
from tests.browser.centre import Centre
from tests.browser.conftest import Desks, Sit
from tests.browser.console_page import ConsolePage

pytestmark = pytest.mark.chromium

_BACK_MS = 60_000


def test_after_a_restart_of_the_server_the_page_is_right_again_by_itself(own_desks: Desks) -> None:
    centre = own_desks.centre
    seat = ConsolePage(own_desks.of("lan"), centre).open()
    seat.ask("opscenter.map.setZoom(16, {animate: false}).getZoom()")
    before = seat.ask("opscenter.map.getCenter().toString()")
    centre.console.kill()
    expect(seat.page.locator("#connection[data-kind=lost]")).to_contain_text("Mất kết nối", timeout=_BACK_MS)
    expect(seat.page.locator("#live-pill")).to_contain_text("MẤT KẾT NỐI")
    meanwhile = centre.open_alert(IncidentKind.CROWD)
    centre.start_console()
    resumed = seat.page.locator("#connection[data-kind=resumed]")
    expect(resumed).to_contain_text("Đã nối lại", timeout=_BACK_MS)
    expect(resumed).to_contain_text("1 cảnh báo mới")
    expect(seat.row(meanwhile)).to_be_visible()
    assert seat.ask("opscenter.map.getZoom()") == 16
    assert seat.ask("opscenter.map.getCenter().toString()") == before


def test_a_hole_in_the_numbers_is_filled_from_a_snapshot(sit: Sit, centre: Centre) -> None:
    seat = sit(anew=True)
    seat.ask("opscenter.stream.n -= 3")  # As if three deltas had never come.
    alert = centre.open_alert(IncidentKind.CROWD)
    expect(seat.row(alert)).to_be_visible()
    later = centre.open_alert(IncidentKind.FLOOD, camera=1)
    expect(seat.row(later)).to_be_visible()


def test_signing_out_ends_at_the_sign_in_page(own_desks: Desks) -> None:
    page = ConsolePage(own_desks.of("lan"), own_desks.centre).open().page
    page.click("#sign-out")
    page.wait_for_url("**/sign-in*")
