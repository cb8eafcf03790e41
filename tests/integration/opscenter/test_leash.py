"""A program on the leash ends when its launcher is gone, when it is told to, and by force if need be."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psutil

from opscenter.leash import leashed_program
from tests.integration.opscenter.running import living, wait_until

SLEEPER = [sys.executable, "-c", "import time; time.sleep(600)"]


def start(
    folder: Path, program: list[str], gentle: signal.Signals
) -> tuple[subprocess.Popen[bytes], int, int]:
    """Start a program on a leash; return the wrapper, the program's id and our end of the pipe."""
    watched, held = os.pipe()
    pid_file = folder / "program.pid"
    command = leashed_program(program, descriptor=watched, gentle=gentle, pid_file=pid_file)
    wrapper = subprocess.Popen(command, pass_fds=[watched], start_new_session=True)
    os.close(watched)
    wait_until(lambda: pid_file.exists() and bool(pid_file.read_text(encoding="utf-8").split()))
    return wrapper, int(pid_file.read_text(encoding="utf-8").split()[0]), held


def test_a_program_ends_when_the_launchers_end_of_the_pipe_is_closed(tmp_path: Path) -> None:
    wrapper, pid, held = start(tmp_path, SLEEPER, signal.SIGTERM)
    program = psutil.Process(pid)
    os.close(held)
    wrapper.wait(30)
    assert living([program]) == []


def test_a_program_ends_by_its_own_gentle_signal_when_the_wrapper_is_told(tmp_path: Path) -> None:
    says = "import signal, sys, time; signal.signal(2, lambda *_: sys.exit(7)); time.sleep(600)"
    wrapper, pid, held = start(tmp_path, [sys.executable, "-c", says], signal.SIGINT)
    wait_until(lambda: psutil.Process(pid).status() == psutil.STATUS_SLEEPING)
    wrapper.terminate()
    assert wrapper.wait(30) in {7, 128 + signal.SIGINT}
    os.close(held)


def test_a_program_ends_when_its_wrapper_is_killed(tmp_path: Path) -> None:
    wrapper, pid, held = start(tmp_path, SLEEPER, signal.SIGTERM)
    program = psutil.Process(pid)
    wrapper.kill()
    wrapper.wait()
    wait_until(lambda: not living([program]))
    os.close(held)
