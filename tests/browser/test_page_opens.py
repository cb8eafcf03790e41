"""The page opens: no error, nothing from outside, the district on the map, on any screen."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from domain.smart_systems import SmartSystem
from tests.browser.centre import Centre
from tests.browser.conftest import Sit

pytestmark = pytest.mark.chromium


def test_the_page_loads_without_an_error_and_asks_nothing_of_other_hosts(sit: Sit) -> None:
    seat = sit(anew=True)
    assert seat.errors == []
    assert seat.outside == []


def test_the_map_shows_every_registered_camera(sit: Sit, centre: Centre) -> None:
    seat = sit()
    assert seat.ask("[...opscenter.liveMap.cameras.shown()].length") >= len(centre.cameras)


def test_the_district_fills_the_map_from_top_to_bottom(sit: Sit) -> None:
    height = sit().ask(
        "(() => { const {map, liveMap} = opscenter;"
        " const at = (corner) => map.latLngToContainerPoint(corner).y;"
        " return (at(liveMap.home.getSouthWest()) - at(liveMap.home.getNorthEast())) / map.getSize().y; })()"
    )
    assert 0.9 < height <= 1.0


def test_the_map_credits_openstreetmap(sit: Sit) -> None:
    expect(sit().page.locator("#map .leaflet-control-attribution")).to_contain_text("OpenStreetMap")


def test_all_eight_systems_stand_below(sit: Sit) -> None:
    expect(sit().page.locator("#systems .system")).to_have_count(len(SmartSystem))


def test_a_quiet_queue_says_what_would_be_here(sit: Sit) -> None:
    expect(sit().page.locator("#queue-empty")).to_contain_text("Không có cảnh báo nào đang mở")


def test_a_click_changes_the_language_and_the_choice_is_kept(sit: Sit) -> None:
    page = sit(anew=True).page
    page.click("#language [data-language=en]")
    expect(page.locator("#queue-empty")).to_contain_text("No alert is open")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.reload()
    expect(page.locator("#queue-empty")).to_contain_text("No alert is open")


def test_the_clock_is_the_centres_own(sit: Sit) -> None:
    page = sit().page
    hour = f"{datetime.now(ZoneInfo('Asia/Ho_Chi_Minh')):%H:}"
    assert page.inner_text("#clock-time").startswith(hour)


def test_on_a_narrow_screen_the_queue_comes_first(sit: Sit) -> None:
    page = sit(size={"width": 420, "height": 900}).page
    queue, district = page.locator("#queue").bounding_box(), page.locator("#map").bounding_box()
    assert queue is not None
    assert district is not None
    assert queue["y"] < district["y"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 420


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1920, 1080)])
def test_nothing_is_cut_off_on_a_usual_screen(sit: Sit, width: int, height: int) -> None:
    page = sit().page
    page.set_viewport_size({"width": width, "height": height})
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.evaluate("document.querySelector('#top-bar').scrollWidth") <= width
    sign_out = page.locator("#sign-out").bounding_box()
    assert sign_out is not None
    assert sign_out["x"] + sign_out["width"] <= width
