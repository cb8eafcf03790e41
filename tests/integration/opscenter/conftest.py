"""Data folders that the database's user can enter, gone after the test, and one running centre."""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from opscenter.service_user import remove_elsewhere
from tests.integration.opscenter.running import Launcher, launched


@contextlib.contextmanager
def data_folder() -> Iterator[Path]:
    """Give the path of a data folder that is not there yet."""
    parent = Path(tempfile.mkdtemp(prefix="opscenter-test-"))
    parent.chmod(0o711)
    yield parent / "data"
    remove_elsewhere(parent / "data")
    shutil.rmtree(parent, ignore_errors=True)


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
