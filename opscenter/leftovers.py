"""Finds and ends what a killed launcher left running, and touches nothing that is not ours."""

import contextlib
import json
import signal
from collections.abc import Iterator
from pathlib import Path

import psutil

from opscenter.data_folder import DataFolder
from opscenter.leash import GRACE_S
from opscenter.service_user import elsewhere_for

_SAME_START_S = 5.0
"""The clock may have been set since; a process id is not given again that fast to a process of ours."""


def end_leftovers(folder: DataFolder) -> int:
    """End every recorded process that still runs; return how many there were."""
    found = [*_left_children(folder), *_left_programs(folder)]
    for process, gentle in found:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(gentle)
    _, stubborn = psutil.wait_procs([process for process, _ in found], timeout=GRACE_S + 5.0)
    for process in stubborn:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(stubborn, timeout=5.0)
    for path in folder.running.iterdir():
        path.unlink()
    return len(found)


def _left_children(folder: DataFolder) -> Iterator[tuple[psutil.Process, signal.Signals]]:
    """Yield the recorded children that run and are the very ones that were recorded."""
    for path in sorted(folder.running.glob("*.json")):
        with contextlib.suppress(OSError, ValueError, KeyError, psutil.NoSuchProcess):
            entry = json.loads(path.read_text(encoding="utf-8"))
            process = psutil.Process(int(entry["pid"]))
            is_same = abs(process.create_time() - float(entry["started"])) < _SAME_START_S
            if is_same and "opscenter" in " ".join(process.cmdline()):
                yield process, signal.SIGTERM


def _left_programs(folder: DataFolder) -> Iterator[tuple[psutil.Process, signal.Signals]]:
    """Yield the programs whose leash is gone, each with the signal that ends it gently."""
    for path in sorted(folder.running.glob("*.pid")):
        with contextlib.suppress(OSError, ValueError, KeyError, psutil.Error):
            pid, gentle = path.read_text(encoding="utf-8").split()
            process = psutil.Process(int(pid))
            if works_in(process, folder.path):
                yield process, signal.Signals[gentle]


def works_in(process: psutil.Process, data: Path) -> bool:
    """Tell whether a database or broker works on the files of the data folder `data`."""
    homes = (str(data.resolve()), str(data), str(elsewhere_for(data)))
    words = [*process.cmdline(), process.cwd()]
    return any(word.startswith(homes) for word in words)
