"""A crowd of consoles without a screen on a living centre, and what they saw."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import msgspec

from opscenter.bench.console_listeners import COOKIE_VARIABLE, Seen
from opscenter.proving.homes import temporary_home
from opscenter.proving.living_centre import LivingCentre
from opscenter.proving.processes import Child, wait_until

_START_S = 120.0


@dataclass(frozen=True, slots=True)
class Crowd:
    """Consoles that listen until they are asked what they saw."""

    child: Child
    result: Path

    def seen(self) -> Seen:
        """End the listening and return what was seen."""
        self.child.stop()
        return msgspec.json.decode(self.result.read_bytes(), type=Seen)


@contextmanager
def a_crowd(centre: LivingCentre, consoles: int, *, deaf: int = 0) -> Iterator[Crowd]:
    """Open the streams of `consoles` consoles, and of some that never read theirs."""
    with temporary_home() as home:
        result = home.path / "seen.json"
        child = Child(
            "listeners",
            ["opscenter.bench.console_listeners", str(centre.port), str(consoles), str(deaf), str(result)],
            {COOKIE_VARIABLE: centre.view.cookie_header()},
            home.path / "listeners.log",
        )
        child.start()
        try:
            wait_until(lambda: "listening" in child.words, _START_S, lambda: child.words)
            yield Crowd(child, result)
        finally:
            child.stop()
