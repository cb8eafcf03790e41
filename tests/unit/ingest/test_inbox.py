"""The inbox: bounded, in order, and never waiting for a batch to fill."""

import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime

from ingest.inbox import BATCH_BYTES, Delivery, Inbox

AT = datetime(2026, 3, 1, tzinfo=UTC)


def a_delivery(number: int, topic: str = "d1/v1/w/camera/c/flow") -> Delivery:
    return Delivery(topic, b"", AT, 1, number, 0)


def test_a_lone_delivery_goes_out_at_once() -> None:
    inbox = Inbox(10, pace_s=30.0)
    inbox.put([a_delivery(1)])
    began = time.monotonic()
    assert inbox.collect(1000, timeout_s=30.0) == [a_delivery(1)]
    assert time.monotonic() - began < 10.0


def test_under_a_stream_a_batch_gathers_until_the_pace_is_over_or_it_is_full() -> None:
    inbox = Inbox(10, pace_s=60.0)
    inbox.put([a_delivery(0)])
    inbox.collect(3, 1.0)
    inbox.put([a_delivery(number) for number in (1, 2, 3, 4)])
    assert [it.packet_id for it in inbox.collect(3, 1.0)] == [1, 2, 3]


def test_an_event_in_a_stream_goes_out_at_once_with_all_that_came_before_it() -> None:
    inbox = Inbox(10, pace_s=60.0)
    inbox.put([a_delivery(0)])
    inbox.collect(1000, 1.0)
    inbox.put([a_delivery(1), a_delivery(2, "d1/v1/w/camera/c/event")])
    began = time.monotonic()
    assert [it.packet_id for it in inbox.collect(1000, 1.0)] == [1, 2]
    assert time.monotonic() - began < 30.0


def test_an_event_hurries_only_the_batch_that_it_is_in() -> None:
    inbox = Inbox(10, pace_s=60.0)
    inbox.put([a_delivery(0, "d1/v1/w/camera/c/event")])
    inbox.collect(1000, 1.0)
    inbox.put([a_delivery(number) for number in (1, 2, 3, 4)])
    assert [it.packet_id for it in inbox.collect(3, 1.0)] == [1, 2, 3]


def test_nothing_is_returned_when_nothing_comes() -> None:
    assert Inbox(10, pace_s=0.0).collect(10, timeout_s=0.01) == []


def test_what_does_not_fit_is_given_back() -> None:
    inbox = Inbox(2, pace_s=0.0)
    assert inbox.put([a_delivery(number) for number in (1, 2, 3)]) == [a_delivery(3)]
    assert len(inbox) == 2


def test_who_is_patient_gets_the_room_that_is_made() -> None:
    inbox = Inbox(1, pace_s=0.0)
    inbox.put([a_delivery(1)])
    left: list[Sequence[Delivery]] = []
    patient = threading.Thread(target=lambda: left.append(inbox.put([a_delivery(2)], patience_s=30.0)))
    patient.start()
    assert inbox.collect(1, 1.0) == [a_delivery(1)]
    patient.join(30.0)
    assert left == [[]]
    assert inbox.collect(1, 1.0) == [a_delivery(2)]


def test_bytes_make_a_batch_full_as_numbers_do() -> None:
    inbox = Inbox(10, pace_s=60.0)
    inbox.put([a_delivery(0)])
    inbox.collect(3, 1.0)
    large = Delivery("d1/v1/w/camera/c/flow", b"x" * (BATCH_BYTES // 2), AT, 1, 1, 0)
    inbox.put([large, large, large])
    assert inbox.collect(10, 1.0) == [large, large]
