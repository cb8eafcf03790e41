"""Reads a batch: the short way for what registered sources say as usual, the long way for all else."""

from collections.abc import Sequence

from db.intake import DeadLetter, Received
from ingest.dialects.frigate_pictures import RecentObjects
from ingest.dialects.outcome import Outcome
from ingest.dialects.own_quickly import read_own_quickly
from ingest.dialects.router import MAX_PAYLOAD_BYTES, read
from ingest.inbox import Delivery
from ingest.registry import Registry


def read_batch(batch: Sequence[Delivery], registry: Registry, recent: RecentObjects) -> Outcome:
    """Return what the deliveries come to, together and in their order."""
    received: list[Received] = []
    dead: list[DeadLetter] = []
    dropped_keys = ignored = 0
    has_unknown_source = False
    for delivery in batch:
        facts = _facts_at_once(delivery, registry)
        if facts is not None:
            received += facts
            continue
        outcome = read(delivery, registry, recent)
        received += outcome.received
        dead += outcome.dead
        dropped_keys += outcome.dropped_keys
        ignored += outcome.ignored
        has_unknown_source = has_unknown_source or outcome.has_unknown_source
    return Outcome(tuple(received), tuple(dead), dropped_keys, has_unknown_source, ignored)


def _facts_at_once(delivery: Delivery, registry: Registry) -> list[Received] | None:
    """Return the delivery's facts when its source is registered and nothing is wrong with it."""
    if len(delivery.payload) > MAX_PAYLOAD_BYTES:
        return None
    return read_own_quickly(delivery.topic, delivery.payload, delivery.received_at, registry)
