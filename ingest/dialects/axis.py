"""The Axis event bridge: `axis/<SERIAL>/event/tns:onvif|tns:axis/<Path>[/$source/<key>/<value>]`.

The topics are ONVIF's and Axis' own; the payload is neither: milliseconds, and every value a text.
The bridge publishes `axis/<SERIAL>/event/connection` itself, retained and as its last will.
"""

import re
from datetime import UTC, datetime
from typing import Any

import msgspec

from db.intake import Received
from domain.identifiers import derived_uuid
from domain.identities import Allowed
from domain.messages import CameraState, GatewayState, GatewayStatusReported, Provenance
from ingest.dialects.device_events import DeviceEvent, Plain, facts_of, state_of_camera
from ingest.dialects.device_registry import Device
from ingest.dialects.event_topics import TopicMeaning, meaning_of, without_namespaces
from ingest.dialects.json_payload import RefusedError, read_json
from ingest.dialects.outcome import Envelope, Outcome, together
from ingest.registry import Registry

DIALECT = "axis"
FACT_TOPICS = ("event/tns:onvif/#", "event/tns:axis/#")
RETAINED_TOPICS = ("event/connection",)
_MARK = "event/"
_CAMERA_KEYS = ("channel", "video_source", "videoSourceToken", "VideoSourceConfigurationToken")
_CHANNEL = re.compile(r"(?:Camera|Device)(\d+)(?:Profile|Scenario)")
_SOURCE_KEYS: Allowed = dict.fromkeys(_CAMERA_KEYS)
_KEYS: Allowed = {
    "topic": None,
    "timestamp": None,
    "message": {
        "source": _SOURCE_KEYS,
        "key": _SOURCE_KEYS,
        "data": {**_SOURCE_KEYS, **dict.fromkeys(("active", "state", "State", "tampering", "objectId"))},
    },
}


class AxisMessage(msgspec.Struct, frozen=True, kw_only=True):
    """What an event says."""

    source: dict[str, Plain] = {}
    key: dict[str, Plain] = {}
    data: dict[str, Plain] = {}


class AxisEvent(msgspec.Struct, frozen=True, kw_only=True):
    """A message under `axis/<SERIAL>/event/tns:…`."""

    timestamp: float
    message: AxisMessage = AxisMessage()


class AxisConnection(msgspec.Struct, frozen=True, kw_only=True):
    """The message on `axis/<SERIAL>/event/connection`."""

    connected: bool


def read_axis(topic: str, payload: bytes, received_at: datetime, registry: Registry) -> Outcome:
    """Return what an event of an Axis device comes to."""
    envelope = Envelope(topic, payload, received_at, DIALECT)
    device = registry.devices.device_of(topic)
    if device is None:
        return envelope.refused("no device is registered under this prefix", {})
    tail = topic[len(device.prefix) + 1 :]
    if tail == RETAINED_TOPICS[0]:
        return read_json(
            envelope, {"connected": None}, "Axis", lambda clean: _connection(envelope, device, clean)
        )
    if not tail.startswith(_MARK):
        return envelope.refused("not a topic of Axis events (event)", {})
    path = without_namespaces(tail.removeprefix(_MARK).partition("/$source")[0].split("/"))
    if meaning_of(path) is TopicMeaning.IDENTITY:
        return Outcome(dropped_keys=1)
    if meaning_of(path) is TopicMeaning.NOTHING:
        return Outcome()
    return read_json(envelope, _KEYS, "Axis", lambda clean: _event(envelope, device, path, clean))


def _event(envelope: Envelope, device: Device, path: tuple[str, ...], raw: Any) -> Outcome:
    event = msgspec.convert(raw, AxisEvent)
    said = event.message
    values = {**said.data, **said.key, **said.source}
    names = [str(values[key]) for key in _CAMERA_KEYS if values.get(key) is not None]
    names += _CHANNEL.findall(path[-1])
    return facts_of(
        envelope,
        device,
        DeviceEvent(
            path=path,
            rule=path[-1],
            camera_names=tuple(names),
            data=said.data,
            object_id=str(said.data.get("objectId") or ""),
            at=_time(event.timestamp),
        ),
    )


def _connection(envelope: Envelope, device: Device, raw: Any) -> Outcome:
    """Return whether the device is there: when it is not, its cameras are unknown."""
    is_connected = msgspec.convert(raw, AxisConnection).connected
    state = GatewayState.ONLINE if is_connected else GatewayState.LOST
    message = GatewayStatusReported(
        id=derived_uuid(device.gateway, state, envelope.received_at.isoformat()),
        source=device.gateway,
        seq=0,
        observed_at=envelope.received_at,
        provenance=Provenance.REAL,
        state=state,
    )
    gateway = Outcome((Received(message, device.ward_code, envelope.received_at, DIALECT),))
    cameras = [
        state_of_camera(envelope, device, camera, CameraState.ONLINE, envelope.received_at)
        for camera in device.cameras.values()
        if is_connected
    ]
    return together([gateway, *cameras])


def _time(milliseconds: float) -> datetime:
    try:
        return datetime.fromtimestamp(milliseconds / 1000, UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise RefusedError("a time that is no time") from error
