"""A shift at the queue: views that can be sent, shelving, sending a unit, two windows, and a phone."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from domain.identifiers import uuid7
from domain.kinds import IncidentKind
from domain.messages import (
    Answer,
    CommandAnswered,
    Order,
    Provenance,
    UnitCommanded,
    UnitMoved,
    UnitState,
    UnitStatusReported,
)
from tests.browser.centre import PEOPLE, Centre
from tests.browser.conftest import Sit

pytestmark = pytest.mark.chromium

_CALLSIGN = "code => opscenter.store.state.units.get(code)?.c"
PHONE = {"width": 390, "height": 844}


def _top(row: Locator) -> float:
    box = row.bounding_box()
    assert box is not None
    return box["y"]


def _search(page: Page, values: str) -> None:
    """Wait until the address says these values of the view."""
    page.wait_for_function("values => location.search.includes(values)", arg=values)


def test_nothing_moves_whatever_is_arranged_and_the_view_can_be_sent(sit: Sit, centre: Centre) -> None:
    chosen = centre.open_alert(IncidentKind.WASTE, camera=0)
    other = centre.open_alert(IncidentKind.CROWD, camera=1)
    seat = sit()
    page = seat.page
    page.select_option("#queue-group", "kind")
    page.select_option("#queue-sort", "oldest")
    expect(page.locator(".alert-group")).to_have_count(2)
    seat.choose(chosen)
    before = _top(seat.row(chosen))
    crowd = centre.open_alert(IncidentKind.CROWD, camera=2)
    waste = centre.open_alert(IncidentKind.WASTE, camera=3)
    expect(page.locator("#queue-waiting")).to_contain_text("2 mới")
    assert _top(seat.row(chosen)) == before
    page.click("#text-size")
    expect(page.locator("html")).to_have_attribute("data-size", "large")
    expect(seat.row(crowd)).to_have_count(0)
    expect(page.locator("#queue-waiting")).to_contain_text("2 mới")
    page.focus("#queue-list")
    page.keyboard.press("a")
    expect(seat.row(chosen)).to_contain_text("Đã nhận")

    page.click("#queue-states [data-state=new]")  # What is taken leaves the view, and the choice with it.
    expect(seat.row(chosen)).to_have_count(0)
    assert seat.ask("opscenter.selection.alertId") is None
    page.select_option("#queue-kind", "waste")
    page.fill("#queue-search", "do rac")
    _search(page, "st=new")
    _search(page, "q=do")
    expect(seat.row(waste)).to_be_visible()
    colleague = sit("minh", path="/queue" + seat.ask("location.search"))
    expect(colleague.rows()).to_have_count(1)
    expect(colleague.row(waste)).to_be_visible()
    expect(colleague.row(other)).to_have_count(0)
    expect(colleague.page.locator("#queue-search")).to_have_value("do rac")
    expect(colleague.page.locator("#queue-columns")).to_be_visible()


def test_shelving_asks_how_long_and_why_and_can_be_taken_back(sit: Sit, centre: Centre) -> None:
    alert = centre.open_alert(IncidentKind.CROWD)
    seat = sit()
    page = seat.page
    seat.choose(alert)
    page.keyboard.press("s")
    page.check("dialog input[value='2h']")
    page.fill("dialog .ask-text", "lễ hội đã xin phép")
    page.keyboard.press("Enter")
    expect(page.locator(".toast-done")).to_contain_text("Đã tạm gác")
    page.click("#queue-states [data-state=shelved]")
    expect(seat.row(alert)).to_contain_text("lễ hội đã xin phép")
    expect(seat.row(alert)).to_contain_text("Gác tới")
    expect(seat.row(alert)).to_contain_text(PEOPLE["lan"][0])
    page.focus("#queue-list")
    page.keyboard.press("u")
    expect(page.locator("#queue-states [data-state=shelved] b")).to_have_text("0")
    page.click("#queue-states [data-state=open]")
    expect(seat.row(alert)).to_contain_text("Mới")


def test_the_nearest_free_unit_is_proposed_and_its_answer_stands_in_the_row(sit: Sit, centre: Centre) -> None:
    alert = centre.open_alert(IncidentKind.CROWD)
    place = centre.cameras[0]
    now = datetime.now(UTC)
    unit = f"u-{place.ward_code}-01"

    head: dict[str, Any] = {"source": unit, "observed_at": now, "provenance": Provenance.SIMULATED}
    here = UnitMoved(
        id=uuid7(now), seq=1, lat=place.lat, lon=place.lon, heading_deg=0.0, speed_kmh=0.0, **head
    )
    free = UnitStatusReported(id=uuid7(now), seq=2, state=UnitState.FREE, **head)
    centre.tell(place.ward_code, here, free)
    seat = sit()
    page = seat.page
    callsign = page.wait_for_function(
        "code => [opscenter.store.state.units.get(code)].find((unit) => unit?.s === 'free')?.c",
        arg=unit,
    ).json_value()
    seat.choose(alert)
    page.keyboard.press("d")
    expect(page.locator("dialog.dispatch h2")).to_contain_text(
        f"Điều {callsign} (cách 0 m) tới {place.name}?"
    )
    expect(page.locator("dialog.dispatch")).to_contain_text("Mới chỉ có camera phát hiện")
    page.keyboard.press("Enter")
    expect(page.locator("dialog.dispatch")).to_be_visible()  # Nobody goes until a named person verifies.
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator(".toast-warn")).to_contain_text("Lệnh chưa gửi được")  # There is no broker here.

    late = now - timedelta(minutes=2)
    order = UnitCommanded(
        id=uuid7(late),
        seq=3,
        order=Order.DISPATCH,
        lat=place.lat,
        lon=place.lon,
        alert_id=alert,
        **head | {"observed_at": late},
    )
    centre.tell(place.ward_code, order)
    expect(seat.row(alert)).to_contain_text(f"{callsign} chưa trả lời")
    said = CommandAnswered(
        id=uuid7(now), seq=4, command_id=order.id, answer=Answer.REFUSED, text="Xe đang hỏng", **head
    )
    centre.tell(place.ward_code, said)
    expect(seat.row(alert).locator(".row-orders")).to_have_attribute(
        "title", f"⚠ {callsign} từ chối: Xe đang hỏng"
    )


def test_two_windows_follow_each_other_and_widths_are_kept(sit: Sit, centre: Centre) -> None:
    alert = centre.open_alert(IncidentKind.CROWD, camera=0)
    centre.open_alert(IncidentKind.WASTE, camera=1)
    on_map, alone = sit(anew=True), sit(path="/queue")
    expect(alone.page.locator("#map-pane")).to_be_hidden()
    alone.choose(alert)
    expect(on_map.row(alert)).to_have_class(r"alert-row sev-medium is-unacknowledged is-chosen")
    on_map.ask("opscenter.map.setView([10.75, 106.66], 12, {animate: false}) && 0")
    alone.page.keyboard.press("m")
    expect(alone.page.locator("#toasts")).to_contain_text("cửa sổ kia")
    on_map.page.wait_for_function("() => opscenter.map.getZoom() >= 17")
    assert alone.ask("document.activeElement.id") == "queue-list"
    alone.page.select_option("#queue-kind", "crowd")
    expect(on_map.rows()).to_have_count(1)
    _search(on_map.page, "k=crowd")

    on_map.page.focus("#splitter")
    before = on_map.ask("document.getElementById('side').offsetWidth")
    on_map.page.keyboard.press("ArrowLeft")
    on_map.page.reload()
    on_map.page.wait_for_selector("body.is-ready")
    assert on_map.ask("document.getElementById('side').offsetWidth") == before + 24


def test_on_a_phone_an_alert_is_taken_with_the_thumb(sit: Sit, centre: Centre) -> None:
    alert = centre.open_alert(IncidentKind.CROWD)
    seat = sit(size=PHONE, path="/queue")
    page = seat.page
    seat.row(alert).click()
    take = page.locator("#queue-thumb [data-thumb=acknowledge]")
    box = take.bounding_box()
    assert box is not None
    assert box["y"] > PHONE["height"] * 2 / 3
    assert box["height"] >= 44
    expect(page.locator("#drawer")).to_be_hidden()
    take.click()
    expect(seat.row(alert)).to_contain_text("Đã nhận · tôi")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
