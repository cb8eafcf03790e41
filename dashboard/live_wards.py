"""Which of a place's traffic states is shown: figures of different provenance are never mixed."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TypeVar

from db.rows import SegmentStateRow, WardStateRow
from domain.messages import Provenance

_Traffic = TypeVar("_Traffic", WardStateRow, SegmentStateRow)

_REAL_IS_CURRENT = timedelta(minutes=10)


class WardStates:
    """The newest traffic state of each ward and provenance."""

    def __init__(self) -> None:
        self._of_ward: dict[str, dict[Provenance, WardStateRow]] = {}

    def take(self, row: WardStateRow) -> WardStateRow:
        """Take a state in, and return the one to show for its ward."""
        states = self._of_ward.setdefault(row.ward_code, {})
        states[row.provenance] = row
        return shown(list(states.values()))


def shown(states: Sequence[_Traffic]) -> _Traffic:
    """Return the real state while it is current, else the newest one."""
    newest = max(states, key=lambda state: state.observed_at)
    for state in states:
        if state.provenance is Provenance.REAL and newest.observed_at - state.observed_at <= _REAL_IS_CURRENT:
            return state
    return newest
