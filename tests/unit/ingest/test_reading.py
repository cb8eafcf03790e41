"""The short way of reading a batch comes to what the long way comes to."""

import pytest

from domain.codec import encode, encode_batch
from domain.messages import AnyMessage
from domain.topics import batch_topic, topic_for
from ingest.dialects.frigate_pictures import RecentObjects
from ingest.dialects.outcome import together
from ingest.dialects.router import read
from ingest.inbox import Delivery
from ingest.reading import read_batch
from tests.unit.ingest.registry_of_tests import WARD, a_registry
from tests.unit.ingest.test_own import (
    NOW,
    REAL,
    REPLAYED,
    SIM,
    a_count,
    a_gateway,
    a_picture,
    a_report,
    a_status,
    a_unit_move,
    an_event,
)


def delivered(message: AnyMessage, namespace: str = "d1-sim", ward: str = WARD) -> Delivery:
    return Delivery(str(topic_for(namespace, ward, message)), encode(message), NOW, 1, 1, 0)


def in_a_batch(
    *messages: AnyMessage, by: str = f"gw-simulated-{WARD}", namespace: str = "d1-sim"
) -> Delivery:
    return Delivery(str(batch_topic(namespace, WARD, by)), encode_batch(messages), NOW, 1, 1, 0)


AS_USUAL = [
    delivered(an_event()),
    delivered(an_event("cam-real", REAL), "d1"),
    delivered(an_event("cam-real", REPLAYED)),
    delivered(an_event(label="xe 51F-123.45")),
    delivered(a_status("cam-1", SIM)),
    delivered(a_unit_move("u-1")),
    in_a_batch(an_event(), a_count("cam-2"), a_count("cam-1", seq=8)),
    in_a_batch(an_event("cam-real", REAL), by="rec-2", namespace="d1"),
]
OTHERS = [
    delivered(an_event("cam-9")),
    delivered(an_event("cam-far")),
    delivered(an_event("cam-real", REAL)),
    delivered(an_event("cam-1", REAL), "d1"),
    delivered(a_status("cam-real", SIM)),
    delivered(an_event(observed_at=NOW.replace(year=2027))),
    delivered(an_event(observed_at=NOW.replace(year=2014))),
    delivered(a_report()),
    delivered(a_gateway("gw-new", SIM)),
    delivered(a_picture("cam-1", SIM)),
    Delivery(AS_USUAL[0].topic, encode(an_event("cam-2")), NOW, 1, 1, 0),
    Delivery(AS_USUAL[0].topic, b"{", NOW, 1, 1, 0),
    Delivery(AS_USUAL[0].topic, b"[]", NOW, 1, 1, 0),
    Delivery(AS_USUAL[0].topic, b"x" * 2_000_000, NOW, 1, 1, 0),
    Delivery("nobody/speaks/here", b"{}", NOW, 1, 1, 0),
    Delivery("nobody/speaks/in/a/batch", encode_batch([an_event()]), NOW, 1, 1, 0),
    Delivery(str(batch_topic("d2", WARD, "rec-1")), encode_batch([an_event()]), NOW, 1, 1, 0),
    in_a_batch(an_event(), an_event("cam-far"), an_event("cam-9")),
    in_a_batch(an_event(), a_status("cam-1", SIM)),
    in_a_batch(a_unit_move("u-1")),
    in_a_batch(an_event("cam-real", REAL), by="rec-2"),
    in_a_batch(an_event("cam-real", REAL), by="rec-1", namespace="d1"),
    in_a_batch(an_event(), an_event(observed_at=NOW.replace(year=2027))),
    Delivery(AS_USUAL[6].topic, encode(an_event()), NOW, 1, 1, 0),
]


@pytest.mark.parametrize("delivery", AS_USUAL + OTHERS, ids=lambda it: it.topic)
def test_both_ways_come_to_the_same(delivery: Delivery) -> None:
    registry, recent = a_registry(), RecentObjects()
    read_batch([AS_USUAL[0]], registry, recent)
    long_way = read(delivery, a_registry(), recent)
    assert read_batch([delivery], registry, recent) == long_way


def test_a_batch_keeps_its_order() -> None:
    registry, recent = a_registry(), RecentObjects()
    batch = [*AS_USUAL, *OTHERS, *AS_USUAL]
    assert read_batch(batch, registry, recent) == together(read(it, registry, recent) for it in batch)


def test_an_array_in_which_one_is_wrong_goes_the_long_way() -> None:
    registry, recent = a_registry(), RecentObjects()
    late = an_event(observed_at=NOW.replace(year=2027))
    payload = encode_batch([an_event(), late])
    outcome = read_batch([Delivery(AS_USUAL[0].topic, payload, NOW, 1, 1, 0)], registry, recent)
    assert (len(outcome.received), len(outcome.dead)) == (1, 1)


def test_what_is_remembered_is_no_more_than_what_is_registered() -> None:
    registry, recent = a_registry(), RecentObjects()
    read_batch([*AS_USUAL, *OTHERS], registry, recent)
    assert {it.source for it in registry.standings.values()} == {"cam-1", "cam-real", "u-1"}
    assert {it.source for it in registry.standings_in_batches.values()} == {"cam-1", "cam-2", "cam-real"}
