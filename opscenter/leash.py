"""No child outlives the launcher: each watches one pipe and ends itself when the other end is gone.

Our own processes call `stop_when_told`. A program that is not ours runs under this module:
`python -m opscenter.leash FD UID GID SIGNAL PID_FILE PROGRAM ARGUMENT...`
"""

import contextlib
import ctypes
import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import FrameType

LEASH_VARIABLE = "OPSCENTER_LEASH_FD"
"""Set by the launcher, for its children alone: the file descriptor of the pipe."""
GRACE_S = 15.0
"""How long a child may take to end gently once the launcher is gone."""
_PARENT_DEATH_SIGNAL = 1
_LOOK_S = 0.2


def stop_when_told() -> threading.Event:
    """Return an event that is set by SIGTERM, by Ctrl-C, and when the launcher is gone."""
    stop = threading.Event()

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, on_signal)
    signal.signal(signal.SIGINT, on_signal)
    descriptor = os.environ.pop(LEASH_VARIABLE, None)
    if descriptor is not None:
        threading.Thread(target=_watch, args=(int(descriptor), stop), name="leash", daemon=True).start()
    return stop


def _watch(descriptor: int, stop: threading.Event) -> None:
    """Set `stop` when the pipe ends, and end this process by force if that is not enough."""
    while os.read(descriptor, 1):
        pass
    stop.set()
    signal.raise_signal(signal.SIGTERM)
    threading.Event().wait(GRACE_S)
    os._exit(1)


def leashed_program(
    program: list[str],
    *,
    descriptor: int,
    gentle: signal.Signals,
    pid_file: Path,
    uid: int = -1,
    gid: int = -1,
) -> list[str]:
    """Return the command that runs `program` on the leash, as another user when `uid` is given."""
    head = [sys.executable, "-P", "-m", "opscenter.leash"]
    return [*head, str(descriptor), str(uid), str(gid), gentle.name, str(pid_file), *program]


def main(arguments: list[str]) -> int:
    """Run a program until it ends, we are told to end it, or the launcher is gone."""
    descriptor, uid, gid = (int(text) for text in arguments[:3])
    gentle = signal.Signals[arguments[3]]
    told = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told.set())
    child = _start(arguments[5:], uid, gid, gentle)
    Path(arguments[4]).write_text(f"{child.pid} {gentle.name}\n", encoding="utf-8")
    while child.poll() is None:
        if told.is_set() or _is_cut(descriptor):
            _end(child, gentle)
    return child.returncode if child.returncode >= 0 else 128 - child.returncode


def _start(program: list[str], uid: int, gid: int, gentle: signal.Signals) -> "subprocess.Popen[bytes]":
    """Start the program, as another user if one is named, so that our death reaches it too."""
    is_other = uid >= 0
    return subprocess.Popen(
        program,
        user=uid if is_other else None,
        group=gid if is_other else None,
        extra_groups=[] if is_other else None,
        preexec_fn=_parent_death_setter(gentle),  # noqa: PLW1509 - this process has one thread
    )


def _parent_death_setter(gentle: signal.Signals) -> Callable[[], None] | None:
    """Return what makes Linux signal a child when its parent dies; None where it cannot."""
    if not sys.platform.startswith("linux"):
        return None
    # Loaded here: nothing may be imported or loaded between fork and exec.
    prctl = ctypes.CDLL(None).prctl
    return lambda: prctl(_PARENT_DEATH_SIGNAL, int(gentle))


def _is_cut(descriptor: int) -> bool:
    """Wait a moment; tell whether the launcher's end of the pipe is closed."""
    with contextlib.suppress(InterruptedError):
        readable, _, _ = select.select([descriptor], [], [], _LOOK_S)
        return bool(readable) and os.read(descriptor, 1) == b""
    return False


def _end(child: "subprocess.Popen[bytes]", gentle: signal.Signals) -> None:
    """Ask the program to end, and make it end when it does not."""
    child.send_signal(gentle)
    try:
        child.wait(GRACE_S)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
