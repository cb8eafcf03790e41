"""How late each kind of message comes: from what the live feed brings anyway, so it costs no question.

The delay is from the source's own clock to the commit. Counts of vehicles are not in the feed; their
delay is asked of the database.
"""

import math
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from db.changes import Change
from db.rows import EventRow, PictureRow, ReportRow, SystemRow, UnitRow
from domain.messages import Provenance

SPAN = timedelta(minutes=10)
_MOST_SAMPLES = 1000
"""Of one feed; a busier one is judged by its newest."""


@dataclass(frozen=True, slots=True)
class FeedDelay:
    """A feed: `name` such as camera.frigate or system.tourism; the rest is of the last ten minutes."""

    name: str
    provenance: Provenance
    last_at: datetime
    messages: int
    lag_p95_s: float | None


@dataclass(slots=True)
class _Feed:
    """What came of one feed: when it was committed, and how late that was."""

    last_at: datetime
    samples: deque[tuple[datetime, float]] = field(default_factory=lambda: deque(maxlen=_MOST_SAMPLES))


class FeedDelays:
    """The delays of all feeds since this console started."""

    def __init__(self) -> None:
        self._feeds: dict[tuple[str, Provenance], _Feed] = {}

    def hear(self, changes: Iterable[Change]) -> None:
        """Take in what the feed brought."""
        for change in changes:
            for name, provenance, observed_at in _heard(change):
                feed = self._feeds.setdefault((name, provenance), _Feed(observed_at))
                feed.last_at = max(feed.last_at, observed_at)
                feed.samples.append((change.at, max(0.0, (change.at - observed_at).total_seconds())))

    def delays(self, now: datetime) -> list[FeedDelay]:
        """Return every feed that was ever heard, by name."""
        return [
            _delay(name, provenance, feed, now) for (name, provenance), feed in sorted(self._feeds.items())
        ]


def p95(values: Sequence[float]) -> float | None:
    """Return what nineteen of twenty values do not exceed; None without values."""
    return None if not values else sorted(values)[math.ceil(len(values) * 0.95) - 1]


def _delay(name: str, provenance: Provenance, feed: _Feed, now: datetime) -> FeedDelay:
    lately = [lag_s for at, lag_s in feed.samples if now - at <= SPAN]
    return FeedDelay(name, provenance, feed.last_at, len(lately), p95(lately))


def _heard(change: Change) -> Iterator[tuple[str, Provenance, datetime]]:
    """Yield the feed that a change belongs to, and when its source saw it; nothing for the centre's own."""
    match change.row:
        case EventRow() as row:
            yield f"camera.{row.dialect}", row.provenance, row.revised_at
        case PictureRow() as row:
            yield "pictures", row.provenance, row.observed_at
        case ReportRow() as row:
            yield f"reports.{row.channel}", row.provenance, row.observed_at
        case SystemRow() as row:
            yield f"system.{row.system}", row.provenance, row.observed_at
        case UnitRow(observed_at=datetime() as at) as row:
            yield "units", row.provenance, at
        case _:
            return
