"""A lane: takes deliveries in batches, stores each batch in one transaction, then acknowledges it.

Nothing is acknowledged that is not committed. While the database is away the batch in hand waits and
the broker holds the rest. A message that the database will not have is found by halving the batch,
buried as a dead letter, and holds up nobody.
"""

import logging
import threading
import time
import traceback
from collections.abc import Sequence
from datetime import UTC, datetime

from db.connection import Connection, connect
from db.errors import DatabaseError, DataRefused
from db.intake import store
from db.registry import known_sources
from ingest.broker import Subscriber
from ingest.dialects.device_registry import DeviceRegistry
from ingest.dialects.frigate_pictures import RecentObjects
from ingest.dialects.outcome import Envelope, Outcome, together
from ingest.dialects.router import read
from ingest.door import OWN_KEYS
from ingest.inbox import Delivery, Inbox
from ingest.registry import Registry
from ingest.settings import IngestSettings
from ingest.tally import SettledBatch, Tally, growth

_IDLE_S = 0.5
_REPORT_EVERY_S = 60.0
_REGISTRY_AGE_S = 30.0
_REGISTRY_AGE_IF_UNKNOWN_S = 2.0
_FIRST_PAUSE_S = 0.2
_LONGEST_PAUSE_S = 5.0

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
        self._settings = settings
        self._subscriber = subscriber
        self._inbox = inbox
        self._devices = devices
        self._recent = recent
        self._connection: Connection | None = None
        self._registry: Registry | None = None
        self._registry_read_at = 0.0
        self.tally = Tally()
        self._reported = self.tally.counts()
        self._reported_at = time.monotonic()

    def run(self, stop: threading.Event) -> None:
        """Store what comes until `stop` is set; what is in hand then is finished or left to the broker."""
        try:
            while not stop.is_set():
                batch = self._inbox.collect(self._settings.batch_size, _IDLE_S)
                if batch:
                    self._settle_in_the_end(batch, stop)
                self._report()
        finally:
            if self._connection is not None:
                self._connection.close()

    def _settle_in_the_end(self, batch: Sequence[Delivery], stop: threading.Event) -> None:
        """Settle the batch, however often the database has to be asked; give up only at the stop."""
        pause_s = _FIRST_PAUSE_S
        while True:
            try:
                self._settle(batch)
            except DatabaseError as error:
                log.warning("%s; the broker keeps what comes", error, extra={"lane": self.name})
                self._forget_connection()
                if stop.wait(pause_s):
                    return
                pause_s = min(pause_s * 2, _LONGEST_PAUSE_S)
            else:
                return

    def _settle(self, batch: Sequence[Delivery]) -> None:
        """Store the batch and acknowledge it; take it apart when something in it cannot be stored."""
        try:
            self._store(batch)
        except DatabaseError as error:
            if not isinstance(error, DataRefused):
                raise
            self._settle_apart(batch, error)
        except Exception as error:  # noqa: BLE001 - the one wide except of this loop
            self._settle_apart(batch, error)
        else:
            self._subscriber.acknowledge(batch)

    def _settle_apart(self, batch: Sequence[Delivery], error: Exception) -> None:
        """Halve the batch until the offending message stands alone, and bury that one."""
        if len(batch) == 1:
            self._bury(batch[0], error)
            self._subscriber.acknowledge(batch)
            return
        middle = len(batch) // 2
        self._settle(batch[:middle])
        self._settle(batch[middle:])

    def _store(self, batch: Sequence[Delivery]) -> None:
        """Read the batch and store what it comes to, in one transaction."""
        connection = self._database()
        outcome = self._read(batch, self._registry_of(connection, _REGISTRY_AGE_S))
        if outcome.has_unknown_source:
            # It may have been registered a moment ago.
            outcome = self._read(batch, self._registry_of(connection, _REGISTRY_AGE_IF_UNKNOWN_S))
        self._store_outcome(connection, batch, outcome)

    def _read(self, batch: Sequence[Delivery], registry: Registry) -> Outcome:
        return together(read(delivery, registry, self._recent) for delivery in batch)

    def _bury(self, delivery: Delivery, error: Exception) -> None:
        """Store the message that cannot be stored as a dead letter, with no more than may be kept."""
        trace = traceback.extract_tb(error.__traceback__)
        log.warning(
            "a message cannot be stored and goes to the dead letters",
            extra={
                "lane": self.name,
                "error": type(error).__name__,
                "where": str(trace[-1]) if trace else "",
            },
        )
        envelope = Envelope(delivery.topic, delivery.payload, delivery.received_at, "none")
        reason = (
            f"it could not be stored: {error if isinstance(error, DataRefused) else type(error).__name__}"
        )
        if "/snapshot" in delivery.topic:
            outcome = envelope.refused_without_bytes(reason)
        else:
            outcome = envelope.refused(reason, OWN_KEYS)
        self._store_outcome(self._database(), [delivery], outcome)

    def _database(self) -> Connection:
        if self._connection is None or self._connection.is_broken:
            self._connection = connect(self._settings.database_url, f"{self._settings.client_id}-{self.name}")
            self._registry = None
        return self._connection

    def _forget_connection(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def _registry_of(self, connection: Connection, max_age_s: float) -> Registry:
        """Return the registry, read again when it is older than `max_age_s`."""
        now = time.monotonic()
        if self._registry is None or now - self._registry_read_at > max_age_s:
            self._registry = Registry(self._settings.district, known_sources(connection), self._devices)
            self._registry_read_at = now
        return self._registry

    def _store_outcome(self, connection: Connection, batch: Sequence[Delivery], outcome: Outcome) -> None:
        """Store what the batch came to, and count it."""
        began = time.monotonic()
        counts = store(connection, outcome.received, outcome.dead)
        now = datetime.now(UTC)
        first = outcome.received[0].message if outcome.received else None
        self.tally.add(
            SettledBatch(
                received=len(batch),
                decoded=len(outcome.received),
                stored=counts.stored,
                repeated=counts.repeated,
                dead=counts.dead,
                dropped_keys=outcome.dropped_keys,
                ignored=outcome.ignored,
                commit_s=time.monotonic() - began,
                received_lag_s=(now - batch[0].received_at).total_seconds(),
                observed_lag_s=None if first is None else (now - first.observed_at).total_seconds(),
            )
        )

    def _report(self) -> None:
        """Log what went through in the last minute, once a minute, when anything did."""
        if time.monotonic() - self._reported_at < _REPORT_EVERY_S:
            return
        counts = self.tally.counts()
        grown = growth(self._reported, counts)
        if grown["received"]:
            log.info(
                "messages of the last minute",
                extra={"lane": self.name, "overflowed": self._subscriber.overflowed, **grown},
            )
        self._reported = counts
        self._reported_at = time.monotonic()
