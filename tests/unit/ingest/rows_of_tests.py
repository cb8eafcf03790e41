"""Rows as the change feed gives them, and an engine to hand them to."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from db.alerting import NewAlert
from db.changes import Change, Position, Subject
from db.rows import AlertRow, AnyRow, CameraRow, EventRow, GatewayRow, ReportRow, SystemRow
from domain.alerts import AlertState
from domain.kinds import IncidentKind
from domain.messages import CameraState, GatewayState, Provenance
from domain.places import Camera, CameraKind
from domain.smart_systems import SmartSystem
from ingest.rules.decisions import Decision
from ingest.rules.engine import Engine
from ingest.rules.in_force import InForce
from ingest.rules.situation import Situation
from tests.unit.ingest.registry_of_tests import OTHER_WARD, WARD, WARDS

NOW = datetime(2026, 3, 1, 10, 0, tzinfo=UTC)
SIM = Provenance.SIMULATED
_numbers = count(1)


def a_registered_camera(code: str, ward_code: str = WARD, street: str = "Lê Lợi") -> Camera:
    lon = 106.005 if ward_code == WARD else 106.015
    return Camera(
        code, f"Camera {code}", ward_code, 10.005, lon, 0.0, 60.0, 40.0, CameraKind.FIXED, "rec", "gw-1",
        street, "", "", SIM,
    )  # fmt: skip


def a_situation() -> Situation:
    cameras = [a_registered_camera(f"cam-{n}") for n in range(1, 10)]
    cameras.append(a_registered_camera("cam-far", OTHER_WARD, "Hàm Nghi"))
    return Situation(
        {camera.code: camera for camera in cameras}, {it.code: it for it in WARDS}, {"cho": "Chợ Bến Thành"}
    )


def an_engine(*open_alerts: AlertRow, in_force: InForce | None = None) -> Engine:
    return Engine(a_situation(), open_alerts, in_force=in_force)


def told(engine: Engine, *rows: AnyRow, at: datetime = NOW) -> list[Decision]:
    """Hand rows to the engine as changes; return all that it decides."""
    return [
        decision for row in rows for decision in engine.on_change(Change(Position(1, 1), at, *_about(row)))
    ]


def _about(row: AnyRow) -> tuple[Subject, str, str | None, AnyRow]:
    return Subject.EVENT, "key", WARD, row


def opened(decisions: Sequence[Decision]) -> list[NewAlert]:
    return [decision for decision in decisions if isinstance(decision, NewAlert)]


def new_ids() -> Iterator[uuid.UUID]:
    while True:
        yield uuid.UUID(int=next(_numbers))


_ids = new_ids()


def an_event(kind: IncidentKind = IncidentKind.CRASH, score: float = 0.95, **changed: Any) -> EventRow:
    event = EventRow(
        next(_ids), NOW, NOW, "cam-1", "cam-1", WARD, kind, score, "", None, 10.005, 106.005, SIM, False,
        "opscenter", NOW, None,
    )  # fmt: skip
    return replace(event, **changed)


def a_report(channel: str, kind: IncidentKind, **changed: Any) -> ReportRow:
    report = ReportRow(
        next(_ids), NOW, NOW, channel, "app", "source", WARD, kind, 10.005, 106.005, "", SIM, False
    )
    return replace(report, **changed)


def a_reading(system: SmartSystem, metric: str, value: float, at: datetime = NOW) -> SystemRow:
    return SystemRow(system, "cho", metric, WARD, value, "m", None, None, at, SIM, False)


def a_gateway(state: GatewayState) -> GatewayRow:
    return GatewayRow("gw-1", WARD, state, NOW, NOW, SIM)


def a_camera_row(code: str, state: CameraState) -> CameraRow:
    return CameraRow(
        code, code, WARD, 10.005, 106.005, 0.0, 60.0, 40.0, CameraKind.FIXED, "rec", "gw-1", "Lê Lợi", "",
        "", SIM, state, None, NOW, False,
    )  # fmt: skip


def an_alert_row(alert: NewAlert, state: AlertState = AlertState.UNACKNOWLEDGED, **changed: Any) -> AlertRow:
    """Return the row that the database makes of a new alert."""
    is_open = state in {AlertState.UNACKNOWLEDGED, AlertState.ACKNOWLEDGED, AlertState.SHELVED}
    row = AlertRow(
        id=uuid.UUID(int=99), rule=alert.rule, place_key=alert.place_key, ward_code=alert.ward_code,
        kind=alert.kind, severity=alert.severity, state=state, camera_code=alert.camera_code, lat=alert.lat,
        lon=alert.lon, place=alert.place, source_channel=alert.source_channel, event_id=alert.event_id,
        event_at=alert.event_at, opened_at=alert.at, last_at=alert.at, repeats=0, version=1, owner_id=None,
        owner_name=None, acknowledged_at=None, closed_at=None if is_open else alert.at,
        provenance=alert.provenance, exercise=alert.exercise, details=alert.details,
    )  # fmt: skip
    return replace(row, **changed)


def later(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)
