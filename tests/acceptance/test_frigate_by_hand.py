"""Real input, as a stranger would try it: `opscenter up`, a Frigate registry and the plain mosquitto_pub."""

import json
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from opscenter.proving.chromium import ARGUMENTS, find_chromium
from tests.browser.absence import NO_CHROMIUM
from tests.integration.ingest.scene import eventually, value
from tests.integration.mosquitto import NO_MOSQUITTO
from tests.integration.opscenter.running import data_folder, launched

pytestmark = [pytest.mark.chromium, pytest.mark.mosquitto]

REGISTRY = Path(__file__).parents[2] / "docs" / "frigate-example.toml"
_ARRIVAL_MS = 45_000


class Centre:
    """A running centre as the person at the keyboard has it: a page, and a broker to publish to."""

    def __init__(self, data: Path, page: Page) -> None:
        self.data = data
        self.page = page

    def publish(self, topic: str, payload: str) -> None:
        """Publish with the plain client, as the README says."""
        subprocess.run(
            [
                "mosquitto_pub",
                *("-h", "127.0.0.1", "-p", self._read("broker.port")),
                *("-u", "frigate", "-P", self._read("secrets/mqtt-frigate")),
                *("-t", topic, "-m", payload),
            ],
            check=True,
            timeout=30,
        )

    def sign_in(self, role: str) -> None:
        """Sign in with what `up` wrote down."""
        lines = self._read("sign-in.txt").splitlines()
        password = next(line.split()[1] for line in lines if line.startswith(role))
        self.page.goto(f"{lines[0]}/sign-in")
        self.page.fill("input[name=username]", role)
        self.page.fill("input[name=password]", password)
        self.page.keyboard.press("Enter")
        expect(self.page.locator("#live-pill[data-state=live]")).to_be_visible(timeout=30_000)

    def wait_kept_aside(self, topic: str, part: str) -> str:
        """Wait for a dead letter on `topic` that holds `part`, and return its reason."""
        dsn = self._read("secrets/database-url")
        found = "FROM dead_letter WHERE topic = %s AND position(%s::bytea IN payload) > 0"
        wanted = (topic, part.encode())
        eventually(lambda: value(dsn, f"SELECT count(*) {found}", *wanted) == 1)
        return str(value(dsn, f"SELECT reason {found}", *wanted))

    def _read(self, name: str) -> str:
        return (self.data / name).read_text(encoding="utf-8").strip()


def a_year_away(registry: str) -> str:
    """Return the example with its review date a year from now, whenever this runs."""
    review = (datetime.now(UTC) + timedelta(days=365)).date()
    return re.sub('review = "[^"]*"', f'review = "{review}"', registry)


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    """Start the whole centre without simulators and open its page."""
    if shutil.which("mosquitto_pub") is None:
        pytest.skip(NO_MOSQUITTO)
    chromium = find_chromium()
    if chromium is None:
        pytest.skip(NO_CHROMIUM)
    registry = tmp_path_factory.mktemp("frigate") / "registry.toml"
    registry.write_text(a_year_away(REGISTRY.read_text(encoding="utf-8")), encoding="utf-8")
    flags = ("--no-simulate", "--frigate", str(registry))
    with data_folder() as data, launched(data, *flags) as launcher, sync_playwright() as driver:
        launcher.wait_ready()
        browser = driver.chromium.launch(executable_path=chromium, args=list(ARGUMENTS))
        centre = Centre(data, browser.new_page(viewport={"width": 1600, "height": 900}))
        centre.sign_in("operator")
        yield centre
        browser.close()


def a_review(number: int) -> str:
    """Return a Frigate review of a car in the no-parking zone."""
    side = {
        "id": f"171898712{number}.308396-6h8nzq",
        "camera": "cong_cho",
        "start_time": time.time() - 5,
        "end_time": None,
        "severity": "alert",
        "data": {"detections": [], "objects": ["car"], "zones": ["cam_do"], "sub_labels": [], "audio": []},
    }
    return json.dumps({"type": "new", "before": side, "after": side})


def test_a_review_stands_on_the_map_and_in_the_queue_once(centre: Centre) -> None:
    review = a_review(1)
    centre.publish("frigate/reviews", review)
    row = centre.page.locator("#queue-list .ag-row .alert-row").filter(has_text="Dừng, đỗ xe sai quy định")
    expect(row).to_have_count(1, timeout=_ARRIVAL_MS)
    expect(row).to_contain_text("Cổng chợ Bến Thành")
    alert = row.get_attribute("data-alert")
    expect(centre.page.locator(f'#map .mark-icon[data-alert="{alert}"]')).to_have_count(1)
    before = row.inner_text().splitlines()[0]
    centre.publish("frigate/reviews", review)
    centre.publish("frigate/reviews", a_review(2).replace("cong_cho", "not_registered"))
    centre.wait_kept_aside("frigate/reviews", "not_registered")
    expect(row).to_have_count(1)
    assert row.inner_text().splitlines()[0] == before
    expect(row).not_to_contain_text("×")


def test_an_event_is_kept_as_evidence(centre: Centre) -> None:
    start = time.time() - 3
    side = {"id": "1607123955.475377-mxklsc", "camera": "cong_cho", "label": "car", "start_time": start}
    centre.publish("frigate/events", json.dumps({"type": "new", "before": side, "after": side}))
    centre.page.wait_for_function(
        """async () => {
            const answer = await fetch('/live/cameras/frigate-cong-cho');
            const told = await answer.json();
            return JSON.stringify(told.events ?? []).includes('car');
        }""",
        timeout=_ARRIVAL_MS,
    )


def test_a_truncated_review_is_kept_aside(centre: Centre) -> None:
    centre.publish("frigate/reviews", a_review(3)[:-20])
    assert centre.wait_kept_aside("frigate/reviews", "1718987123.308396")
