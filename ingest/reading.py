"""Reads a batch: the short way for what registered sources say as usual, the long way for all else."""

from collections.abc import Sequence

from db.intake import DeadLetter, Received
from ingest.dialects.frigate_pictures import RecentObjects
from ingest.dialects.outcome import Outcome
from ingest.dialects.own import read_quickly, standing_of
from ingest.dialects.router import MAX_PAYLOAD_BYTES, read
from ingest.inbox import Delivery
from ingest.registry import Registry, Standing


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
    standing = registry.standings.get(delivery.topic) or _new_standing(delivery.topic, registry)
    if standing is None or len(delivery.payload) > MAX_PAYLOAD_BYTES:
        return None
    return read_quickly(delivery.payload, delivery.received_at, standing)


def _new_standing(topic: str, registry: Registry) -> Standing | None:
    if not topic.startswith(registry.namespaces):
        return None
    standing = standing_of(topic, registry)
    if standing is not None:
        registry.standings[topic] = standing
    return standing
