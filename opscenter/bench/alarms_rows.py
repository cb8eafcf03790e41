"""Rows as the rules read them from the change feed, made of messages without a broker or a database."""

import uuid
from datetime import datetime

from db.changes import Change, Position, Subject
from db.incident_rows import IncidentRow
from db.rows import AlertRow, AnyRow, CameraRow, EventRow, GatewayRow, ReportRow, SystemRow
from domain.incidents import IncidentState, Origin
from domain.messages import (
    CameraEventObserved,
    CameraStatusReported,
    CitizenReported,
    GatewayStatusReported,
    Message,
    PoliceReported,
    SystemReadingTaken,
)
from domain.places import Camera
from simulators.agenda import Outgoing


def change_of(outgoing: Outgoing, cameras: dict[str, Camera]) -> Change | None:
    """Return the change that a stored message makes; None for one of which the feed does not tell."""
    row = row_of(outgoing.message, outgoing.ward_code, cameras)
    if row is None:
        return None
    message = outgoing.message
    return Change(Position(0, 0), message.observed_at, _SUBJECTS[type(message)], message.source, None, row)


_SUBJECTS: dict[type[Message], Subject] = {
    CameraEventObserved: Subject.EVENT,
    CitizenReported: Subject.REPORT,
    PoliceReported: Subject.REPORT,
    CameraStatusReported: Subject.CAMERA,
    GatewayStatusReported: Subject.GATEWAY,
    SystemReadingTaken: Subject.READING,
}


def row_of(message: Message, ward_code: str, cameras: dict[str, Camera]) -> AnyRow | None:
    """Return what the database would make of a message."""
    match message:
        case CameraEventObserved():
            return _event(message, ward_code)
        case CitizenReported() | PoliceReported():
            return _report(message, ward_code)
        case CameraStatusReported():
            return _camera(message, cameras[message.source])
        case GatewayStatusReported():
            at = message.observed_at
            return GatewayRow(message.source, ward_code, message.state, at, at, message.provenance)
        case SystemReadingTaken():
            return _reading(message, ward_code)
        case _:
            return None


def told_of_alert(alert: AlertRow, at: datetime) -> Change:
    """Return the change that tells of an alert."""
    return Change(Position(0, 0), at, Subject.ALERT, str(alert.id), alert.ward_code, alert)


def _event(message: CameraEventObserved, ward_code: str) -> EventRow:
    return EventRow(
        id=message.id,
        observed_at=message.observed_at,
        received_at=message.observed_at,
        source=message.source,
        camera_code=message.source,
        ward_code=ward_code,
        kind=message.kind,
        score=message.score,
        label=message.label,
        box=message.box,
        lat=message.lat,
        lon=message.lon,
        provenance=message.provenance,
        exercise=message.exercise,
        dialect="opscenter",
        revised_at=message.observed_at,
        ended_at=None,
    )


def _report(message: CitizenReported | PoliceReported, ward_code: str) -> ReportRow:
    via = message.channel if isinstance(message, CitizenReported) else None
    return ReportRow(
        id=message.id,
        observed_at=message.observed_at,
        received_at=message.observed_at,
        channel="police" if via is None else "citizen",
        via=via or "",
        source=message.source,
        ward_code=ward_code,
        kind=message.kind,
        lat=message.lat,
        lon=message.lon,
        text=message.text,
        provenance=message.provenance,
        exercise=message.exercise,
    )


def _camera(message: CameraStatusReported, camera: Camera) -> CameraRow:
    return CameraRow(
        code=camera.code,
        name=camera.name,
        ward_code=camera.ward_code,
        lat=camera.lat,
        lon=camera.lon,
        heading_deg=camera.heading_deg,
        fov_deg=camera.fov_deg,
        range_m=camera.range_m,
        kind=camera.kind,
        recorder=camera.recorder,
        gateway=camera.gateway,
        street=camera.street,
        owner=camera.owner,
        purpose=camera.purpose,
        provenance=message.provenance,
        state=message.state,
        reason=None,
        observed_at=message.observed_at,
        exercise=message.exercise,
    )


def _reading(message: SystemReadingTaken, ward_code: str) -> SystemRow:
    return SystemRow(
        system=message.system,
        site=message.site,
        metric=message.metric,
        ward_code=ward_code,
        value=message.value,
        unit=message.unit,
        lat=message.lat,
        lon=message.lon,
        observed_at=message.observed_at,
        provenance=message.provenance,
        exercise=message.exercise,
    )


def incident_row(alert: AlertRow, alerts: tuple[uuid.UUID, ...]) -> IncidentRow:
    """Return the incident that an alert opens, as the database would."""
    return IncidentRow(
        id=uuid.uuid4(),
        number="",
        kind=alert.kind,
        severity=alert.severity,
        priority=1,
        state=IncidentState.NEW,
        state_before_hold=None,
        origin=Origin.CAMERA,
        ward_code=alert.ward_code,
        lat=alert.lat,
        lon=alert.lon,
        place=alert.place,
        words="",
        happened_at=alert.opened_at,
        opened_at=alert.opened_at,
        entered_at=alert.opened_at,
        is_late_entry=False,
        opened_by="rules",
        owner_id=None,
        owner_name=None,
        verified_by=None,
        verified_at=None,
        taken_at=None,
        dispatched_at=None,
        on_scene_at=None,
        resolved_at=None,
        closed_at=None,
        due_at=None,
        escalated_to=None,
        escalated_at=None,
        hold_until=None,
        reopened=0,
        duplicate_of=None,
        result="",
        alert_ids=alerts,
        unit_codes=(),
        version=1,
        acted_version=1,
        provenance=alert.provenance,
        exercise=alert.exercise,
    )
