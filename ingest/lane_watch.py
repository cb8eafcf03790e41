"""Watches a lane from outside: tells its metrics of each batch, and the database every few seconds.

It is asked once a batch and never once a message, and nothing that it does can hold a batch up.
"""

import logging
import statistics
import time
from collections import deque
from collections.abc import Callable, Sequence

from db.connection import Connection
from db.errors import DatabaseError
from db.intake import DeadLetter
from db.self_watch import LaneWord, tell_lane
from ingest.metrics import LaneMetrics
from ingest.settings import IngestSettings
from ingest.tally import SettledBatch

TELL_EVERY_S = 5.0
_MOST_LAGS = 256

log = logging.getLogger(__name__)


class LaneWatch:
    """One lane's observer; a batch of at least half of what fits into one means that more is waiting."""

    def __init__(self, lane: str, settings: IngestSettings, most_at_once: int, metrics: LaneMetrics) -> None:
        self._lane = lane
        self._settings = settings
        self._full_at = max(1, most_at_once // 2)
        self._metrics = metrics
        self._lags: deque[float] = deque(maxlen=_MOST_LAGS)
        self._batches = 0
        self._full_batches = 0
        self._next_word_at = 0.0

    def settled(self, batch: SettledBatch, dead: Sequence[DeadLetter]) -> None:
        """Take note of a batch that was committed."""
        self._metrics.settled(batch, dead)
        self._batches += 1
        self._full_batches += batch.received >= self._full_at
        if batch.observed_lag_s is not None:
            self._lags.append(batch.observed_lag_s)

    def tell(self, is_connected: bool, database: Callable[[], Connection]) -> None:
        """Every TELL_EVERY_S, write down how the lane is; a database that is away is tried again then."""
        if time.monotonic() < self._next_word_at:
            return
        self._next_word_at = time.monotonic() + TELL_EVERY_S
        try:
            tell_lane(database(), self._word(is_connected))
            self._metrics.database_is_there(True)
        except DatabaseError as error:
            self._metrics.database_is_there(False)
            log.warning("%s", error, extra={"lane": self._lane})
        self._lags.clear()
        self._batches = self._full_batches = 0

    def _word(self, is_connected: bool) -> LaneWord:
        """Return how the lane was since its last word."""
        return LaneWord(
            worker=self._settings.client_id,
            lane=self._lane,
            slot=self._settings.slot,
            workers=self._settings.workers,
            is_connected=is_connected,
            is_pressed=self._full_batches * 2 > self._batches,
            lag_s=statistics.median(self._lags) if self._lags else None,
        )
