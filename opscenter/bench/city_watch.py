"""Watches from outside how long each message takes from its publishing until it is committed.

`stored_at` is when a transaction began, so it would flatter. A reader of its own asks the database
again and again instead: a row that it sees is committed, and the moment it has the answer is counted, so
that every figure is too long by up to one round of asking, and never too short.
"""

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from db.arrivals import arrived_since
from db.connection import connect

LOOK_EVERY_S = 0.025
_SAMPLE_EVERY_S = 1.0
_SLACK = timedelta(milliseconds=1)

Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Sample:
    """How much was published and not yet committed at one moment, and how old the oldest of it was."""

    at_s: float
    waiting: int
    oldest_s: float


class CommitWatch:
    """Knows what was published and sees it come; one thread publishes, one looks."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._waiting: dict[Key, datetime] = {}
        self._lock = threading.Lock()
        self._stop = threading.Event()
        self._error: BaseException | None = None
        self.latencies_s: list[float] = []
        self.samples: list[Sample] = []

    def expect(self, source: str, seq: int, at: datetime) -> None:
        """Say that a message is published now."""
        with self._lock:
            self._waiting[source, seq] = at

    @property
    def waiting(self) -> int:
        """How many messages are published and not yet committed."""
        if self._error is not None:
            raise self._error
        return len(self._waiting)

    def __enter__(self) -> "CommitWatch":
        """Begin to look."""
        self._thread = threading.Thread(target=self._run, name="commit watch")
        self._thread.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        """Look no more."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        try:
            self._look_until_stopped()
        except BaseException as error:  # noqa: BLE001 - handed to the thread that publishes
            self._error = error

    def _look_until_stopped(self) -> None:
        began = next_sample = time.monotonic()
        with connect(self._dsn, "opscenter-bench") as connection:
            while not self._stop.wait(LOOK_EVERY_S):
                oldest = self._oldest()
                if oldest is not None:
                    arrived = arrived_since(connection, oldest - _SLACK)
                    self._take([(it.source, it.seq) for it in arrived], datetime.now(UTC))
                if time.monotonic() >= next_sample:
                    next_sample += _SAMPLE_EVERY_S
                    self._sample(time.monotonic() - began)

    def _oldest(self) -> datetime | None:
        with self._lock:
            return min(self._waiting.values(), default=None)

    def _take(self, keys: Sequence[Key], now: datetime) -> None:
        """Note what is committed."""
        with self._lock:
            for key in keys:
                at = self._waiting.pop(key, None)
                if at is not None:
                    self.latencies_s.append((now - at).total_seconds())

    def _sample(self, at_s: float) -> None:
        oldest = self._oldest()
        age_s = (datetime.now(UTC) - oldest).total_seconds() if oldest else 0.0
        self.samples.append(Sample(at_s, len(self._waiting), max(0.0, age_s)))


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that `share` of all do not exceed; NaN for none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else float("nan")


def growth_s(samples: Sequence[Sample]) -> float:
    """Return how much older the oldest waiting message is in the last third than in the first; medians."""
    third = len(samples) // 3
    if third == 0:
        return float("nan")
    first, last = samples[:third], samples[-third:]
    return percentile([it.oldest_s for it in last], 0.5) - percentile([it.oldest_s for it in first], 0.5)
