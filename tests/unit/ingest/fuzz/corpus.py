"""The seeds of the fuzz: a real payload of every message and every dialect, on its topic."""

import hashlib
import json
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import cv2
import msgspec
import numpy as np

from domain.codec import encode, encode_batch
from domain.kinds import IncidentKind
from domain.messages import (
    MESSAGE_TYPES,
    Answer,
    CameraEventObserved,
    CameraState,
    GatewayState,
    LinkState,
    LivePictureTaken,
    Message,
    Moment,
    Order,
    Provenance,
    SnapshotTaken,
    UnitState,
    VehiclesCounted,
)
from domain.smart_systems import SmartSystem
from domain.topics import batch_topic, topic_for
from tests.unit.ingest.golden_files import FOLDER, case, cases_of
from tests.unit.ingest.registry_of_tests import WARD

NAMESPACE = "d1-sim"
_AT = datetime(2026, 3, 1, 10, 0, tzinfo=UTC)
_FRIGATE_TOPICS = {"events": "frigate/events", "reviews": "frigate/reviews"}
_BARE = (
    ("frigate/available", b"online"),
    ("frigate/bai_xe/status/detect", b"offline"),
    ("frigate/bai_xe/status/record", b"online"),
    ("frigate/tracked_object_update", b'{"type": "lpr", "plate": "59X1-23456"}'),
    ("frigate/stats", b'{"cameras": {"cong_cho": {"camera_fps": 5.1}}, "service": {"version": "0.17"}}'),
)
_VALUES: dict[str, Any] = {
    "kind": IncidentKind.CRASH,
    "score": 0.9,
    "label": "car",
    "box": (0.1, 0.2, 0.3, 0.4),
    "lat": 10.005,
    "lon": 106.005,
    "period_s": 60.0,
    "motorcycles": 40,
    "cars": 4,
    "buses": 1,
    "trucks": 0,
    "bicycles": 2,
    "speed_kmh": 21.5,
    "occupancy": 0.25,
    "gateway": f"gw-simulated-{WARD}",
    "heading_deg": 90.0,
    "purpose": "look",
    "text": "xe tải đổ ở ngã tư",
    "order": Order.DISPATCH,
    "alert_id": uuid.UUID(int=7),
    "incident_id": uuid.UUID(int=11),
    "command_id": uuid.UUID(int=8),
    "request_id": uuid.UUID(int=10),
    "answer": Answer.ACCEPTED,
    "channel": "app",
    "system": next(iter(SmartSystem)),
    "site": "clinic-1",
    "metric": "beds_free",
    "value": 12.0,
    "unit": "beds",
    "verified_by": None,
    "event_id": uuid.UUID(int=9),
    "moment": Moment.AT,
    "width": 64,
    "height": 48,
}
_STATES: dict[str, Any] = {
    "camera.status": CameraState.ONLINE,
    "police.status": UnitState.FREE,
    "police.link": LinkState.ONLINE,
    "system.status": GatewayState.ONLINE,
}


@dataclass(frozen=True, slots=True)
class Seed:
    """A payload that is right, on the topic where it belongs."""

    topic: str
    payload: bytes


def seeds() -> tuple[Seed, ...]:
    """Return a seed of every message of ours and of every golden file of the other dialects."""
    return (*_own(), *_frigate(), *_devices())


def _own() -> list[Seed]:
    messages = [_message(kind, seq) for seq, kind in enumerate(MESSAGE_TYPES)]
    one_each = [Seed(str(topic_for(NAMESPACE, WARD, message)), encode(message)) for message in messages]
    several = [msgspec.structs.replace(messages[0], id=uuid.UUID(int=n), seq=n) for n in range(3)]
    array = Seed(str(topic_for(NAMESPACE, WARD, several[0])), encode_batch(several))
    seen = [_message(VehiclesCounted, 3), _message(CameraEventObserved, 4)]
    batch = Seed(str(batch_topic(NAMESPACE, WARD, f"gw-simulated-{WARD}")), encode_batch([*several, *seen]))
    return [*one_each, array, batch]


def _message(kind: type[Message], seq: int) -> Message:
    """Return a message of this type with something in every field."""
    tag = str(kind.__struct_config__.tag)
    source = "cam-1" if tag.startswith("camera") else "u-1" if tag.startswith("police") else "source-1"
    fields = {name: _VALUES[name] for name in kind.__struct_fields__ if name in _VALUES}
    if tag in _STATES:
        fields["state"] = _STATES[tag]
    if kind in (SnapshotTaken, LivePictureTaken):
        fields["jpeg"] = a_small_jpeg()
        fields["sha256"] = hashlib.sha256(fields["jpeg"]).hexdigest()
    return kind(
        id=uuid.UUID(int=seq + 1),
        source=source,
        seq=seq,
        observed_at=_AT,
        provenance=Provenance.SIMULATED,
        **fields,
    )


def a_small_jpeg() -> bytes:
    """Return a picture of 64 by 48 points."""
    picture = np.zeros((48, 64, 3), np.uint8)
    picture[:, ::4] = 255
    return bytes(cv2.imencode(".jpg", picture)[1].tobytes())


def _frigate() -> list[Seed]:
    files = sorted(Path(FOLDER / "frigate").glob("*.json"))
    return [
        *(Seed(_FRIGATE_TOPICS[path.name.split(".")[0]], path.read_bytes()) for path in files),
        *(Seed(topic, payload) for topic, payload in _BARE),
        Seed("frigate/cong_cho/car/snapshot", a_small_jpeg()),
    ]


def _devices() -> list[Seed]:
    golden = [case(dialect, name) for dialect in ("onvif", "axis") for name in cases_of(dialect)]
    return [Seed(it["topic"], json.dumps(it["payload"]).encode()) for it in golden]
