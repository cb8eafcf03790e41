"""Two clocks: the world's, which every message carries, and the district's life, which may run faster."""

from collections import Counter
from datetime import datetime, timedelta
from random import Random
from typing import TypedDict
from uuid import UUID

from domain.identifiers import uuid7
from domain.messages import Provenance


class Timeline:
    """Turns seconds of life into times; life begins at `started_at` and runs `speed` times as fast."""

    def __init__(self, started_at: datetime, speed: float = 1.0) -> None:
        self._started_at = started_at
        self._born_at = started_at
        self.speed = speed

    def life_s(self, now: datetime) -> float:
        """Return how much of life is lived at the world's `now`."""
        return (now - self._started_at).total_seconds() * self.speed

    def world(self, at_s: float) -> datetime:
        """Return the world's time at a second of life: when a device says that it observed."""
        return self._started_at + timedelta(seconds=at_s / self.speed)

    def life(self, at_s: float) -> datetime:
        """Return the time that people in the district live in: it sets traffic, light and weather."""
        return self._born_at + timedelta(seconds=at_s)

    def postpone(self, pause: timedelta) -> None:
        """Leave out `pause` of the world's time, in which nobody lived (a machine that slept)."""
        self._started_at += pause
        self._born_at += pause


class Head(TypedDict):
    """What every message begins with."""

    id: UUID
    source: str
    seq: int
    observed_at: datetime
    provenance: Provenance


class Heads:
    """Makes the heads of messages: ids that grow with time, and a count for each source."""

    def __init__(self, timeline: Timeline, rng: Random) -> None:
        self._timeline = timeline
        self._rng = rng
        self._sent: Counter[str] = Counter()

    def of(self, source: str, at_s: float) -> Head:
        """Return the head of the next message of `source`, observed at a second of life."""
        observed_at = self._timeline.world(at_s)
        self._sent[source] += 1
        return Head(
            id=uuid7(observed_at, self._rng.randbytes(10)),
            source=source,
            seq=self._sent[source],
            observed_at=observed_at,
            provenance=Provenance.SIMULATED,
        )
