"""What is said when the console cannot be tested in a browser here."""

from opscenter.proving.chromium import CHROMIUM

NO_CHROMIUM = f"the console in a browser: NOT TESTED here (no Chromium on the PATH, none named in {CHROMIUM})"
NO_PLAYWRIGHT = "the console in a browser: NOT TESTED here (the Python package playwright is missing)"
