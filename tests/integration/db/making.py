"""Messages and alerts for storage tests, each with only what the test cares about."""

import itertools
import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

from db.alerting import NewAlert
from db.staging import Received
from domain.identifiers import derived_uuid
from domain.kinds import IncidentKind, Severity
from domain.messages import (
    Answer,
    CameraEventObserved,
    CameraState,
    CameraStatusReported,
    CitizenReported,
    CommandAnswered,
    GatewayState,
    GatewayStatusReported,
    Message,
    Moment,
    Order,
    PoliceReported,
    Provenance,
    SnapshotTaken,
    SystemReadingTaken,
    UnitCommanded,
    UnitMoved,
    UnitState,
    UnitStatusReported,
    VehiclesCounted,
)
from domain.places import Camera, CameraKind, District, Unit, Ward
from domain.smart_systems import SmartSystem

WARD = "26740"
CAMERA = "q1-bn-001"
GATEWAY = "gw-26740"
UNIT = "u-26740-01"
JPEG = b"\xff\xd8\xff\xe0 not really a picture \xff\xd9"

_counter = itertools.count(1)


def now() -> datetime:
    """Return the present second, whole, so that times compare exactly."""
    return datetime.now(UTC).replace(microsecond=0)


def new_id() -> uuid.UUID:
    return derived_uuid("test", str(next(_counter)))


def _head(source: str, at: datetime | None, given: dict[str, Any]) -> dict[str, Any]:
    head: dict[str, Any] = {
        "id": new_id(),
        "source": source,
        "seq": next(_counter),
        "observed_at": at or now(),
        "provenance": Provenance.SIMULATED,
    }
    return head | given


def an_event(at: datetime | None = None, **given: Any) -> CameraEventObserved:
    facts: dict[str, Any] = {"kind": IncidentKind.CRASH, "score": 0.75}
    return CameraEventObserved(**_head(CAMERA, at, facts | given))


def a_count(at: datetime | None = None, **given: Any) -> VehiclesCounted:
    facts: dict[str, Any] = {
        "period_s": 10.0,
        "motorcycles": 8,
        "cars": 2,
        "buses": 0,
        "trucks": 0,
        "bicycles": 0,
        "speed_kmh": 24.0,
        "occupancy": 0.25,
    }
    return VehiclesCounted(**_head(CAMERA, at, facts | given))


def a_camera_status(at: datetime | None = None, **given: Any) -> CameraStatusReported:
    facts: dict[str, Any] = {"state": CameraState.ONLINE, "gateway": GATEWAY}
    return CameraStatusReported(**_head(CAMERA, at, facts | given))


def a_gateway_status(at: datetime | None = None, **given: Any) -> GatewayStatusReported:
    return GatewayStatusReported(**_head(GATEWAY, at, {"state": GatewayState.ONLINE} | given))


def a_position(at: datetime | None = None, **given: Any) -> UnitMoved:
    facts: dict[str, Any] = {"lat": 10.775, "lon": 106.7, "heading_deg": 90.0, "speed_kmh": 20.0}
    return UnitMoved(**_head(UNIT, at, facts | given))


def a_unit_status(at: datetime | None = None, **given: Any) -> UnitStatusReported:
    return UnitStatusReported(**_head(UNIT, at, {"state": UnitState.FREE} | given))


def a_reading(at: datetime | None = None, **given: Any) -> SystemReadingTaken:
    facts: dict[str, Any] = {
        "system": SmartSystem.HEALTHCARE,
        "site": "clinic-1",
        "metric": "waiting",
        "value": 12.0,
        "unit": "persons",
    }
    return SystemReadingTaken(**_head("sys-healthcare", at, facts | given))


def a_police_report(at: datetime | None = None, **given: Any) -> PoliceReported:
    facts: dict[str, Any] = {
        "kind": IncidentKind.THEFT,
        "lat": 10.775,
        "lon": 106.7,
        "text": "seen at the market",
    }
    return PoliceReported(**_head(UNIT, at, facts | given))


def a_citizen_report(at: datetime | None = None, **given: Any) -> CitizenReported:
    facts: dict[str, Any] = {"kind": IncidentKind.FLOOD, "lat": 10.775, "lon": 106.7, "channel": "1022"}
    return CitizenReported(**_head("citizen-app", at, facts | given))


def a_picture(event_id: uuid.UUID, at: datetime | None = None, **given: Any) -> SnapshotTaken:
    facts: dict[str, Any] = {
        "event_id": event_id,
        "moment": Moment.AT,
        "width": 640,
        "height": 360,
        "sha256": "0" * 64,
        "jpeg": JPEG,
    }
    return SnapshotTaken(**_head(CAMERA, at, facts | given))


def a_command(at: datetime | None = None, **given: Any) -> UnitCommanded:
    facts: dict[str, Any] = {"order": Order.DISPATCH, "lat": 10.775, "lon": 106.7}
    return UnitCommanded(**_head(UNIT, at, facts | given))


def an_answer(command_id: uuid.UUID, at: datetime | None = None, **given: Any) -> CommandAnswered:
    facts: dict[str, Any] = {"command_id": command_id, "answer": Answer.ACCEPTED}
    return CommandAnswered(**_head(UNIT, at, facts | given))


def received(*messages: Message, at: datetime | None = None, **given: Any) -> list[Received]:
    return [
        Received(message=message, ward_code=WARD, received_at=at or now(), **given) for message in messages
    ]


def a_camera(code: str = CAMERA, **given: Any) -> Camera:
    facts: dict[str, Any] = {
        "code": code,
        "name": "Chợ Bến Thành",
        "ward_code": WARD,
        "lat": 10.7725,
        "lon": 106.698,
        "heading_deg": 45.0,
        "fov_deg": 70.0,
        "range_m": 60.0,
        "kind": CameraKind.FIXED,
        "recorder": "rec-001",
        "gateway": GATEWAY,
        "street": "Lê Lợi",
        "owner": "ward",
        "purpose": "traffic",
        "provenance": Provenance.SIMULATED,
    }
    return Camera(**facts | given)


def a_unit(code: str = UNIT, **given: Any) -> Unit:
    facts: dict[str, Any] = {
        "code": code,
        "callsign": "BT-01",
        "kind": "ward_police",
        "ward_code": WARD,
        "lat": 10.77155,
        "lon": 106.69545,
        "provenance": Provenance.SIMULATED,
    }
    return Unit(**facts | given)


def a_ward(code: str, name: str, valid_from: date, valid_to: date | None = None) -> Ward:
    ring = ((10.0, 106.0), (10.0, 106.1), (10.1, 106.1))
    return Ward(code, name, (10.05, 106.05), ring, valid_from, valid_to)


def a_district(*wards: Ward) -> District:
    return District("760", "Quận 1", "d1", wards, (), (), (), "test")


def a_sign(**given: Any) -> NewAlert:
    facts: dict[str, Any] = {
        "rule": "camera_event",
        "place_key": CAMERA,
        "ward_code": WARD,
        "kind": IncidentKind.CRASH,
        "severity": Severity.MEDIUM,
        "lat": 10.7725,
        "lon": 106.698,
        "place": "Lê Lợi",
        "source_channel": "camera",
        "at": now(),
        "provenance": Provenance.SIMULATED,
        "camera_code": CAMERA,
    }
    return NewAlert(**facts | given)


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)
