"""A centre started by `opscenter up`: how soon the console is usable again when one process is killed."""

import contextlib
import json
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psutil

from domain.roles import Role
from opscenter.chaos.console_view import ConsoleView
from opscenter.data_folder import DataFolder
from opscenter.ports import free_port
from opscenter.proving.figures import Figure, Report, Table, at_most
from opscenter.proving.homes import temporary_home
from opscenter.proving.processes import Child, running, wait_until
from opscenter.proving.progress import progress
from opscenter.service_user import remove_elsewhere

PROCESSES = ("dashboard", "ingest", "rules", "simulate", "broker", "database")
_START_S = 180.0
_USABLE_S = 15.0
_RECOVERY_LIMIT_S = 60.0


@dataclass(frozen=True, slots=True)
class LivingCentre:
    """A centre that runs as it does for a person."""

    data: Path
    launcher: Child
    view: ConsoleView

    def pid(self, name: str) -> int:
        """Return the process of part `name`: the program itself where it runs on a leash."""
        running = DataFolder(self.data).running
        on_leash = running / f"{name}.pid"
        if on_leash.is_file():
            return int(on_leash.read_text(encoding="utf-8").split()[0])
        return int(json.loads((running / f"{name}.json").read_text(encoding="utf-8"))["pid"])

    def shows_news_since(self, moment: datetime) -> bool:
        """Tell whether the console shows a unit where it was after `moment`: the whole way works."""
        shown = self.view.state()
        units = shown.get("units", {}).values() if shown else ()
        return any(datetime.fromisoformat(it["at"]) > moment for it in units if it.get("at"))


@contextlib.contextmanager
def living_centre() -> Iterator[LivingCentre]:
    """Run a whole centre in a folder of its own, and end it."""
    with contextlib.ExitStack() as parts:
        folder = parts.enter_context(temporary_home()).path
        data, port = folder / "centre", free_port()
        parts.callback(remove_elsewhere, data)
        up = ["opscenter", "up", "--data", str(data), "--port", str(port)]
        launcher = parts.enter_context(running("up", up, {}, folder))
        wait_until(lambda: "ready " in launcher.words, _START_S, lambda: launcher.words)
        password = (data / "secrets" / f"account-{Role.SUPERVISOR}").read_text(encoding="utf-8").strip()
        centre = LivingCentre(data, launcher, ConsoleView(port, Role.SUPERVISOR, password))
        started = datetime.now(UTC)
        wait_until(lambda: centre.shows_news_since(started), _START_S, lambda: launcher.words)
        yield centre


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
