"""Frigate NVR (0.16 to 0.18): reviews and events, instance and camera health, as our own facts.

Frigate has registered cameras and a login of its own, so what it says is real. Its ids name an
object within an instance, so ours are derived from (prefix, id): an update revises what is known,
and a repeat vanishes. Names, plates, descriptions and attributes are not on the allow-lists below.
"""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from db.intake import Received
from domain.codec import check_clock
from domain.identifiers import derived_uuid
from domain.identities import Allowed
from domain.messages import (
    AnyMessage,
    CameraEventObserved,
    CameraState,
    CameraStatusReported,
    GatewayState,
    GatewayStatusReported,
    Provenance,
)
from ingest.dialects.device_registry import Device, DeviceCamera
from ingest.dialects.frigate_payloads import (
    EVENT_KEYS,
    REVIEW_KEYS,
    STATS_KEYS,
    Event,
    Review,
    ReviewData,
    Stats,
)
from ingest.dialects.json_payload import RefusedError, read_json
from ingest.dialects.outcome import Envelope, Outcome, together
from ingest.door import clean_json, clean_text
from ingest.registry import Registry

DIALECT = "frigate"
FACT_TOPICS = ("events", "reviews", "available", "stats", "tracked_object_update", "+/status/+")
_NAMES_SOMEBODY = frozenset({"face", "license_plate"})
_AVAILABLE = {b"online": GatewayState.ONLINE, b"offline": GatewayState.LOST, b"stopped": GatewayState.LOST}
_HEALTH = {
    b"online": CameraState.ONLINE,
    b"offline": CameraState.OFFLINE,
    b"disabled": CameraState.MAINTENANCE,
}
_LABEL_LENGTH = 64
_ALERT_WEIGHT = timedelta(milliseconds=1)


def read_frigate(topic: str, payload: bytes, received_at: datetime, registry: Registry) -> Outcome:
    """Return what a payload under a Frigate prefix comes to; pictures are read elsewhere."""
    instance = registry.devices.device_of(topic)
    envelope = Envelope(topic, payload, received_at, DIALECT)
    if instance is None:
        return envelope.refused("no Frigate instance is registered under this prefix", {})
    tail = topic[len(instance.prefix) + 1 :]
    if tail == "tracked_object_update":
        return Outcome(dropped_keys=1)
    if tail == "available":
        return _availability(envelope, instance)
    if tail in _READERS:
        read, allowed = _READERS[tail]
        return read_json(envelope, allowed, "Frigate", lambda clean: read(envelope, instance, clean))
    return _health(envelope, instance, tail)


def _event(envelope: Envelope, instance: Device, raw: Any) -> Outcome:
    """Return a tracked object as a camera event: evidence, from which no alert is opened."""
    event = msgspec.convert(raw, Event).after
    if event.false_positive or event.label in _NAMES_SOMEBODY:
        return Outcome(dropped_keys=1)
    camera = _camera(instance, event.camera)
    zones = [*event.current_zones, *(zone for zone in event.entered_zones if zone not in event.current_zones)]
    scores = (event.top_score, event.score, event.computed_score)
    message = CameraEventObserved(
        id=object_id(instance.prefix, event.id),
        source=camera.code,
        seq=0,
        observed_at=_time(event.start_time),
        provenance=Provenance.REAL,
        kind=instance.kind_of([event.label], zones),
        score=min(1.0, max(0.0, next((score for score in scores if score is not None), 0.0))),
        label=clean_text(event.label)[:_LABEL_LENGTH],
    )
    ended_at = None if event.end_time is None else _time(event.end_time)
    revised_at = _latest(event.start_time, event.end_time, event.frame_time)
    details = {
        "frigate": "event",
        "id": event.id,
        "zones": zones,
        "severity": event.max_severity,
        "stationary": event.stationary,
        "has_snapshot": event.has_snapshot,
        "speed_kmh": event.average_estimated_speed,
    }
    return _fact(envelope, camera, message, revised_at=revised_at, ended_at=ended_at, details=details)


def _review(envelope: Envelope, instance: Device, raw: Any) -> Outcome:
    """Return a review item as a camera event; those of severity alert are for the alert queue.

    A review has no score: 1.0 says that Frigate reported it, nothing more.
    """
    review = msgspec.convert(raw, Review).after
    camera = _camera(instance, review.camera)
    data = review.data
    labels = _labels(data)
    message = CameraEventObserved(
        id=derived_uuid(instance.prefix, "review", review.id),
        source=camera.code,
        seq=0,
        observed_at=_time(review.start_time),
        provenance=Provenance.REAL,
        kind=instance.kind_of(labels, data.zones),
        score=1.0,
        label=clean_text(", ".join(labels))[:_LABEL_LENGTH],
    )
    ended_at = None if review.end_time is None else _time(review.end_time)
    # A review says no time of revision. It only grows (more objects, zones, then alert, then its
    # end), so its growth is laid on its last time.
    growth = timedelta(microseconds=len(data.detections) + len(labels) + len(data.zones))
    revised_at = _latest(review.start_time, review.end_time, data.thumb_time) + growth
    if review.severity == "alert":
        revised_at += _ALERT_WEIGHT
    details = {
        "frigate": "review",
        "id": review.id,
        "severity": review.severity,
        "objects": labels,
        "zones": data.zones,
        "events": [str(object_id(instance.prefix, name)) for name in data.detections],
    }
    return _fact(envelope, camera, message, revised_at=revised_at, ended_at=ended_at, details=details)


def _labels(data: ReviewData) -> list[str]:
    """Return what a review groups, each once; `-verified` says that somebody was recognised, and goes."""
    labels = (label.removesuffix("-verified") for label in (*data.objects, *data.audio))
    return [label for label in dict.fromkeys(labels) if label not in _NAMES_SOMEBODY]


def _stats(envelope: Envelope, instance: Device, raw: Any) -> Outcome:
    """Return the cameras that give frames as online; that one is offline is said on its own topic."""
    stats = msgspec.convert(raw, Stats)
    return together(
        _status(envelope, instance, instance.cameras[name], CameraState.ONLINE)
        for name, camera in stats.cameras.items()
        if camera.camera_fps > 0 and camera.connection_quality != "unusable" and name in instance.cameras
    )


_READERS: dict[str, tuple[Callable[[Envelope, Device, Any], Outcome], Allowed]] = {
    "events": (_event, EVENT_KEYS),
    "reviews": (_review, REVIEW_KEYS),
    "stats": (_stats, STATS_KEYS),
}


def _availability(envelope: Envelope, instance: Device) -> Outcome:
    """Return whether the instance runs, as a gateway's state: when lost, its cameras are unknown."""
    state = _AVAILABLE.get(envelope.payload)
    if state is None:
        return envelope.refused("availability is neither online, offline nor stopped", {})
    message = GatewayStatusReported(
        id=_moment_id(instance.gateway, state, envelope.received_at),
        source=instance.gateway,
        seq=0,
        observed_at=envelope.received_at,
        provenance=Provenance.REAL,
        state=state,
    )
    return Outcome((Received(message, instance.ward_code, envelope.received_at, DIALECT),))


def _health(envelope: Envelope, instance: Device, tail: str) -> Outcome:
    """Return a camera's state from the health of its detect role; the other roles say nothing of it."""
    name, _, role = tail.partition("/status/")
    if role in {"record", "audio"}:
        return Outcome()
    state = _HEALTH.get(envelope.payload)
    if role != "detect" or state is None:
        return envelope.refused("not a topic or a payload that is known of Frigate", {})
    if name not in instance.cameras:
        return envelope.refused(_unregistered(name), {})
    return _status(envelope, instance, instance.cameras[name], state)


def _status(envelope: Envelope, instance: Device, camera: DeviceCamera, state: CameraState) -> Outcome:
    message = CameraStatusReported(
        id=_moment_id(camera.code, state, envelope.received_at),
        source=camera.code,
        seq=0,
        observed_at=envelope.received_at,
        provenance=Provenance.REAL,
        state=state,
        gateway=instance.gateway,
    )
    return Outcome((Received(message, camera.ward_code, envelope.received_at, DIALECT),))


def _fact(
    envelope: Envelope,
    camera: DeviceCamera,
    message: AnyMessage,
    *,
    revised_at: datetime,
    ended_at: datetime | None,
    details: dict[str, Any],
) -> Outcome:
    """Return the event as a fact to store, once its clock is checked."""
    check_clock(message, envelope.received_at)
    return Outcome(
        (
            Received(
                message=message,
                ward_code=camera.ward_code,
                received_at=envelope.received_at,
                dialect=DIALECT,
                revised_at=revised_at,
                ended_at=ended_at,
                details=clean_json(details),
                lat=camera.lat,
                lon=camera.lon,
            ),
        )
    )


def object_id(prefix: str, frigate_id: str) -> uuid.UUID:
    """Return our id of an object that Frigate tracks."""
    return derived_uuid(prefix, "event", frigate_id)


def _moment_id(source: str, state: str, at: datetime) -> uuid.UUID:
    return derived_uuid(source, state, at.isoformat())


def _camera(instance: Device, name: str) -> DeviceCamera:
    camera = instance.cameras.get(name)
    if camera is None:
        raise RefusedError(_unregistered(name))
    return camera


def _unregistered(name: str) -> str:
    return f"camera {clean_text(name)} is not in the device registry: enter it there"


def _latest(*seconds: float | None) -> datetime:
    return max(_time(value) for value in seconds if value is not None)


def _time(seconds: float) -> datetime:
    """Return Frigate's Unix seconds as a time."""
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise RefusedError("a time that is no time") from error
