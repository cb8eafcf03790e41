"""The drawer: opened from the queue and from the map, it says what, where and how unusual."""

import pytest
from playwright.sync_api import expect

from domain.kinds import IncidentKind
from tests.browser.centre import Centre
from tests.browser.conftest import Sit

pytestmark = pytest.mark.chromium

_PLACE_OF_CAMERA = """(code) => {
    const {map, liveMap} = opscenter;
    const entry = [...liveMap.cameras.shown()].find(({camera}) => camera.code === code);
    map.setView([entry.lat, entry.lon], 18, {animate: false});
    const point = map.latLngToContainerPoint([entry.lat, entry.lon]);
    const frame = map.getContainer().getBoundingClientRect();
    return [frame.x + point.x, frame.y + point.y];
}"""


def test_a_click_on_an_alert_says_what_and_where(sit: Sit, centre: Centre) -> None:
    alert = centre.open_alert(IncidentKind.CROWD)
    page = (seat := sit()).page
    seat.row(alert).click()
    expect(page.locator("#drawer-head")).to_contain_text("Tụ tập đông người")
    expect(page.locator("#drawer-camera-facts")).to_contain_text(centre.cameras[0].code)
    expect(page.locator("#drawer-history")).to_contain_text("tự động")


def test_a_click_on_a_camera_opens_it_and_draws_what_it_sees(sit: Sit, centre: Centre) -> None:
    seat = sit()
    camera = centre.cameras[3]
    x, y = seat.page.evaluate(_PLACE_OF_CAMERA, camera.code)
    seat.page.mouse.click(x, y)
    expect(seat.page.locator("#drawer-head")).to_contain_text(camera.name)
    assert seat.ask("opscenter.liveMap.cameras.selected") == camera.code


def test_the_chart_is_drawn_by_the_server_under_the_content_policy(sit: Sit, centre: Centre) -> None:
    alert = centre.open_alert(IncidentKind.CROWD)
    seat = sit(anew=True)
    seat.row(alert).click()
    expect(seat.page.locator("#flow-chart .main-svg").first).to_be_visible()
    expect(seat.page.locator("#flow-chart")).to_contain_text("Chưa có số liệu lưu lượng")
    assert seat.errors == []


def test_a_camera_is_looked_at_for_a_purpose_unless_an_alert_is_open_and_a_sentence_says_what_is_away(
    sit: Sit, centre: Centre
) -> None:
    alert = centre.open_alert(IncidentKind.CROWD)
    page = (seat := sit()).page
    seat.row(alert).click()
    page.click("#drawer-pictures button")
    expect(page.locator("#drawer-pictures")).to_contain_text("MQTT")
    expect(page.locator("#drawer-nearby .near")).to_have_count(5)
    page.locator("#drawer-nearby .near").first.click()
    expect(page.locator("#drawer-head")).not_to_contain_text("Tụ tập đông người")
    page.click("#drawer-pictures button")
    expect(page.locator("dialog[open]")).to_contain_text("được ghi lại")
    expect(page.locator("dialog[open] input[type=radio]")).to_have_count(5)


def test_escape_closes_the_drawer_and_then_the_choice(sit: Sit, centre: Centre) -> None:
    alert = centre.open_alert(IncidentKind.CROWD)
    page = (seat := sit()).page
    seat.row(alert).click()
    expect(page.locator("#drawer")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#drawer")).to_be_hidden()
    expect(page.locator(".alert-row.is-chosen")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".alert-row.is-chosen")).to_have_count(0)


def test_the_map_does_not_move_when_what_is_chosen_is_in_view(sit: Sit, centre: Centre) -> None:
    alert = centre.open_alert(IncidentKind.CROWD)
    seat = sit()
    expect(seat.row(alert)).to_be_visible()
    seat.ask(
        f"(() => {{ const a = opscenter.store.alert('{alert}'); const m = opscenter.map;"
        " m.setView([a.lat, a.lon], 16, {animate: false}); m.panBy([250, 0], {animate: false}); })()"
    )
    before = seat.ask("opscenter.map.getCenter().toString()")
    seat.row(alert).click()
    expect(seat.page.locator("#drawer")).to_be_visible()
    assert seat.ask("opscenter.map.getCenter().toString()") == before
