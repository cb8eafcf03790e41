"""The bounded hand-over between the broker's network thread and the loop that stores."""

import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from datetime import datetime

from msgspec import Struct

from ingest.urgency import may_wait


class Delivery(Struct, frozen=True, gc=False):
    """One message as the broker handed it over; a struct, since one is made for every message.

    `connection` counts connects: an acknowledgement is sent on the connection the message came by, or not.
    """

    topic: str
    payload: bytes
    received_at: datetime
    qos: int
    packet_id: int
    connection: int


BATCH_BYTES = 2_000_000
"""Payload that fits into one batch: arrays of messages make large batches of few deliveries."""


class Inbox:
    """Holds at most `capacity` deliveries and gives them out in batches, the oldest first.

    A batch never waits to be full: what may not wait goes out at once, with all that came before it, and
    so does the first delivery after a quiet time; the rest of a steady stream leaves every `pace_s`.
    """

    def __init__(self, capacity: int, pace_s: float) -> None:
        self._capacity = capacity
        self._pace_s = pace_s
        self._next_batch_at = 0.0
        self._waiting: deque[Delivery] = deque()
        self._waiting_bytes = 0
        self._urgent = 0
        self._changed = threading.Condition()

    def __len__(self) -> int:
        """Return how many deliveries wait."""
        return len(self._waiting)

    def put(self, deliveries: Sequence[Delivery], patience_s: float = 0.0) -> Sequence[Delivery]:
        """Add deliveries in their order; return those for which no room was made within `patience_s`."""
        with self._changed:
            self._changed.wait_for(lambda: self._room() > 0, patience_s)
            room = self._room()
            let_in = deliveries[:room]
            self._waiting.extend(let_in)
            self._waiting_bytes += sum(len(it.payload) for it in let_in)
            self._urgent += sum(not may_wait(it.topic) for it in let_in)
            self._changed.notify_all()
            return deliveries[room:]

    def collect(self, limit: int, timeout_s: float) -> list[Delivery]:
        """Return up to `limit` deliveries (of some `BATCH_BYTES`), or none when none came in `timeout_s`."""
        with self._changed:
            if not self._changed.wait_for(lambda: bool(self._waiting), timeout_s):
                return []
            pause_s = self._next_batch_at - time.monotonic()
            if pause_s > 0:
                self._changed.wait_for(lambda: self._is_enough(limit), pause_s)
            batch = list(self._taken(limit))
            self._next_batch_at = time.monotonic() + self._pace_s
            self._changed.notify_all()
            return batch

    def _taken(self, limit: int) -> Iterator[Delivery]:
        """Take deliveries out until there are enough of them, or enough bytes."""
        size = 0
        for _ in range(min(limit, len(self._waiting))):
            delivery = self._waiting.popleft()
            size += len(delivery.payload)
            self._waiting_bytes -= len(delivery.payload)
            self._urgent -= not may_wait(delivery.topic)
            yield delivery
            if size >= BATCH_BYTES:
                return

    def _is_enough(self, limit: int) -> bool:
        """Tell whether a batch need not wait: it is full, or something in it cannot."""
        return self._urgent > 0 or len(self._waiting) >= limit or self._waiting_bytes >= BATCH_BYTES

    def _room(self) -> int:
        return self._capacity - len(self._waiting)
