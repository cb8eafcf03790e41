"""Starts children, restarts those that die, and ends them in the reverse order."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import psutil

from opscenter.data_folder import DataFolder, write_private
from opscenter.leash import GRACE_S, LEASH_VARIABLE, leashed_program
from opscenter.service_user import ServiceUser

_FIRST_WAIT_S = 1.0
_LONGEST_WAIT_S = 30.0
_STEADY_S = 60.0
"""A child that ran this long starts again at once, and with a short wait, when it dies."""
_LARGEST_LOG_BYTES = 10_000_000


@dataclass(frozen=True, slots=True)
class Program:
    """A child to be: `gentle` None for our own process, else a program that is not ours.

    `is_ground` marks what others stand on: it is ended after them.
    """

    name: str
    command: list[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    gentle: signal.Signals | None = None
    user: ServiceUser | None = None
    folder: Path | None = None
    before_restart: Callable[[], None] | None = None
    is_ground: bool = False


@dataclass(slots=True)
class _Child:
    program: Program
    process: "subprocess.Popen[bytes]"
    started_at: float
    wait_s: float = _FIRST_WAIT_S
    restart_at: float | None = None


class Supervisor:
    """Keeps the children of one launcher; use it as a context manager, which ends them all."""

    def __init__(self, folder: DataFolder, say: Callable[[str], None]) -> None:
        self._folder = folder
        self._say = say
        self._children: dict[str, _Child] = {}
        self._leash, self._hold = os.pipe()

    def start(self, program: Program) -> None:
        """Start a child and keep it running from now on; its log begins anew, the last one is kept."""
        log = log_file(self._folder, program.name)
        if log.exists():
            log.replace(log.with_suffix(".log.1"))
        self._children[program.name] = _Child(program, self._launch(program), time.monotonic())

    def is_running(self, name: str) -> bool:
        """Tell whether child `name` runs at this moment."""
        child = self._children.get(name)
        return child is not None and child.process.poll() is None

    def watch(self) -> None:
        """Look at every child once: say who died, and start again whose time has come."""
        now = time.monotonic()
        for child in self._children.values():
            if child.process.poll() is None:
                continue
            if child.restart_at is None:
                self._plan_restart(child, now)
            elif now >= child.restart_at:
                self._restart(child)

    def stop_all(self) -> None:
        """End all children, those that others stand on at last; nobody is left when this returns."""
        for is_ground in (False, True):
            names = [name for name, it in self._children.items() if it.program.is_ground is is_ground]
            self._stop(names)

    def stop(self, name: str) -> None:
        """End child `name`."""
        self._stop([name])

    def _stop(self, names: Sequence[str]) -> None:
        """End children together, gently, by force those that take too long."""
        processes = {name: self._children.pop(name).process for name in names}
        for process in processes.values():
            process.terminate()
        deadline = time.monotonic() + GRACE_S + 5.0
        for name, process in processes.items():
            try:
                process.wait(max(deadline - time.monotonic(), 0.1))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            for suffix in ("json", "pid"):
                (self._folder.running / f"{name}.{suffix}").unlink(missing_ok=True)

    def _plan_restart(self, child: _Child, now: float) -> None:
        """Decide when a dead child is started again: at once after a long life, later and later else."""
        if now - child.started_at > _STEADY_S:
            child.wait_s = _FIRST_WAIT_S
        child.restart_at = now + child.wait_s
        log = log_file(self._folder, child.program.name)
        self._say(
            f"{child.program.name} ended ({_how(child.process.returncode)}); starting it again in "
            f"{child.wait_s:.0f} s. Its log: {log}"
        )
        child.wait_s = min(child.wait_s * 2, _LONGEST_WAIT_S)

    def _restart(self, child: _Child) -> None:
        """Start a dead child again; where that is not possible now, later."""
        child.started_at = time.monotonic()
        try:
            if child.program.before_restart is not None:
                child.program.before_restart()
            child.process = self._launch(child.program)
        except OSError as error:
            self._say(f"{child.program.name} cannot be started: {error}")
            child.restart_at = child.started_at + child.wait_s
            child.wait_s = min(child.wait_s * 2, _LONGEST_WAIT_S)
        else:
            child.restart_at = None

    def _launch(self, program: Program) -> "subprocess.Popen[bytes]":
        """Start the process in a session of its own, so that Ctrl-C reaches the launcher alone."""
        command = program.command
        if program.gentle is not None:
            uid, gid = (program.user.uid, program.user.gid) if program.user else (-1, -1)
            command = leashed_program(
                command,
                descriptor=self._leash,
                gentle=program.gentle,
                pid_file=self._folder.running / f"{program.name}.pid",
                uid=uid,
                gid=gid,
            )
        with _open_log(self._folder, program.name) as log:
            process = subprocess.Popen(
                command,
                env={**os.environ, **program.environment, LEASH_VARIABLE: str(self._leash)},
                cwd=program.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                pass_fds=[self._leash],
                start_new_session=True,
            )
        record(self._folder, program.name, process.pid)
        return process


def log_file(folder: DataFolder, name: str) -> Path:
    """Return where the output of child `name` goes."""
    return folder.logs / f"{name}.log"


def last_words(folder: DataFolder, name: str) -> str:
    """Return the last line that child `name` wrote, or an empty text."""
    try:
        lines = log_file(folder, name).read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    return next((line.strip() for line in reversed(lines) if line.strip()), "")


def record(folder: DataFolder, name: str, pid: int) -> None:
    """Write down a child's process id with its start, which tells it from a later process."""
    started = psutil.Process(pid).create_time()
    write_private(folder.running / f"{name}.json", f'{{"pid": {pid}, "started": {started!r}}}\n')


def _open_log(folder: DataFolder, name: str) -> IO[bytes]:
    """Open a child's log, putting a long one aside first."""
    path = log_file(folder, name)
    if path.exists() and path.stat().st_size > _LARGEST_LOG_BYTES:
        path.replace(path.with_suffix(".log.1"))
    return path.open("ab")


def _how(code: int) -> str:
    """Say how a process ended."""
    if code < 0:
        return f"killed by {signal.Signals(-code).name}"
    return f"exit code {code}"
