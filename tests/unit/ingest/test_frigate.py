"""Frigate: golden payloads, and what they become."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from domain.identifiers import derived_uuid
from domain.kinds import IncidentKind
from domain.messages import (
    CameraEventObserved,
    CameraState,
    CameraStatusReported,
    GatewayState,
    GatewayStatusReported,
    Provenance,
)
from ingest.dialects.frigate import read_frigate
from ingest.dialects.outcome import Outcome
from tests.unit.ingest.registry_of_tests import OTHER_WARD, WARD, a_registry

GOLDEN = Path(__file__).parent / "golden" / "frigate"
NOW = datetime(2026, 3, 1, 10, 1, tzinfo=UTC)


def read(tail: str, payload: bytes | str) -> Outcome:
    raw = payload if isinstance(payload, bytes) else (GOLDEN / payload).read_bytes()
    return read_frigate(f"frigate/{tail}", raw, NOW, a_registry())


def the_event(outcome: Outcome) -> CameraEventObserved:
    (fact,) = outcome.received
    assert isinstance(fact.message, CameraEventObserved)
    return fact.message


def test_an_event_becomes_a_camera_event() -> None:
    outcome = read("events", "events.new.json")
    assert the_event(outcome) == CameraEventObserved(
        id=derived_uuid("frigate", "event", "1607123955.475377-mxklsc"),
        source="frigate-cong-cho",
        seq=0,
        observed_at=datetime(2026, 3, 1, 10, 0, 0, 250_000, tzinfo=UTC),
        provenance=Provenance.REAL,
        kind=IncidentKind.ILLEGAL_PARKING,
        score=0.83,
        label="car",
    )
    (fact,) = outcome.received
    assert (fact.ward_code, fact.dialect, fact.lat, fact.lon) == (WARD, "frigate", 10.005, 106.005)
    assert fact.details == {
        "frigate": "event",
        "id": "1607123955.475377-mxklsc",
        "zones": ["cam_do", "san"],
        "severity": "alert",
        "stationary": False,
        "has_snapshot": True,
        "speed_kmh": 12.5,
    }


def test_what_follows_revises_the_same_event() -> None:
    (new,) = read("events", "events.new.json").received
    (end,) = read("events", "events.end.json").received
    assert (end.message.id, end.message.observed_at) == (new.message.id, new.message.observed_at)
    assert new.revised_at is not None
    assert end.revised_at is not None
    assert new.revised_at < end.revised_at
    assert end.ended_at == datetime(2026, 3, 1, 10, 1, tzinfo=UTC)


def test_the_least_that_an_event_may_be_is_enough() -> None:
    event = the_event(read("events", "events.least.json"))
    assert (event.source, event.kind, event.score) == ("frigate-bai-xe", IncidentKind.OTHER, 0.0)


def test_a_review_becomes_a_camera_event_of_its_own() -> None:
    (fact,) = read("reviews", "reviews.alert.json").received
    event = the_event(read("reviews", "reviews.alert.json"))
    assert event.id == derived_uuid("frigate", "review", "1718987129.308396-6h8nzq")
    assert (event.kind, event.label) == (IncidentKind.ILLEGAL_PARKING, "car, person")
    assert fact.details == {
        "frigate": "review",
        "id": "1718987129.308396-6h8nzq",
        "severity": "alert",
        "objects": ["car", "person"],
        "zones": ["cam_do"],
        "events": [str(derived_uuid("frigate", "event", "1607123955.475377-mxklsc"))],
    }


def test_a_review_that_grows_into_an_alert_is_a_newer_revision() -> None:
    raw = json.loads((GOLDEN / "reviews.detection.json").read_bytes())
    (detection,) = read("reviews", json.dumps(raw).encode()).received
    raw["after"]["severity"] = "alert"
    (alert,) = read("reviews", json.dumps(raw).encode()).received
    assert detection.revised_at is not None
    assert alert.revised_at is not None
    assert detection.revised_at < alert.revised_at


@pytest.mark.parametrize("name", sorted(path.name for path in GOLDEN.glob("*.json")))
def test_no_identity_passes(name: str) -> None:
    shown = repr(read(name.split(".", maxsplit=1)[0], name))
    assert "Nguyễn" not in shown
    assert "23456" not in shown


def test_what_was_dropped_is_counted() -> None:
    assert read("events", "events.new.json").dropped_keys > 10
    assert read("tracked_object_update", b'{"type": "lpr", "plate": "59X1-23456"}') == Outcome(dropped_keys=1)


@pytest.mark.parametrize("label", ["face", "license_plate"])
def test_a_face_or_a_plate_is_no_object(label: str) -> None:
    raw = {"after": {"id": "1", "camera": "cong_cho", "label": label, "start_time": 1772359200}}
    assert read("events", json.dumps(raw).encode()).received == ()


def test_a_false_positive_is_nothing() -> None:
    raw = {"id": "1", "camera": "cong_cho", "label": "car", "start_time": 1772359200, "false_positive": True}
    assert read("events", json.dumps({"after": raw}).encode()).received == ()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"camera": "cong_sau"}, "camera cong_sau is not in the device registry"),
        ({"start_time": "yesterday"}, "start_time"),
        ({"start_time": 1e300}, "a time that is no time"),
        ({"start_time": 0}, "check the source's clock"),
        ({"label": "Nguyễn Thị Lan"}, "label"),
        ({"id": ""}, "id"),
    ],
)
def test_what_cannot_be_is_refused_with_a_reason(changed: dict[str, object], said: str) -> None:
    raw = {"id": "1", "camera": "cong_cho", "label": "car", "start_time": 1772359200, **changed}
    outcome = read("events", json.dumps({"after": raw}).encode())
    (letter,) = outcome.dead
    assert said in letter.reason
    assert letter.readable
    assert "Nguyễn" not in letter.payload.decode()


@pytest.mark.parametrize("payload", [b"", b"{", b"\xff\xfe", b"[" * 50_000, b'{"after": NaN}'])
def test_what_cannot_be_read_is_kept_whole(payload: bytes) -> None:
    (letter,) = read("events", payload).dead
    assert (letter.payload, letter.readable, letter.dialect) == (payload, False, "frigate")


@pytest.mark.parametrize(
    ("payload", "state"),
    [(b"online", GatewayState.ONLINE), (b"offline", GatewayState.LOST), (b"stopped", GatewayState.LOST)],
)
def test_availability_is_the_state_of_a_gateway(payload: bytes, state: GatewayState) -> None:
    (fact,) = read("available", payload).received
    assert isinstance(fact.message, GatewayStatusReported)
    assert (fact.message.source, fact.message.state) == ("frigate", state)


@pytest.mark.parametrize(
    ("payload", "state"),
    [
        (b"online", CameraState.ONLINE),
        (b"offline", CameraState.OFFLINE),
        (b"disabled", CameraState.MAINTENANCE),
    ],
)
def test_the_detect_role_is_the_state_of_a_camera(payload: bytes, state: CameraState) -> None:
    (fact,) = read("bai_xe/status/detect", payload).received
    assert isinstance(fact.message, CameraStatusReported)
    assert (fact.message.source, fact.message.state, fact.message.gateway, fact.ward_code) == (
        "frigate-bai-xe",
        state,
        "frigate",
        OTHER_WARD,
    )


def test_other_roles_say_nothing_of_the_camera() -> None:
    assert read("bai_xe/status/record", b"offline") == Outcome()


def test_cameras_that_give_frames_are_online() -> None:
    raw = {
        "cameras": {
            "cong_cho": {"camera_fps": 5.0, "connection_quality": "fair", "pid": 7},
            "bai_xe": {"camera_fps": 0.0, "connection_quality": "unusable"},
            "elsewhere": {"camera_fps": 5.0},
        },
        "service": {"version": "0.17"},
    }
    outcome = read("stats", json.dumps(raw).encode())
    assert [fact.message.source for fact in outcome.received] == ["frigate-cong-cho"]
