"""A trial that is told to end leaves nothing running."""

import contextlib
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from opscenter.embedded_broker import find_mosquitto
from tests.integration.mosquitto import NO_MOSQUITTO
from tests.integration.opscenter.running import living, wait_until

pytestmark = [
    pytest.mark.mosquitto,
    pytest.mark.skipif(find_mosquitto() is None, reason=NO_MOSQUITTO),
]


def test_a_bench_that_is_told_to_end_ends_all_that_it_started(tmp_path: Path) -> None:
    words = tmp_path / "words"
    command = [sys.executable, "-P", "-m", "opscenter", "bench", "city", "--cameras", "200", "--minutes", "5"]
    with words.open("wb") as out:
        bench = subprocess.Popen(command, stdout=out, stderr=out)
    try:
        parent = psutil.Process(bench.pid)
        wait_until(lambda: is_whole(parent) or bench.poll() is not None, words.read_text)
        family = parent.children(recursive=True)
    finally:
        bench.terminate()
    assert bench.wait(60) != 0
    wait_until(lambda: living(family) == [], lambda: str(living(family)))


def is_whole(parent: psutil.Process) -> bool:
    """Tell whether broker, database and three services run."""
    names = []
    for child in parent.children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            names.append(child.name())
    services = [name for name in names if name.startswith("python")]
    return {"mosquitto", "postgres"} <= {*names} and len(services) >= 3
