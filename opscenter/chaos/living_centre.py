"""A centre started by `opscenter up`: how soon the console is usable again when one process is killed."""

import os
import signal
import time
from datetime import UTC, datetime

import psutil

from opscenter.proving.figures import Figure, Report, Table, at_most
from opscenter.proving.living_centre import LivingCentre, living_centre
from opscenter.proving.processes import wait_until
from opscenter.proving.progress import progress

PROCESSES = ("dashboard", "ingest", "rules", "simulate", "broker", "database")
_USABLE_S = 15.0
_RECOVERY_LIMIT_S = 60.0


def prove_usable_again(names: tuple[str, ...] = PROCESSES) -> Report:
    """Kill each process of a living centre and report how long the console was of no use."""
    times: dict[str, float] = {}
    with progress("processes", len(names)) as steps, living_centre() as centre:
        for name in names:
            steps.rename(f"killing {name}")
            times[name] = seconds_until_usable(centre, name)
            steps.advance()
    rows = tuple((name, f"{seconds:.1f} s") for name, seconds in times.items())
    longest = Figure("chaos.usable_again_s", max(times.values()), "s", at_most(_USABLE_S), "the longest")
    table = Table("Killed with SIGKILL", ("process", "console shows news again after"), rows)
    return Report("One process of a running centre is killed", (longest,), (table,))


def seconds_until_usable(centre: LivingCentre, name: str) -> float:
    """Kill a process and return the seconds until it is back and the console shows what happened since."""
    killed = centre.pid(name)
    os.kill(killed, signal.SIGKILL)
    moment, began = datetime.now(UTC), time.monotonic()

    def is_back() -> bool:
        try:
            pid = centre.pid(name)
        except (OSError, ValueError, LookupError):
            return False
        return pid != killed and psutil.pid_exists(pid) and centre.shows_news_since(moment)

    wait_until(is_back, _RECOVERY_LIMIT_S, lambda: centre.launcher.words)
    return time.monotonic() - began
