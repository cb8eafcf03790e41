"""An event of a camera of another maker, in whatever dialect it came, as our own facts.

Registered devices have logins of their own, so what they say is real. A device gives its events no
ids and no scores: ours are derived from what was said and when, so that a repeat vanishes, and the
score says whether the registry knows what such an event means here (1) or not (0: kept as evidence,
and no alert is opened).
"""

import re
import uuid
from dataclasses import dataclass
from datetime import datetime

from db.intake import Received
from domain.codec import check_clock
from domain.identifiers import derived_uuid
from domain.kinds import IncidentKind
from domain.messages import CameraEventObserved, CameraState, CameraStatusReported, Provenance
from ingest.dialects.device_registry import Device, DeviceCamera
from ingest.dialects.event_topics import TopicMeaning, meaning_of, trouble_of
from ingest.dialects.json_payload import RefusedError
from ingest.dialects.outcome import Envelope, Outcome
from ingest.door import clean_json, clean_text, is_machine_written

_LABEL_LENGTH = 64
_FALSE = frozenset({"0", "false", "inactive", "off"})
_STATE_KEYS = ("State", "IsInside", "IsLoitering", "IsMotion", "active", "state", "tampering")
_KEY_LENGTH = 100
_NUMBER = re.compile(r"[0-9]{1,20}")

Plain = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class DeviceEvent:
    """What a device says: the topic's path, which rule, on which of its cameras, of what, and when."""

    path: tuple[str, ...]
    rule: str
    camera_names: tuple[str, ...]
    data: dict[str, Plain]
    object_id: str
    at: datetime

    @property
    def counted_object(self) -> str | None:
        """Return the number of what was seen; an id that is no number may be anything, even a plate."""
        return self.object_id if _NUMBER.fullmatch(self.object_id) else None

    @property
    def is_over(self) -> bool:
        """Tell whether this is the end of what was said before."""
        found = next((self.data[key] for key in _STATE_KEYS if key in self.data), None)
        return found is not None and str(found).lower() in _FALSE


def facts_of(envelope: Envelope, device: Device, event: DeviceEvent) -> Outcome:
    """Return what the event comes to: a camera event, a camera's state, or nothing for the centre.

    Raises RefusedError or CodecError when the camera is unknown or the clock is wrong.
    """
    meaning = meaning_of(event.path)
    if meaning is TopicMeaning.OBSERVATION and not event.is_over:
        return _observation(envelope, device, event)
    if meaning is TopicMeaning.TROUBLE:
        return _state(envelope, device, event)
    return Outcome()


def _observation(envelope: Envelope, device: Device, event: DeviceEvent) -> Outcome:
    """Return the event as a camera event; its topic is the label."""
    camera = _camera(device, event)
    path = event.path[1:] if len(event.path) > 1 else event.path
    topic = "/".join(path)
    kind = device.kind_of([topic, *path], [event.rule])
    message = CameraEventObserved(
        id=_id_of(device, event),
        source=camera.code,
        seq=0,
        observed_at=event.at,
        provenance=Provenance.REAL,
        kind=kind,
        score=0.0 if kind is IncidentKind.OTHER else 1.0,
        label=clean_text(topic)[:_LABEL_LENGTH] if is_machine_written(topic) else "",
    )
    check_clock(message, envelope.received_at)
    rule = event.rule if event.rule in device.zone_kinds or is_machine_written(event.rule) else ""
    details = clean_json({"dialect": device.dialect, "rule": rule, "object": event.counted_object})
    fact = Received(
        message=message,
        ward_code=camera.ward_code,
        received_at=envelope.received_at,
        dialect=envelope.dialect,
        details=details,
        lat=camera.lat,
        lon=camera.lon,
    )
    return Outcome((fact,))


def _state(envelope: Envelope, device: Device, event: DeviceEvent) -> Outcome:
    """Return the camera's state: in trouble while the device says so, else online."""
    state = CameraState.ONLINE if event.is_over else trouble_of(event.path)
    if state is None:
        return Outcome()
    return state_of_camera(envelope, device, _camera(device, event), state, event.at)


def state_of_camera(
    envelope: Envelope, device: Device, camera: DeviceCamera, state: CameraState, at: datetime
) -> Outcome:
    """Return a camera's state as a fact to store, once its clock is checked."""
    message = CameraStatusReported(
        id=derived_uuid(camera.code, state, at.isoformat()),
        source=camera.code,
        seq=0,
        observed_at=at,
        provenance=Provenance.REAL,
        state=state,
        gateway=device.gateway,
    )
    check_clock(message, envelope.received_at)
    return Outcome((Received(message, camera.ward_code, envelope.received_at, envelope.dialect),))


def _id_of(device: Device, event: DeviceEvent) -> uuid.UUID:
    """Return the id that a repeat of the same event has as well."""
    said = (*event.path, event.rule, *event.camera_names, event.object_id)
    return derived_uuid(device.prefix, "event", *said, event.at.isoformat())


def _camera(device: Device, event: DeviceEvent) -> DeviceCamera:
    camera = device.camera_of(event.camera_names)
    if camera is None:
        said = ", ".join(clean_text(name)[:_KEY_LENGTH] for name in event.camera_names) or "no name"
        raise RefusedError(f"camera {said} of {device.prefix} is not in the device registry: enter it there")
    return camera
