"""The alert queue: what opens appears at once, and nothing moves under the hand of a person."""

import pytest
from playwright.sync_api import Locator, expect

from domain.kinds import IncidentKind
from domain.messages import Provenance
from tests.browser.centre import Centre
from tests.browser.conftest import Sit

pytestmark = pytest.mark.chromium


def _top(row: Locator) -> float:
    box = row.bounding_box()
    assert box is not None
    return box["y"]


def test_an_alert_appears_in_the_queue_and_on_the_map(sit: Sit, centre: Centre) -> None:
    seat = sit()
    alert = centre.open_alert(IncidentKind.CROWD)
    expect(seat.row(alert)).to_contain_text("Tụ tập đông người")
    expect(seat.row(alert)).to_contain_text(centre.cameras[0].name)
    expect(seat.mark(alert)).to_have_count(1)


def test_every_alert_shows_where_its_data_come_from(sit: Sit, centre: Centre) -> None:
    seat = sit()
    simulated = centre.open_alert(camera=0)
    real = centre.open_alert(camera=5, provenance=Provenance.REAL)
    expect(seat.row(simulated).locator(".mark-simulated")).to_be_visible()
    expect(seat.row(real)).to_be_visible()
    expect(seat.row(real).locator(".mark-simulated")).to_have_count(0)


def test_real_only_hides_what_is_simulated_from_queue_and_map(sit: Sit, centre: Centre) -> None:
    simulated = centre.open_alert(camera=0)
    real = centre.open_alert(camera=5, provenance=Provenance.REAL)
    seat = sit(anew=True)
    seat.page.click("#real-only-switch")
    expect(seat.row(real)).to_be_visible()
    expect(seat.row(simulated)).to_have_count(0)
    expect(seat.mark(simulated)).to_have_count(0)
    expect(seat.page.locator("#provenance-share")).to_contain_text("CHỈ DỮ LIỆU THẬT")


def test_worse_alerts_stand_above_lighter_ones(sit: Sit, centre: Centre) -> None:
    centre.open_alert(IncidentKind.WASTE, camera=0)
    worse = centre.open_alert(IncidentKind.RACING, camera=1)
    expect(sit().rows().first).to_have_attribute("data-alert", str(worse))


def test_arrivals_wait_while_an_alert_is_chosen_and_never_move_it(sit: Sit, centre: Centre) -> None:
    chosen = centre.open_alert(IncidentKind.WASTE, camera=0)
    seat = sit()
    seat.choose(chosen)
    before = _top(seat.row(chosen))
    arrived = [centre.open_alert(IncidentKind.RACING, camera=number) for number in range(1, 5)]
    expect(seat.page.locator("#queue-waiting")).to_contain_text("4 mới")
    assert _top(seat.row(chosen)) == before
    expect(seat.row(chosen)).to_have_class(r"alert-row sev-low is-unacknowledged is-chosen")
    seat.page.keyboard.press("n")
    expect(seat.row(arrived[0])).to_be_visible()
    expect(seat.page.locator("#queue-waiting")).to_be_hidden()


def test_arrivals_never_move_the_row_under_the_pointer(sit: Sit, centre: Centre) -> None:
    first = centre.open_alert(IncidentKind.WASTE, camera=0)
    seat = sit()
    seat.row(first).hover()
    before = _top(seat.row(first))
    centre.open_alert(IncidentKind.RACING, camera=1)
    expect(seat.page.locator("#queue-waiting")).to_contain_text("1 mới")
    assert _top(seat.row(first)) == before
    seat.leave_pointer()
    expect(seat.rows()).to_have_count(2)


def test_a_critical_arrival_is_pinned_above_at_once_and_moves_nothing(sit: Sit, centre: Centre) -> None:
    chosen = centre.open_alert(IncidentKind.WASTE, camera=0)
    seat = sit()
    seat.choose(chosen)
    before = _top(seat.row(chosen))
    critical = centre.open_alert(IncidentKind.FIRE, camera=1)
    expect(seat.page.locator(f'#queue-pinned [data-alert="{critical}"]')).to_contain_text("Cháy, nổ")
    assert _top(seat.row(chosen)) == before


def test_an_alert_that_closes_under_the_hand_stays_where_it_was(sit: Sit, centre: Centre) -> None:
    above = centre.open_alert(IncidentKind.RACING, camera=0)
    chosen = centre.open_alert(IncidentKind.WASTE, camera=1)
    seat = sit()
    seat.choose(chosen)
    before = _top(seat.row(chosen))
    centre.clear_alert(IncidentKind.RACING, camera=0)
    expect(seat.row(above)).to_contain_text("Đã đóng")
    assert _top(seat.row(chosen)) == before
    seat.page.keyboard.press("Escape")
    expect(seat.row(above)).to_have_count(0)


def test_search_finds_words_without_their_marks(sit: Sit, centre: Centre) -> None:
    found = centre.open_alert(IncidentKind.CROWD, camera=0)
    other = centre.open_alert(IncidentKind.FLOOD, camera=1)
    seat = sit()
    seat.page.fill("#queue-search", "tu tap dong nguoi")
    expect(seat.row(found)).to_be_visible()
    expect(seat.row(other)).to_have_count(0)
    seat.page.fill("#queue-search", "đông")
    expect(seat.row(found)).to_be_visible()


def test_filters_narrow_by_severity_and_by_ward(sit: Sit, centre: Centre) -> None:
    light = centre.open_alert(IncidentKind.WASTE, camera=0)
    worse = centre.open_alert(IncidentKind.RACING, camera=1)
    seat = sit()
    seat.page.click("#queue-severities [aria-label='Thấp']")
    expect(seat.row(light)).to_have_count(0)
    expect(seat.row(worse)).to_be_visible()
    elsewhere = next(
        camera.ward_code for camera in centre.cameras if camera.ward_code != centre.cameras[1].ward_code
    )
    seat.page.select_option("#queue-ward", elsewhere)
    expect(seat.row(worse)).to_have_count(0)
