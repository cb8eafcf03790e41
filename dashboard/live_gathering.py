"""What is told at once, and what is gathered into a few deltas a second, since each costs every browser."""

from collections.abc import Iterable

from dashboard.live_audience import LiveKind
from dashboard.live_state import Entry
from db.notices import GATHER_S

_GATHERED = frozenset(
    {
        LiveKind.CAMERAS,
        LiveKind.UNITS,
        LiveKind.WARDS,
        LiveKind.SYSTEMS,
        LiveKind.GATEWAYS,
        LiveKind.SEGMENTS,
        LiveKind.HEAT,
        LiveKind.SITES,
    }
)
"""What changes somewhere in a district all the time."""


class Gathering:
    """Keeps what may be gathered until its time has come, of each thing the newest word.

    All that is told goes through one of these, so that no older word can follow a newer one. `now_s` is of a
    clock that never goes back.
    """

    def __init__(self) -> None:
        self._kept: dict[tuple[LiveKind, str], Entry] = {}
        self._next_at = 0.0

    def at_once(self, entries: Iterable[Entry]) -> list[Entry]:
        """Take entries in and return those that are told at once."""
        told: list[Entry] = []
        for entry in entries:
            if entry.kind in _GATHERED:
                self._kept[entry.kind, entry.key] = entry
            else:
                told.append(entry)
        return told

    def due(self, now_s: float) -> list[Entry]:
        """Return what was gathered, when it is time to tell it."""
        if now_s < self._next_at:
            return []
        self._next_at = now_s + GATHER_S
        gathered, self._kept = list(self._kept.values()), {}
        return gathered
