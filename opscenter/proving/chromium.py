"""The Chromium that browser tests and benches drive: the system's own, by Playwright's Python package."""

import os
import shutil

CHROMIUM = "OPSCENTER_TEST_CHROMIUM"
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find_chromium() -> str | None:
    """Return the path of a Chromium, None when there is none."""
    named = os.environ.get(CHROMIUM)
    return named or next((path for name in _NAMES if (path := shutil.which(name))), None)
