"""Watches the lanes of a worker from outside, and tells the database every few seconds how they are.

It has a thread and a connection of its own and reads what the lanes count anyway: whatever the database
or a lane does, neither waits for the other.
"""

import logging
import statistics
import threading
import time
from collections.abc import Sequence, Sized
from typing import Protocol

from db.connection import Connection, connect
from db.errors import DatabaseError
from db.self_watch import LaneWord, tell_lane
from ingest.metrics import IngestMetrics
from ingest.settings import IngestSettings
from ingest.tally import Tally

LOOK_EVERY_S = 1.0
_LOOKS_A_WORD = 5
_STUCK_AFTER_S = 5.0

log = logging.getLogger(__name__)


class SeenLane(Protocol):
    """What the watch reads of a lane."""

    @property
    def name(self) -> str:
        """The lane's name."""

    @property
    def tally(self) -> Tally:
        """What it has counted."""

    @property
    def inbox(self) -> Sized:
        """What waits for it."""

    @property
    def most_at_once(self) -> int:
        """How many deliveries fit into one of its batches."""

    @property
    def is_connected(self) -> bool:
        """Whether the broker has let it in and still listens."""


class LaneWatch:
    """What was seen of one lane since its last word.

    A batch of at least half of what fits into one means that more is waiting, and so does an inbox
    from which nothing is taken.
    """

    def __init__(self, lane: SeenLane) -> None:
        self._lane = lane
        self._batches = 0
        self._moved_at = 0.0
        self._lags_s: list[float] = []
        self._full: list[bool] = []

    def look(self, now_s: float) -> None:
        """Take a sample; `now_s` is a monotonic clock's."""
        tally = self._lane.tally
        last = tally.last
        if last is not None and tally.batches != self._batches:
            self._full.append(last.received * 2 >= self._lane.most_at_once)
            self._lags_s += [] if last.observed_lag_s is None else [last.observed_lag_s]
        if tally.batches != self._batches or not len(self._lane.inbox):
            self._moved_at = now_s
        self._batches = tally.batches
        if now_s - self._moved_at >= _STUCK_AFTER_S:
            self._full.append(True)
            self._lags_s.append(now_s - self._moved_at)

    def word(self, settings: IngestSettings) -> LaneWord:
        """Return how the lane was since the last word."""
        lags_s, full = self._lags_s, self._full
        self._lags_s, self._full = [], []
        return LaneWord(
            worker=settings.client_id,
            lane=self._lane.name,
            slot=settings.slot,
            workers=settings.workers,
            is_connected=self._lane.is_connected,
            is_pressed=sum(full) * 2 > len(full),
            lag_s=statistics.median(lags_s) if lags_s else None,
        )


def watch_lanes(
    settings: IngestSettings, lanes: Sequence[SeenLane], metrics: IngestMetrics, stop: threading.Event
) -> None:
    """Look at the lanes each second and tell of them every fifth, until `stop` is set."""
    watches = [LaneWatch(lane) for lane in lanes]
    connection: Connection | None = None
    looks = 0
    while not stop.is_set():
        for watch in watches:
            watch.look(time.monotonic())
        if looks % _LOOKS_A_WORD == 0:
            connection = _told(connection, settings, watches)
            metrics.database_is_there(connection is not None)
        looks += 1
        stop.wait(LOOK_EVERY_S)
    if connection is not None:
        connection.close()


def _told(
    connection: Connection | None, settings: IngestSettings, watches: Sequence[LaneWatch]
) -> Connection | None:
    """Tell how the lanes are; return the connection to do it with next time, None when there is none."""
    words = [watch.word(settings) for watch in watches]
    try:
        connection = connection or connect(settings.database_url, f"{settings.client_id}-watch")
        for word in words:
            tell_lane(connection, word)
    except DatabaseError as error:
        log.debug("the database is not told how ingest is: %s", error)
        if connection is not None:
            connection.close()
        return None
    return connection
