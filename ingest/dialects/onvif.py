"""ONVIF Profile M over MQTT: `<prefix>/onvif-ej/<Topic>[/&<source values>]`, events as JSON.

Values may be text or bare. Of `Data` only states and object ids are looked at: what a device
recognised (a plate, a face) stands in keys that are not on the allow-list, or on topics that are
dropped as a whole.
"""

from datetime import UTC, datetime
from typing import Any

import msgspec

from domain.identities import Allowed
from ingest.dialects.device_events import DeviceEvent, Plain, facts_of
from ingest.dialects.device_registry import Device
from ingest.dialects.event_topics import TopicMeaning, meaning_of, without_namespaces
from ingest.dialects.json_payload import RefusedError, read_json
from ingest.dialects.outcome import Envelope, Outcome
from ingest.registry import Registry

DIALECT = "onvif"
FACT_TOPICS = ("onvif-ej/#",)
_MARK = "onvif-ej/"
_ITEMS = "SimpleItem"
_CAMERA_KEYS = ("VideoSourceConfigurationToken", "VideoSourceToken", "VideoSource", "Source")
_KEYS: Allowed = {
    "UtcTime": None,
    "PropertyOperation": None,
    "Source": dict.fromkeys((*_CAMERA_KEYS, "Rule")),
    "Data": dict.fromkeys(("State", "IsInside", "IsLoitering", "IsMotion", "ObjectId")),
}


class OnvifEvent(msgspec.Struct, frozen=True, kw_only=True):
    """A message under `<prefix>/onvif-ej/`."""

    utc_time: datetime = msgspec.field(name="UtcTime")
    operation: str = msgspec.field(name="PropertyOperation", default="")
    source: dict[str, Plain] = msgspec.field(name="Source", default_factory=dict)
    data: dict[str, Plain] = msgspec.field(name="Data", default_factory=dict)


def read_onvif(topic: str, payload: bytes, received_at: datetime, registry: Registry) -> Outcome:
    """Return what an event of an ONVIF device comes to."""
    envelope = Envelope(topic, _flattened(payload), received_at, DIALECT)
    device = registry.devices.device_of(topic)
    if device is None:
        return envelope.refused("no device is registered under this prefix", {})
    tail = topic[len(device.prefix) + 1 :]
    if not tail.startswith(_MARK):
        return envelope.refused("not a topic of ONVIF events (onvif-ej)", {})
    path = without_namespaces(tail.removeprefix(_MARK).partition("/&")[0].split("/"))
    if meaning_of(path) is TopicMeaning.IDENTITY:
        return Outcome(dropped_keys=1)
    if meaning_of(path) is TopicMeaning.NOTHING:
        return Outcome()
    return read_json(envelope, _KEYS, "ONVIF", lambda clean: _event(envelope, device, path, clean))


def _flattened(payload: bytes) -> bytes:
    """Return the payload with lists of SimpleItem, as some devices write them, in the usual form.

    Done before anything else, so that the allow-list sees the names of the items as keys.
    """
    if _ITEMS.encode() not in payload:
        return payload
    try:
        raw = msgspec.json.decode(payload, type=dict[str, Any])
        return msgspec.json.encode({key: _flat(part) for key, part in raw.items()})
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return payload


def _flat(part: Any) -> Any:
    items = part.get(_ITEMS) if isinstance(part, dict) else None
    if isinstance(items, dict):
        items = [items]
    if not isinstance(items, list):
        return part
    named = [item for item in items if isinstance(item, dict) and isinstance(item.get("Name"), str)]
    return {item["Name"]: item.get("Value") for item in named}


def _event(envelope: Envelope, device: Device, path: tuple[str, ...], raw: Any) -> Outcome:
    event = msgspec.convert(raw, OnvifEvent)
    if event.operation == "Deleted":
        return Outcome()
    names = tuple(str(event.source[key]) for key in _CAMERA_KEYS if event.source.get(key) is not None)
    return facts_of(
        envelope,
        device,
        DeviceEvent(
            path=path,
            rule=str(event.source.get("Rule") or ""),
            camera_names=names,
            data=event.data,
            object_id=str(event.data.get("ObjectId") or ""),
            at=_in_utc(event.utc_time),
        ),
    )


def _in_utc(at: datetime) -> datetime:
    """Return the time in UTC, which UtcTime is by its name when it says no zone."""
    try:
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except OverflowError as error:
        raise RefusedError("a time that is no time") from error
