"""Processes that a trial starts, watches and ends, by their id."""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import psutil

from opscenter.errors import OpscenterError
from opscenter.leash import LEASH_VARIABLE

_DEADLINE_S = 60.0
_LOOK_EVERY_S = 0.02


class Child:
    """One of our own services in a process of its own; what it says goes to `log`."""

    def __init__(
        self, name: str, arguments: Sequence[str], environment: Mapping[str, str], log: Path
    ) -> None:
        self.name = name
        self.log = log
        self._command = [sys.executable, "-P", "-m", *arguments]
        self._environment = {**_outer_environment(), **environment}
        self._process: subprocess.Popen[bytes] | None = None
        self._leash: int | None = None

    @property
    def pid(self) -> int:
        """The process id of its present life."""
        if self._process is None:
            raise OpscenterError(f"{self.name} was not started yet")
        return self._process.pid

    @property
    def is_running(self) -> bool:
        """Whether it lives."""
        return self._process is not None and self._process.poll() is None

    @property
    def words(self) -> str:
        """What it said until now, over all its lives."""
        return self.log.read_text(encoding="utf-8", errors="replace") if self.log.is_file() else ""

    def start(self) -> None:
        """Start it, on a leash that ends it when we are gone; what it needs may still be on its way."""
        self._let_go()
        end, self._leash = os.pipe()
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command,
                env={**self._environment, LEASH_VARIABLE: str(end)},
                pass_fds=(end,),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        os.close(end)

    def stop(self) -> None:
        """Ask it to end and wait; a deaf one is killed, and that is an error."""
        if self.is_running and self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(_DEADLINE_S)
            except subprocess.TimeoutExpired as error:
                self.kill()
                raise OpscenterError(f"{self.name} did not end when it was told to") from error
        self._let_go()

    def kill(self) -> None:
        """Kill it as the system does when memory runs out."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(_DEADLINE_S)
        self._let_go()

    def _let_go(self) -> None:
        """Close our end of the leash of a life that is over."""
        if self._leash is not None:
            os.close(self._leash)
            self._leash = None


@contextlib.contextmanager
def service(name: str, environment: Mapping[str, str], folder: Path, *arguments: str) -> Iterator[Child]:
    """Run `opscenter NAME` with these variables, its log in `folder`; ended at the end."""
    with running(name, ["opscenter", name, *arguments], environment, folder) as child:
        yield child


@contextlib.contextmanager
def running(
    name: str, arguments: Sequence[str], environment: Mapping[str, str], folder: Path
) -> Iterator[Child]:
    """Run a Python module with arguments in a process of its own; ended at the end."""
    child = Child(name, arguments, environment, folder / f"{name}.log")
    child.start()
    try:
        yield child
    finally:
        child.stop()


def wait_until(
    happened: Callable[[], bool], deadline_s: float = _DEADLINE_S, words: Callable[[], str] = str
) -> None:
    """Wait until something has happened; raise OpscenterError with `words` when it has not in time."""
    deadline = time.monotonic() + deadline_s
    while not happened():
        if time.monotonic() > deadline:
            raise OpscenterError(f"nothing came of it within {deadline_s:g} s: {words()}")
        time.sleep(_LOOK_EVERY_S)


def cpu_seconds(pid: int) -> float:
    """Return the processor time that a process and its present and ended children used."""
    total = 0.0
    with contextlib.suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        for one in (process, *process.children(recursive=True)):
            with contextlib.suppress(psutil.NoSuchProcess):
                total += sum(one.cpu_times()[:4])
    return total


def resident_mb(pid: int) -> float:
    """Return the memory that a process holds, in megabytes; 0 when it is gone."""
    with contextlib.suppress(psutil.NoSuchProcess):
        return float(psutil.Process(pid).memory_info().rss) / 1_000_000
    return 0.0


def memory_mb(pid: int) -> float:
    """Return what a process and its children hold together, what they share counted once, in megabytes."""
    total = 0
    with contextlib.suppress(psutil.NoSuchProcess):
        process = psutil.Process(pid)
        for one in (process, *process.children(recursive=True)):
            with contextlib.suppress(psutil.NoSuchProcess, psutil.AccessDenied):
                facts = one.memory_full_info()
                total += getattr(facts, "pss", facts.uss)
    return total / 1_000_000


def _outer_environment() -> dict[str, str]:
    """Return this process's environment without what would lead a service to another centre."""
    return {name: value for name, value in os.environ.items() if not name.startswith("OPSCENTER_")}
