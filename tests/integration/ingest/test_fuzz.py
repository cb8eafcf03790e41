"""Mutated payloads of every dialect through broker, worker and database: every one is accounted for."""

from collections import Counter
from datetime import UTC, datetime
from itertools import islice

from paho.mqtt.client import topic_matches_sub

from db.intake import Received
from domain.messages import CameraEventObserved, Message, SnapshotTaken, SystemReadingTaken, VehiclesCounted
from ingest.dialects.device_registry import DeviceRegistry
from ingest.dialects.frigate_pictures import RecentObjects
from ingest.dialects.outcome import Outcome, together
from ingest.dialects.router import read
from ingest.inbox import Delivery
from ingest.subscriptions import fact_filters, picture_filters
from tests.integration.ingest.open_door import OpenDoor, login_of
from tests.integration.ingest.scene import eventually, rows
from tests.unit.ingest.fuzz.corpus import Seed
from tests.unit.ingest.fuzz.trial import cases

CASES = 5_000


def test_five_thousand_mutated_payloads_are_stored_or_dead_or_ignored(door: OpenDoor) -> None:
    heard = list(islice((case for case in cases(CASES * 2, 3) if is_heard(case, door)), CASES))
    assert len(heard) == CASES
    expected = what_they_come_to(heard, door)
    door.publish_all([(case.topic, case.payload) for case in heard])
    door.let_pass()
    due = Counter(letter.reason for letter in expected.dead)
    eventually(lambda: due <= reasons_kept(door))
    # What else is dead was refused by the database's side: the same id again, with another body.
    others = reasons_kept(door) - due
    assert [reason for reason in others if reason.startswith("it could not be stored")] == []
    eventually(lambda: keys_of(expected.received) <= stored_keys(door))


def reasons_kept(door: OpenDoor) -> Counter[str]:
    """Return how many dead letters there are of each reason."""
    return Counter(str(reason) for (reason,) in rows(door.dsn, "SELECT reason FROM dead_letter"))


def is_heard(case: Seed, door: OpenDoor) -> bool:
    """Tell whether a login may publish this topic and the worker listens to it.

    Frigate's pictures are left out: what they come to hangs on which event came first.
    """
    if not login_of(case.topic) or any(sign in case.topic for sign in "+#\0"):
        return False
    devices = door.registry.devices
    filters = [*fact_filters("d1", devices), *picture_filters("d1", DeviceRegistry())]
    return any(topic_matches_sub(entry.pattern, case.topic) for entry in filters)


def what_they_come_to(heard: list[Seed], door: OpenDoor) -> Outcome:
    """Return what reading them comes to, as the worker must find it."""
    now, recent = datetime.now(UTC), RecentObjects()
    return together(
        read(Delivery(case.topic, case.payload, now, 1, 1, 0), door.registry, recent) for case in heard
    )


def keys_of(facts: tuple[Received, ...]) -> set[tuple[object, ...]]:
    """Return the keys of what keeps a row of its own."""
    return {key for fact in facts if (key := key_of(fact.message)) is not None}


def key_of(message: Message) -> tuple[object, ...] | None:
    """Return the key under which the database keeps this message, as `stored_keys` has it."""
    if isinstance(message, CameraEventObserved):
        return ("event", message.id, message.observed_at)
    if isinstance(message, VehiclesCounted):
        return ("flow", message.source, message.observed_at)
    if isinstance(message, SystemReadingTaken):
        return ("reading", message.site, message.observed_at)
    if isinstance(message, SnapshotTaken):
        return ("snapshot", message.event_id, message.observed_at)
    return None


def stored_keys(door: OpenDoor) -> set[tuple[object, ...]]:
    """Return the keys of the events, counts, readings and pictures in the database."""
    return {
        *(("event", *row) for row in rows(door.dsn, "SELECT id, observed_at FROM event")),
        *(("flow", *row) for row in rows(door.dsn, "SELECT camera_code, observed_at FROM flow")),
        *(("snapshot", *row) for row in rows(door.dsn, "SELECT event_id, observed_at FROM snapshot")),
        *(("reading", *row) for row in rows(door.dsn, "SELECT site, observed_at FROM reading")),
    }
