"""From the broker to the pixels: what a camera publishes stands on the map and in the queue."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from domain.codec import encode
from domain.identifiers import uuid7
from domain.kinds import IncidentKind
from domain.messages import CameraEventObserved, CameraState, CameraStatusReported, Provenance
from domain.topics import topic_for
from opscenter.proving.broker import OwnMosquitto
from tests.browser.conftest import Desks
from tests.browser.console_page import ConsolePage
from tests.integration.dashboard.looking import AnsweringCamera, live_picture
from tests.integration.mosquitto import Publisher
from tests.unit.ingest.test_pixelation import a_jpeg

pytestmark = [pytest.mark.chromium, pytest.mark.mosquitto]

WARD = "26740"
_ARRIVAL_MS = 45_000


def test_what_is_published_appears_on_the_map_and_in_the_queue(
    whole_desks: Desks, broker: OwnMosquitto
) -> None:
    camera, other = [camera for camera in whole_desks.centre.cameras if camera.ward_code == WARD][:2]
    seat = ConsolePage(whole_desks.of("lan"), whole_desks.centre).open()
    now = datetime.now(UTC)
    crash = CameraEventObserved(
        id=uuid7(now),
        source=camera.code,
        seq=1,
        observed_at=now,
        provenance=Provenance.SIMULATED,
        kind=IncidentKind.CRASH,
        score=0.91,
    )
    lost = CameraStatusReported(
        id=uuid7(now),
        source=other.code,
        seq=1,
        observed_at=now,
        provenance=Provenance.SIMULATED,
        state=CameraState.OFFLINE,
        gateway=other.gateway,
    )
    with Publisher(broker, f"sim-{WARD}") as gateway:
        gateway.publish(str(topic_for("d1-sim", WARD, crash)), encode(crash))
        gateway.publish(str(topic_for("d1-sim", WARD, lost)), encode(lost), retain=True)
    row = seat.rows().filter(has_text="Tai nạn giao thông")
    expect(row).to_have_count(1, timeout=_ARRIVAL_MS)
    alert = row.get_attribute("data-alert")
    expect(seat.page.locator(f'#map .mark-icon[data-alert="{alert}"]')).to_have_count(1)
    seat.page.wait_for_function(
        "code => opscenter.store.state.cameras.get(code)?.s === 'offline'",
        arg=other.code,
        timeout=_ARRIVAL_MS,
    )
    row.click()
    _look_at_the_wall(seat.page, broker, camera.code)


def _look_at_the_wall(page: Page, broker: OwnMosquitto, code: str) -> None:
    """See the alert's camera live beside its neighbours; cut off, it grows old and says that it is silent."""
    tile = page.locator(f'.tile[data-camera="{code}"]')
    shown = a_jpeg(640, 360)
    with AnsweringCamera(broker, f"sim-{WARD}", "d1-sim", WARD, lambda request: live_picture(request, shown)):
        page.click('#rail [data-room="wall"]')
        page.click('#wall-ways [data-way="alert"]')
        page.click("dialog[open] button.primary")  # Its neighbours have no alert: the purpose is asked once.
        expect(tile.locator("canvas")).to_be_visible()
        expect(tile.locator(".tile-age")).to_contain_text("giây trước")
        expect(page.locator("#wall-grid .tile")).to_have_count(9)
        page.fill("#wall-search", "cau kho")
        expect(page.locator(".wall-hit").first).to_contain_text("Cầu Kho")
        page.fill("#wall-search", "")
    expect(tile.locator(".tile-note")).to_contain_text("không trả lời từ")
    page.evaluate("opscenter.store.noteServerTime(new Date(Date.now() + 15000).toISOString())")
    expect(tile).to_have_class(re.compile("is-old"))
