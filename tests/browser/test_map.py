"""The map: a view that can be sent, cameras chosen for the wall, clusters that tell, names that make room."""

import pytest
from playwright.sync_api import Page, expect

from domain.kinds import IncidentKind
from tests.browser.centre import Centre
from tests.browser.conftest import Sit

pytestmark = pytest.mark.chromium

_CLUSTERS = "import('/assets/js/map/clusters.mjs')"
_ALERT = "{id: 'a', type: 'alert', severity: 'high', opened: 1, point: {x: 0, y: 0}}"


def layer(page: Page, name: str) -> str | None:
    return page.locator(f"#map-layers [data-layer={name}]").get_attribute("aria-checked")


def test_a_view_can_be_sent_to_a_colleague(sit: Sit, centre: Centre) -> None:
    page = sit(anew=True).page
    page.click("#map-layers summary")
    page.click("#map-layers [data-layer=heat]")
    page.click("#map-layers [data-layer=names]")
    page.evaluate("opscenter.map.setView([10.7725, 106.698], 16.5, {animate: false})")
    expect(page).to_have_url(f"{centre.url}/?l=airuhctvwsyp&z=16.50&c=10.77250,106.69800")
    colleague = sit("minh", anew=True).page
    colleague.goto(page.url)
    colleague.wait_for_selector("body.is-ready")
    assert colleague.evaluate("opscenter.map.getZoom()") == 16.5
    assert (layer(colleague, "heat"), layer(colleague, "names")) == ("true", "false")


def test_what_is_near_a_point_is_found_by_key_and_goes_to_the_wall(sit: Sit, centre: Centre) -> None:
    page = sit().page
    camera = centre.cameras[0]
    page.evaluate(f"opscenter.map.setView([{camera.lat}, {camera.lon}], 17, {{animate: false}})")
    page.focus("#map")
    page.keyboard.press("n")
    card = page.locator("#map-card")
    expect(card.locator(".card-part").first.locator(".card-item")).to_have_count(5)
    expect(card.locator(".card-item").first).to_contain_text(camera.name)
    expect(card.locator(".card-item").first).to_be_focused()
    card.locator(".card-foot .button").click()
    expect(card.locator(".card-title")).to_contain_text("Đã chọn")
    card.locator(".card-foot .button.primary").click()
    assert page.evaluate("location.pathname") == "/wall"
    assert camera.code in page.evaluate("new URLSearchParams(location.search).get('cams').split(',')")


def test_a_lasso_around_more_than_the_wall_holds_says_so(sit: Sit) -> None:
    page = sit().page
    page.click("#map-tools [data-tool=lasso]")
    page.keyboard.press("Enter")
    card = page.locator("#map-card")
    expect(card).to_contain_text("nhiều nhất 16 camera")
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    page.click("#map-tools [data-tool=lasso]")
    expect(page.locator("#map-tools [data-tool=lasso]")).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Escape")
    expect(page.locator("#map-sketch")).to_be_hidden()


def test_a_cluster_tells_its_worst_and_its_most_frequent_state(sit: Sit) -> None:
    cameras = ", ".join(
        f"{{id: 'c{n}', type: 'camera', state: '{state}', point: {{x: 3, y: {n}}}, cell: '0:0'}}"
        for n, state in enumerate(["offline", "obscured", "offline"])
    )
    seat = sit()
    groups = seat.ask(f"{_CLUSTERS}.then(({{cluster}}) => cluster([{_ALERT}, {cameras}], null).groups)")
    assert [(group["anchor"]["id"], len(group["items"])) for group in groups] == [("a", 4)]
    told = seat.ask(f"{_CLUSTERS}.then(({{statesOf}}) => statesOf([{_ALERT}, {cameras}]))")
    assert (told["worst"]["state"], told["most"]) == ("high", {"state": "offline", "n": 2})


def test_names_make_room_for_an_alert_and_panning_paints_nothing(sit: Sit, centre: Centre) -> None:
    seat = sit(anew=True)
    ward = seat.ask("opscenter.store.places.wards.features[0].properties")
    near = min(
        range(len(centre.cameras)),
        key=lambda n: (
            abs(centre.cameras[n].lat - ward["label"][1]) + abs(centre.cameras[n].lon - ward["label"][0])
        ),
    )
    camera = centre.cameras[near]
    seat.page.evaluate(
        "([lat, lon]) => { const {map, liveMap} = opscenter; map.setView([lat, lon], 15, {animate: false});"
        " const {wardNames} = liveMap; wardNames.names[0].place = L.latLng(lat, lon); wardNames.settle(); }",
        [camera.lat, camera.lon],
    )
    assert seat.ask("opscenter.liveMap.wardNames.names[0].spot") == [0, 0]
    alert = centre.open_alert(IncidentKind.CRASH, near)
    expect(seat.mark(alert)).to_be_visible()
    seat.page.wait_for_function("() => opscenter.liveMap.wardNames.names[0].spot.join() !== '0,0'")
    painted = seat.ask(
        "(() => { const {map, liveMap} = opscenter; let n = 0; const layer = liveMap.canvas;"
        " const draw = layer._draw; layer._draw = function () { n += 1; draw.call(layer); };"
        " for (let i = 0; i < 20; i += 1) map.panBy([3, 2], {animate: false}); "
        " delete layer._draw; return n; })()"
    )
    assert painted == 0
