"""The page names the parts of the centre that are not running, since no alert could tell of them."""

import pytest
from playwright.sync_api import expect

from dashboard.live_watch import SILENT_S
from tests.browser.centre import Centre
from tests.browser.conftest import Sit

pytestmark = pytest.mark.chromium
_LONGEST_MS = (SILENT_S + 40) * 1000


def test_what_is_not_running_is_named_until_it_speaks_again(sit: Sit, centre: Centre) -> None:
    page = sit(anew=True).page
    banner = page.locator("#missing-parts")
    expect(banner).to_contain_text("Tiến trình luật không hoạt động", timeout=_LONGEST_MS)
    expect(banner).to_contain_text("Tiến trình tiếp nhận không hoạt động")
    page.click("#language [data-language=en]")
    expect(banner).to_contain_text("Ingest is not running: nothing new is stored")
    centre.let_parts_speak()
    expect(banner).to_be_hidden()
