"""A data folder that the database's user can enter, gone after the test."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from opscenter.service_user import remove_elsewhere


@pytest.fixture
def data() -> Iterator[Path]:
    """Give the path of a data folder that is not there yet."""
    parent = Path(tempfile.mkdtemp(prefix="opscenter-test-"))
    parent.chmod(0o711)
    yield parent / "data"
    remove_elsewhere(parent / "data")
    shutil.rmtree(parent, ignore_errors=True)
