"""Runs `opscenter up` as a person would, and looks at what it leaves behind."""

import contextlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil

from opscenter.ports import free_port
from opscenter.service_user import remove_elsewhere

DEADLINE_S = 120.0


class Launcher:
    """`opscenter up` in a process group of its own, its words kept."""

    def __init__(self, data: Path, port: int, *flags: str) -> None:
        self.data = data
        self.port = port
        self._words = data.parent / f"up-{time.monotonic_ns()}.txt"
        with self._words.open("wb") as words:
            self.process = subprocess.Popen(
                [
                    sys.executable,
                    "-P",
                    "-m",
                    "opscenter",
                    "up",
                    "--data",
                    str(data),
                    "--port",
                    str(port),
                    *flags,
                ],
                stdout=words,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def words(self) -> str:
        """What it said until now."""
        return self._words.read_text(encoding="utf-8", errors="replace")

    def wait_ready(self) -> None:
        """Wait until it says that everything runs."""
        wait_until(lambda: "ready " in self.words or self.process.poll() is not None, lambda: self.words)
        assert self.process.poll() is None, self.words

    def family(self) -> list[psutil.Process]:
        """Return everything that it started, and what that started."""
        return psutil.Process(self.process.pid).children(recursive=True)

    def kill(self) -> None:
        """Kill the launcher alone, as the system does when memory runs out."""
        self.process.kill()
        self.process.wait()

    def press_ctrl_c(self) -> int:
        """Send what Ctrl-C sends and return the exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(DEADLINE_S)


@contextlib.contextmanager
def data_folder() -> Iterator[Path]:
    """Give the path of a data folder that is not there yet, and that the database's user could enter."""
    parent = Path(tempfile.mkdtemp(prefix="opscenter-test-"))
    parent.chmod(0o711)
    yield parent / "data"
    remove_elsewhere(parent / "data")
    shutil.rmtree(parent, ignore_errors=True)


@contextlib.contextmanager
def launched(data: Path, *flags: str, port: int | None = None) -> Iterator[Launcher]:
    """Start a centre, and end it and all its children whatever happens."""
    launcher = Launcher(data, port or free_port(), *flags)
    try:
        yield launcher
    finally:
        if launcher.process.poll() is None:
            launcher.press_ctrl_c()


def wait_until(happened: Callable[[], bool], words: Callable[[], str] = str) -> None:
    """Wait until something has happened; fail with `words` when it has not in time."""
    deadline = time.monotonic() + DEADLINE_S
    while not happened():
        assert time.monotonic() < deadline, words()
        time.sleep(0.05)


def living(processes: list[psutil.Process]) -> list[psutil.Process]:
    """Return those that still run; one that ended and waits for its parent does not."""
    alive = []
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            if process.status() != psutil.STATUS_ZOMBIE:
                alive.append(process)
    return alive
