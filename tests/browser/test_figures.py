"""The pages of figures: what is live says what the strip says, what is asked for stands in the address."""

import re

import pytest
from playwright.sync_api import expect

from domain.kinds import IncidentKind
from domain.smart_systems import SmartSystem
from tests.browser.centre import Centre
from tests.browser.conftest import Sit
from tests.integration.db.making import a_reading

pytestmark = pytest.mark.chromium

CARD = '#overview-cards [data-card="firefighting"]'


def test_a_supervisor_walks_from_the_overview_to_a_system_and_on_to_the_trends(
    sit: Sit, centre: Centre
) -> None:
    ward = centre.cameras[0].ward_code
    truck = a_reading(system=SmartSystem.FIREFIGHTING, metric="trucks_ready", site="tram-1", value=7.0)
    centre.tell(ward, truck)
    centre.open_alert(IncidentKind.CROWD)
    seat = sit(path="/overview")
    page = seat.page
    figure = page.locator(f"{CARD} .card-figure").first
    expect(figure).to_contain_text("7")
    expect(page.locator('#systems [data-system="firefighting"] .system-figure')).to_contain_text("7")
    expect(page.locator(f'#ward-table [data-ward="{ward}"] .ward-alert')).to_contain_text("1")
    page.click('#ward-table [data-sort="alerts"]')
    expect(page.locator("#ward-table tbody tr").first).to_have_attribute("data-ward", ward)
    expect(page).to_have_url(re.compile(r"ward-sort=-alerts"))
    expect(page.locator("#overview-today table")).to_contain_text("Cảnh báo")

    page.click(f"{CARD} [data-open]")
    expect(page).to_have_url(re.compile(r"system=firefighting"))
    expect(page.locator("#overview-detail table")).to_contain_text("tram-1")
    page.go_back()
    expect(page.locator(CARD)).to_be_visible()

    page.goto(f"{centre.url}/trends?trend=eternity&trend-kind=crowd")
    expect(page.locator("#trends-said")).to_contain_text("đang hiện 24 giờ")
    expect(page.locator("#trends-events")).to_contain_text("Không có sự kiện nào")
    page.click('[data-span="week"]')
    expect(page.locator('[data-file="events"]')).to_have_attribute(
        "href", re.compile(r"span=week&kind=crowd")
    )
    with page.expect_download() as saved:
        page.click('[data-file="events"]')
    assert saved.value.suggested_filename.startswith("quan-1-events-")
    assert seat.errors == []
