"""What the console's questions are answered with, beyond the rows that the feed knows too."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from db.changes import Position
from db.incident_rows import IncidentRow
from db.post_rows import PostRow
from db.rows import (
    AlertRow,
    CameraRow,
    CommandRow,
    EventRow,
    GatewayRow,
    PictureRow,
    ReportRow,
    SegmentStateRow,
    SystemRow,
    UnitRow,
    WardStateRow,
)
from domain.kinds import IncidentKind
from domain.messages import Moment, Provenance


@dataclass(frozen=True, slots=True)
class LiveState:
    """Everything the live map shows, at one instant; follow the feed from `position`."""

    at: datetime
    position: Position
    cameras: tuple[CameraRow, ...]
    units: tuple[UnitRow, ...]
    alerts: tuple[AlertRow, ...]
    wards: tuple[WardStateRow, ...]
    systems: tuple[SystemRow, ...]
    gateways: tuple[GatewayRow, ...]
    segments: tuple[SegmentStateRow, ...] = ()
    reports: tuple[ReportRow, ...] = ()
    events: tuple[EventRow, ...] = ()
    orders: tuple[CommandRow, ...] = ()
    incidents: tuple[IncidentRow, ...] = ()
    posts: tuple[PostRow, ...] = ()


@dataclass(frozen=True, slots=True)
class CameraDetail:
    """A camera with what it saw in the last day and its newest pictures."""

    camera: CameraRow
    events: tuple[EventRow, ...]
    pictures: tuple[PictureRow, ...]


@dataclass(frozen=True, slots=True)
class FlowBucket:
    """Five minutes of one camera's counts; speed is None when nothing passed."""

    bucket: datetime
    provenance: Provenance
    vehicles: int
    motorcycles: int
    cars: int
    speed_kmh: float | None
    occupancy: float


@dataclass(frozen=True, slots=True)
class UsualBucket:
    """What five minutes usually bring, from `weeks` of the last four weeks."""

    bucket: datetime
    provenance: Provenance
    vehicles: float
    speed_kmh: float | None
    weeks: int


@dataclass(frozen=True, slots=True)
class EventCount:
    """How many events of a kind a ward had in an hour."""

    bucket: datetime
    ward_code: str
    kind: IncidentKind
    provenance: Provenance
    events: int


@dataclass(frozen=True, slots=True)
class TransitionRow:
    """One step in an alert's life; `before` is None and `action` is open for the first."""

    at: datetime
    before: str | None
    action: str
    after: str
    account_id: int | None
    by_name: str
    reason: str


@dataclass(frozen=True, slots=True)
class AlertDetail:
    """An alert with its life, the event that opened it and the pictures of that."""

    alert: AlertRow
    transitions: tuple[TransitionRow, ...]
    event: EventRow | None
    pictures: tuple[PictureRow, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with its bytes."""

    event_id: uuid.UUID
    moment: Moment
    rendition: str
    observed_at: datetime
    camera_code: str
    ward_code: str
    sha256: str
    width: int
    height: int
    retention_class: str
    provenance: Provenance
    exercise: bool
    jpeg: bytes


@dataclass(frozen=True, slots=True)
class DeadLetterRow:
    """What could not be understood, without its `size_bytes` bytes."""

    id: int
    received_at: datetime
    topic: str
    size_bytes: int
    reason: str
    dialect: str
    readable: bool
    resent_at: datetime | None


@dataclass(frozen=True, slots=True)
class WholeDeadLetter:
    """What could not be understood, whole."""

    id: int
    received_at: datetime
    topic: str
    size_bytes: int
    reason: str
    dialect: str
    readable: bool
    resent_at: datetime | None
    payload: bytes


@dataclass(frozen=True, slots=True)
class ProvenanceShare:
    """How many sources (cameras, units, system sites) are of a provenance."""

    provenance: Provenance
    sources: int
