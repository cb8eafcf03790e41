"""Our own messages: what is taken, and why the rest is not."""

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from domain.codec import encode, encode_batch
from domain.identifiers import uuid7
from domain.kinds import IncidentKind
from domain.messages import (
    AnyMessage,
    CameraEventObserved,
    CameraState,
    CameraStatusReported,
    CitizenReported,
    GatewayState,
    GatewayStatusReported,
    Moment,
    Provenance,
    SnapshotTaken,
    UnitMoved,
    VehiclesCounted,
)
from domain.topics import batch_topic, topic_for
from ingest.dialects.outcome import Outcome
from ingest.dialects.own import read_own
from tests.unit.ingest.registry_of_tests import WARD, a_registry
from tests.unit.ingest.test_pixelation import a_jpeg

GOLDEN = Path(__file__).parent / "golden" / "own"
NOW = datetime(2026, 3, 1, 10, 1, tzinfo=UTC)
HEAD: dict[str, Any] = {"id": uuid7(NOW, bytes(10)), "seq": 7, "observed_at": NOW}
SIM, REAL, REPLAYED = Provenance.SIMULATED, Provenance.REAL, Provenance.REPLAYED


def an_event(source: str = "cam-1", provenance: Provenance = SIM, **changed: Any) -> CameraEventObserved:
    head = {**HEAD, "source": source, "provenance": provenance, "kind": IncidentKind.CRASH, "score": 0.9}
    return CameraEventObserved(**{**head, **changed})


def a_count(source: str, provenance: Provenance = SIM, **changed: Any) -> VehiclesCounted:
    return VehiclesCounted(
        **{**HEAD, "source": source, "provenance": provenance, **changed}, period_s=60.0, motorcycles=9,
        cars=2, buses=0, trucks=0, bicycles=0, speed_kmh=20.0, occupancy=0.2,
    )  # fmt: skip


def a_status(source: str, provenance: Provenance) -> CameraStatusReported:
    return CameraStatusReported(
        **HEAD, source=source, provenance=provenance, state=CameraState.ONLINE, gateway="gw-1"
    )


def a_unit_move(source: str) -> UnitMoved:
    return UnitMoved(
        **HEAD, source=source, provenance=SIM, lat=10.0, lon=106.0, heading_deg=0.0, speed_kmh=1.0
    )


def a_report(source: str = "app-1022", text: str = "") -> CitizenReported:
    return CitizenReported(
        **HEAD, source=source, provenance=SIM, kind=IncidentKind.WASTE, lat=10.0, lon=106.0, channel="app",
        text=text,
    )  # fmt: skip


def a_gateway(source: str, provenance: Provenance) -> GatewayStatusReported:
    return GatewayStatusReported(**HEAD, source=source, provenance=provenance, state=GatewayState.LOST)


def a_picture(source: str, provenance: Provenance, **changed: Any) -> SnapshotTaken:
    jpeg = a_jpeg()
    message = SnapshotTaken(
        **HEAD, source=source, provenance=provenance, event_id=HEAD["id"], moment=Moment.AT, width=320,
        height=180, sha256=hashlib.sha256(jpeg).hexdigest(), jpeg=jpeg,
    )  # fmt: skip
    return msgspec.structs.replace(message, **changed)


def read(message: AnyMessage, namespace: str = "d1-sim", ward: str = WARD) -> Outcome:
    return read_own(str(topic_for(namespace, ward, message)), encode(message), NOW, a_registry())


def reason_of(outcome: Outcome) -> str:
    (letter,) = outcome.dead
    return letter.reason


def test_the_golden_event_is_taken_without_its_plate() -> None:
    topic = f"d1-sim/v1/{WARD}/camera/cam-1/event"
    outcome = read_own(topic, (GOLDEN / "event.json").read_bytes(), NOW, a_registry())
    (fact,) = outcome.received
    assert isinstance(fact.message, CameraEventObserved)
    assert fact.message.label == "xe [biển số]"
    assert (fact.ward_code, fact.received_at, fact.dialect) == (WARD, NOW, "opscenter")
    assert (fact.lat, fact.lon) == (10.005, 106.005)


def test_a_batch_is_taken_whole() -> None:
    topic = f"d1-sim/v1/{WARD}/camera/cam-1/event"
    outcome = read_own(topic, encode_batch([an_event(), an_event(score=0.1)]), NOW, a_registry())
    assert len(outcome.received) == 2


def test_only_what_is_wrong_in_a_batch_is_refused() -> None:
    topic = f"d1-sim/v1/{WARD}/camera/cam-1/event"
    late = an_event(observed_at=NOW + timedelta(hours=3))
    outcome = read_own(topic, encode_batch([an_event(), late]), NOW, a_registry())
    assert (len(outcome.received), len(outcome.dead)) == (1, 1)
    assert "check the clock" in reason_of(outcome)


def test_an_array_is_taken_but_for_what_cannot_be_understood() -> None:
    topic = f"d1-sim/v1/{WARD}/camera/cam-1/event"
    broken = encode(an_event(seq=8)).replace(b"0.9", b"9.0")
    outcome = read_own(topic, b"[" + encode(an_event()) + b"," + broken + b"]", NOW, a_registry())
    assert len(outcome.received) == 1
    (letter,) = outcome.dead
    assert letter.refused is not None
    assert (letter.refused.source, letter.refused.seq) == ("cam-1", 8)


def test_nobody_numbers_for_another_what_cannot_be_understood() -> None:
    broken = encode(an_event("cam-far")).replace(b"0.9", b"9.0")
    (letter,) = read_own(f"d1-sim/v1/{WARD}/camera/cam-1/event", broken, NOW, a_registry()).dead
    assert letter.refused is None


def in_a_batch(*messages: AnyMessage, by: str = f"gw-simulated-{WARD}", namespace: str = "d1-sim") -> Outcome:
    topic = str(batch_topic(namespace, WARD, by))
    return read_own(topic, encode_batch(messages), NOW, a_registry())


@pytest.mark.parametrize("by", [f"gw-simulated-{WARD}", "rec-1"])
def test_a_gateway_or_a_recorder_speaks_for_its_cameras(by: str) -> None:
    outcome = in_a_batch(an_event(), a_count("cam-2"), by=by)
    assert [(it.message.source, it.ward_code) for it in outcome.received] == [
        ("cam-1", WARD),
        ("cam-2", WARD),
    ]
    assert (outcome.received[0].lat, outcome.received[1].lat) == (10.005, None)


@pytest.mark.parametrize(
    ("message", "said", "is_numbered"),
    [
        (an_event("cam-9"), "camera cam-9 is not registered: import it", True),
        (an_event("cam-far"), "registered with another gateway and recorder", False),
        (an_event("cam-real"), "registered with another gateway and recorder", False),
        (an_event("cam-1", REAL), "nothing on d1-sim/ can be real", True),
        (an_event(observed_at=NOW + timedelta(hours=3)), "check the clock", True),
        (a_status("cam-1", SIM), "each other message goes on its own topic", False),
        (a_report(), "each other message goes on its own topic", False),
    ],
)
def test_what_a_gateway_may_not_say_is_refused_alone(
    message: AnyMessage, said: str, is_numbered: bool
) -> None:
    outcome = in_a_batch(an_event(), message, a_count("cam-2"))
    assert len(outcome.received) == 2
    assert said in reason_of(outcome)
    assert (outcome.dead[0].refused is not None) is is_numbered


@pytest.mark.parametrize(
    ("message", "namespace", "ward", "said"),
    [
        (an_event("cam-9"), "d1-sim", WARD, "camera cam-9 is not registered: import it"),
        (a_unit_move("u-9"), "d1-sim", WARD, "unit u-9 is not registered"),
        (an_event("cam-far"), "d1-sim", WARD, "registered in ward 26740, not in 26734"),
        (a_report(), "d1-sim", "99999", "nothing is registered in a ward 99999"),
        (a_report("51f-12345"), "d1-sim", WARD, "reads as a number plate"),
        (an_event("cam-real", REAL), "d1-sim", WARD, "nothing on d1-sim/ can be real"),
        (an_event("cam-1", REAL), "d1", WARD, "registered as simulated, so it cannot speak as real"),
        (a_status("cam-real", SIM), "d1-sim", WARD, "what is simulated cannot set its state"),
        (a_status("cam-real", REPLAYED), "d1-sim", WARD, "what is replayed cannot set its state"),
        (a_gateway(f"gw-real-{WARD}", SIM), "d1-sim", WARD, "speaks for cameras of another provenance"),
        (a_gateway(f"gw-simulated-{WARD}", REAL), "d1", WARD, "speaks for cameras of another provenance"),
    ],
)
def test_a_false_claim_is_refused(message: AnyMessage, namespace: str, ward: str, said: str) -> None:
    outcome = read(message, namespace, ward)
    assert outcome.received == ()
    assert said in reason_of(outcome)


@pytest.mark.parametrize(
    ("message", "namespace"),
    [
        (an_event("cam-real", REAL), "d1"),
        (an_event("cam-real", REPLAYED), "d1-sim"),
        (a_status("cam-1", SIM), "d1-sim"),
        (a_status("cam-1", REPLAYED), "d1-sim"),
        (a_unit_move("u-1"), "d1-sim"),
        (a_report(), "d1-sim"),
        (a_gateway(f"gw-real-{WARD}", REAL), "d1"),
        (a_gateway("gw-new", SIM), "d1-sim"),
    ],
)
def test_a_true_claim_is_taken(message: AnyMessage, namespace: str) -> None:
    assert len(read(message, namespace).received) == 1


def test_a_message_that_stands_on_anothers_topic_is_refused() -> None:
    topic = f"d1-sim/v1/{WARD}/camera/cam-2/event"
    assert "must agree with its topic" in reason_of(read_own(topic, encode(an_event()), NOW, a_registry()))


def test_an_unknown_source_asks_for_the_registry_to_be_read_again() -> None:
    assert read(an_event("cam-9")).has_unknown_source
    assert not read(an_event("cam-far")).has_unknown_source


def test_what_the_centre_asks_of_cameras_is_not_for_ingest() -> None:
    assert read_own(f"d1/v1/{WARD}/camera/cam-1/request", b"[]", NOW, a_registry()) == Outcome()


def test_a_simulated_picture_is_kept_as_it_is() -> None:
    (fact,) = read(a_picture("cam-1", SIM)).received
    assert isinstance(fact.message, SnapshotTaken)
    assert fact.message.jpeg == a_jpeg()


@pytest.mark.parametrize(
    ("source", "provenance", "namespace"),
    [("cam-real", REAL, "d1"), ("cam-real", REPLAYED, "d1-sim"), ("cam-1", REPLAYED, "d1-sim")],
)
def test_a_picture_that_may_show_somebody_is_pixelated(
    source: str, provenance: Provenance, namespace: str
) -> None:
    (fact,) = read(a_picture(source, provenance), namespace).received
    assert isinstance(fact.message, SnapshotTaken)
    assert fact.message.jpeg != a_jpeg()
    assert fact.message.sha256 == hashlib.sha256(fact.message.jpeg).hexdigest()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"sha256": "0" * 64}, "sha256 differs"),
        ({"jpeg": b"no picture"}, "not a JPEG"),
        ({"jpeg": b"\xff\xd8\xff" + bytes(600_000)}, "at most 524288"),
    ],
)
def test_a_picture_that_is_not_what_it_says_leaves_no_bytes(changed: dict[str, Any], said: str) -> None:
    outcome = read(a_picture("cam-real", REAL, **changed), "d1")
    (letter,) = outcome.dead
    assert said in letter.reason
    assert letter.payload == b""


def test_a_picture_that_cannot_be_read_leaves_no_bytes() -> None:
    message = a_picture("cam-real", REAL)
    topic = str(topic_for("d1", WARD, message))
    (letter,) = read_own(topic, encode(message)[:-40], NOW, a_registry()).dead
    assert letter.payload == b""
    assert "bytes, not kept" in letter.reason
