"""Data folders that the database's user can enter, gone after the test, and one running centre."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.opscenter.running import Launcher, data_folder, launched


@pytest.fixture
def data() -> Iterator[Path]:
    """Give each test a data folder of its own."""
    with data_folder() as path:
        yield path


@pytest.fixture(scope="module")
def centre() -> Iterator[Launcher]:
    """Run one centre, without a simulated district, for all tests that only look at it."""
    with data_folder() as path, launched(path, "--no-simulate") as centre:
        centre.wait_ready()
        yield centre
