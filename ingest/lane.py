"""A lane: takes deliveries in batches, and reads the next batch while the last one is being stored.

Two batches are in hand at the most, and they are settled (stored, then acknowledged) in their order. While
PostgreSQL works on one, its thread waits without Python's lock, which the other uses to decode.
"""

import logging
import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from ingest.broker import Subscriber
from ingest.dialects.device_registry import DeviceRegistry
from ingest.dialects.frigate_pictures import RecentObjects
from ingest.inbox import Delivery, Inbox
from ingest.settings import IngestSettings
from ingest.settling import Settler
from ingest.tally import Tally, growth

_IDLE_S = 0.5
_REPORT_EVERY_S = 60.0

log = logging.getLogger(__name__)


class Lane:
    """One connection to the broker and one to the database, and the loop between them."""

    def __init__(
        self,
        name: str,
        settings: IngestSettings,
        *,
        subscriber: Subscriber,
        inbox: Inbox,
        devices: DeviceRegistry,
        recent: RecentObjects,
    ) -> None:
        self.name = name
        self.tally = Tally()
        self.inbox = inbox
        self.subscriber = subscriber
        self._batch_size = settings.batch_size
        self._settler = Settler(
            name, settings, subscriber=subscriber, devices=devices, recent=recent, tally=self.tally
        )
        self._in_hand: Future[None] | None = None
        self._reported = self.tally.counts()
        self._reported_at = time.monotonic()

    @property
    def most_at_once(self) -> int:
        """How many deliveries fit into one batch: what is in flight bounds it too."""
        return min(self._batch_size, self.subscriber.receive_maximum)

    @property
    def is_connected(self) -> bool:
        """Tell whether the broker has let us in and still listens."""
        return self.subscriber.is_connected

    def run(self, stop: threading.Event) -> None:
        """Store what comes until `stop` is set; what is in hand then is finished or left to the broker."""
        try:
            with ThreadPoolExecutor(1, thread_name_prefix=f"{self.name}-settling") as settling:
                while not stop.is_set():
                    batch = self.inbox.collect(self._batch_size, _IDLE_S)
                    self.tally.in_flight = len(batch) + len(self.inbox)
                    if batch:
                        self._pass_on(batch, settling, stop)
                    self._report()
                self._wait_for_the_last()
        finally:
            self._settler.close()

    def _pass_on(
        self, batch: Sequence[Delivery], settling: ThreadPoolExecutor, stop: threading.Event
    ) -> None:
        """Read the batch while the last one is settled, then have it settled."""
        ready = self._settler.read_ahead(batch)
        self._wait_for_the_last()
        self._in_hand = settling.submit(self._settler.settle_in_the_end, batch, ready, stop)

    def _wait_for_the_last(self) -> None:
        """Wait until the batch in hand is settled; a programming error in it comes up here."""
        if self._in_hand is not None:
            self._in_hand.result()

    def _report(self) -> None:
        """Log what went through in the last minute, once a minute, when anything did."""
        if time.monotonic() - self._reported_at < _REPORT_EVERY_S:
            return
        counts = self.tally.counts()
        grown = growth(self._reported, counts)
        if grown["received"]:
            log.info(
                "messages of the last minute",
                extra={"lane": self.name, "overflowed": self.subscriber.overflowed, **grown},
            )
        self._reported = counts
        self._reported_at = time.monotonic()
