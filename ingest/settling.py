"""Settles batches: stores each, then acknowledges it.

Nothing is acknowledged that is not committed. While the database is away the batch in hand waits and
the broker holds the rest. A message that the database will not have is found by halving the batch,
buried as a dead letter, and holds up nobody.
"""

import logging
import threading
import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from db.connection import Connection, connect
from db.errors import DatabaseError, DataRefused
from db.intake import Prepared, parts_of, prepare, store_prepared
from db.privacy_zones import painted_zones
from db.registry import known_sources
from ingest.broker import Subscriber
from ingest.dead_reasons import count_reasons
from ingest.dialects.device_registry import DeviceRegistry
from ingest.dialects.frigate_pictures import RecentObjects
from ingest.dialects.outcome import Envelope, Outcome
from ingest.door import OWN_KEYS
from ingest.inbox import Delivery
from ingest.reading import read_batch
from ingest.registry import Registry
from ingest.settings import IngestSettings
from ingest.tally import SettledBatch, Tally

_REGISTRY_AGE_S = 30.0
_REGISTRY_AGE_IF_UNKNOWN_S = 2.0
_FIRST_PAUSE_S = 0.2
_LONGEST_PAUSE_S = 5.0

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ReadBatch:
    """Deliveries, and what they come to, ready for the database."""

    deliveries: Sequence[Delivery]
    outcome: Outcome
    prepared: Prepared


class Settler:
    """One connection to the database, and what is done with batches on it, one after another.

    `settle_in_the_end` belongs to one thread; `read_ahead` may be asked by another meanwhile.
    """

    def __init__(
        self,
        name: str,
        settings: IngestSettings,
        *,
        subscriber: Subscriber,
        devices: DeviceRegistry,
        recent: RecentObjects,
        tally: Tally,
    ) -> None:
        self._name = name
        self._settings = settings
        self._subscriber = subscriber
        self._devices = devices
        self._recent = recent
        self._tally = tally
        self._connection: Connection | None = None
        self._registry: Registry | None = None
        self._registry_read_at = 0.0

    def read_ahead(self, batch: Sequence[Delivery]) -> ReadBatch | None:
        """Return the batch ready for the database; None when that needs the database, or a closer look."""
        registry = self._registry
        if registry is None or time.monotonic() - self._registry_read_at > _REGISTRY_AGE_S:
            return None
        try:
            ready = self._ready(batch, registry)
        except Exception:  # noqa: BLE001 - `_settle` meets the same error, and takes the batch apart
            return None
        return None if ready.outcome.has_unknown_source else ready

    def settle_in_the_end(
        self, batch: Sequence[Delivery], ready: ReadBatch | None, stop: threading.Event
    ) -> None:
        """Settle the batch, however often the database has to be asked; give up only at the stop."""
        pause_s = _FIRST_PAUSE_S
        while True:
            try:
                self._settle(batch, ready)
            except DatabaseError as error:
                log.warning("%s; the broker keeps what comes", error, extra={"lane": self._name})
                self.close()
                if stop.wait(pause_s):
                    return
                pause_s = min(pause_s * 2, _LONGEST_PAUSE_S)
            else:
                return

    def close(self) -> None:
        """Leave the database; the next batch connects anew."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def _settle(self, batch: Sequence[Delivery], ready: ReadBatch | None = None) -> None:
        """Store the batch and acknowledge it; take it apart when something in it cannot be stored."""
        try:
            self._store(ready or self._read(batch))
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

    def _read(self, batch: Sequence[Delivery]) -> ReadBatch:
        """Read the batch by a registry that is new enough to tell who is unknown."""
        connection = self._database()
        ready = self._ready(batch, self._registry_of(connection, _REGISTRY_AGE_S))
        if ready.outcome.has_unknown_source:
            # It may have been registered a moment ago.
            ready = self._ready(batch, self._registry_of(connection, _REGISTRY_AGE_IF_UNKNOWN_S))
        return ready

    def _ready(self, batch: Sequence[Delivery], registry: Registry) -> ReadBatch:
        outcome = read_batch(batch, registry, self._recent)
        return ReadBatch(batch, outcome, prepare(outcome.received, outcome.dead))

    def _store(self, ready: ReadBatch) -> None:
        """Store what the batch came to, what somebody waits for before the rest, and count it."""
        began = time.monotonic()
        counts = [store_prepared(self._database(), part) for part in parts_of(ready.prepared)]
        now = datetime.now(UTC)
        facts = ready.outcome.received
        self._tally.add(
            SettledBatch(
                received=len(ready.deliveries),
                decoded=len(facts),
                stored=sum(it.stored for it in counts),
                repeated=sum(it.repeated for it in counts),
                dead=sum(it.dead for it in counts),
                dropped_keys=ready.outcome.dropped_keys,
                ignored=ready.outcome.ignored,
                commit_s=time.monotonic() - began,
                received_lag_s=(now - ready.deliveries[0].received_at).total_seconds(),
                dead_reasons=count_reasons(ready.prepared.letters, sum(it.contradicting for it in counts)),
                observed_lag_s=(now - facts[0].message.observed_at).total_seconds() if facts else None,
            )
        )

    def _bury(self, delivery: Delivery, error: Exception) -> None:
        """Store the message that cannot be stored as a dead letter, with no more than may be kept."""
        trace = traceback.extract_tb(error.__traceback__)
        log.warning(
            "a message cannot be stored and goes to the dead letters",
            extra={
                "lane": self._name,
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
        self._store(ReadBatch([delivery], outcome, prepare((), outcome.dead)))

    def _database(self) -> Connection:
        if self._connection is None or self._connection.is_broken:
            self._connection = connect(
                self._settings.database_url, f"{self._settings.client_id}-{self._name}"
            )
            self._registry = None
        return self._connection

    def _registry_of(self, connection: Connection, max_age_s: float) -> Registry:
        """Return the registry, read again when it is older than `max_age_s`."""
        now = time.monotonic()
        if self._registry is None or now - self._registry_read_at > max_age_s:
            self._registry = Registry(
                self._settings.district,
                known_sources(connection),
                self._devices,
                painted_zones(connection),
            )
            self._registry_read_at = now
        return self._registry
