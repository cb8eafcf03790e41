"""The traffic of streets within wards as browsers are told of it."""

from datetime import datetime

from msgspec import Struct

from dashboard.live_wards import shown
from db.rows import SegmentStateRow
from domain.messages import Provenance


class SegmentEntry(Struct, frozen=True):
    """A street within a ward: congestion 0 to 1, km/h, vehicles per minute, usual congestion, cameras."""

    st: str
    w: str
    c: float
    v: float
    f: float
    u: float | None
    n: int
    at: datetime
    p: Provenance


class SegmentStates:
    """The newest traffic of each street within a ward, by provenance."""

    def __init__(self) -> None:
        self._of_segment: dict[str, dict[Provenance, SegmentStateRow]] = {}

    def take(self, row: SegmentStateRow) -> tuple[str, None, SegmentEntry]:
        """Take a state in, and return the segment's key, and what everybody is shown of it, as of wards."""
        key = f"{row.ward_code}/{row.street}"
        states = self._of_segment.setdefault(key, {})
        states[row.provenance] = row
        return key, None, segment_entry(shown(list(states.values())))


def segment_entry(row: SegmentStateRow) -> SegmentEntry:
    """Return what browsers are told of a street's traffic."""
    return SegmentEntry(
        st=row.street,
        w=row.ward_code,
        c=round(row.congestion, 3),
        v=round(row.speed_kmh, 1),
        f=round(row.vehicles_per_min, 1),
        u=None if row.usual is None else round(row.usual, 3),
        n=row.cameras,
        at=row.observed_at,
        p=row.provenance,
    )
