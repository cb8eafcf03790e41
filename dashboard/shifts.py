"""When the shifts of the operations room change, by local time."""

from collections.abc import Sequence
from datetime import datetime, time

from domain.local_time import ZONE
from domain.shifts import USUAL_CHANGES, Shift, shift_at


def shift_now(now: datetime, changes: Sequence[time] = USUAL_CHANGES) -> Shift:
    """Return the shift that is on duty at `now`, in UTC."""
    return shift_at(now, changes, ZONE)


def shift_end(now: datetime, changes: Sequence[time] = USUAL_CHANGES) -> datetime:
    """Return when the shift that is on duty at `now` ends, in UTC."""
    return shift_now(now, changes).ends
