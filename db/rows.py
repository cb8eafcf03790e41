"""What readers get: one frozen dataclass per kind of row, the same from a query and from the change feed."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from db.incident_rows import IncidentRow
from db.post_rows import PostRow
from domain.alerts import AlertState
from domain.kinds import IncidentKind, Severity
from domain.messages import Answer, CameraState, GatewayState, Moment, Order, Provenance, UnitState
from domain.places import CameraKind
from domain.smart_systems import SmartSystem


@dataclass(frozen=True, slots=True)
class CameraRow:
    """A camera as registered, and its newest state; `observed_at` is None until it was heard."""

    code: str
    name: str
    ward_code: str
    lat: float
    lon: float
    heading_deg: float
    fov_deg: float
    range_m: float
    kind: CameraKind
    recorder: str
    gateway: str
    street: str
    owner: str
    purpose: str
    provenance: Provenance
    state: CameraState
    reason: str | None
    observed_at: datetime | None
    exercise: bool


@dataclass(frozen=True, slots=True)
class GatewayRow:
    """A ward gateway: whether it speaks, and since when the centre knows."""

    gateway: str
    ward_code: str
    state: GatewayState
    observed_at: datetime
    received_at: datetime
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A police unit: where it is and what it does; `observed_at` is None until it was heard.

    `since` is when it began to do what it does.
    """

    code: str
    callsign: str
    kind: str
    ward_code: str
    lat: float
    lon: float
    heading_deg: float
    speed_kmh: float
    state: UnitState
    observed_at: datetime | None
    provenance: Provenance
    exercise: bool
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class WardStateRow:
    """A ward's traffic now: `congestion` 0 (free) to 1 (standing), `usual` what is usual at this hour."""

    ward_code: str
    provenance: Provenance
    congestion: float
    speed_kmh: float
    vehicles_per_min: float
    usual: float | None
    observed_at: datetime


@dataclass(frozen=True, slots=True)
class SegmentStateRow:
    """The traffic of a street within a ward, as so many `cameras` see it; the rest is as in a ward's."""

    ward_code: str
    street: str
    provenance: Provenance
    congestion: float
    speed_kmh: float
    vehicles_per_min: float
    usual: float | None
    cameras: int
    observed_at: datetime


@dataclass(frozen=True, slots=True)
class SystemRow:
    """The newest value of one figure of one of the eight systems at one site."""

    system: SmartSystem
    site: str
    metric: str
    ward_code: str
    value: float
    unit: str
    lat: float | None
    lon: float | None
    observed_at: datetime
    provenance: Provenance
    exercise: bool


@dataclass(frozen=True, slots=True)
class AlertRow:
    """An alert as it stands; `version` grows with every act on it, `repeats` with every further sign.

    What is shelved says until when, by whom and why.
    """

    id: uuid.UUID
    rule: str
    place_key: str
    ward_code: str
    kind: IncidentKind
    severity: Severity
    state: AlertState
    camera_code: str | None
    lat: float
    lon: float
    place: str
    source_channel: str
    event_id: uuid.UUID | None
    event_at: datetime | None
    opened_at: datetime
    last_at: datetime
    repeats: int
    version: int
    owner_id: int | None
    owner_name: str | None
    acknowledged_at: datetime | None
    closed_at: datetime | None
    provenance: Provenance
    exercise: bool
    details: Mapping[str, Any] | None = None
    shelved_until: datetime | None = None
    shelved_by: str | None = None
    shelved_reason: str | None = None
    incident_id: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class EventRow:
    """What a camera's analysis saw; `box` is left, top, right, bottom as shares of the picture."""

    id: uuid.UUID
    observed_at: datetime
    received_at: datetime
    source: str
    camera_code: str | None
    ward_code: str
    kind: IncidentKind
    score: float
    label: str
    box: tuple[float, float, float, float] | None
    lat: float | None
    lon: float | None
    provenance: Provenance
    exercise: bool
    dialect: str
    revised_at: datetime
    ended_at: datetime | None
    details: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class ReportRow:
    """What police or citizens told; `channel` is police or citizen, `via` the citizens' channel."""

    id: uuid.UUID
    observed_at: datetime
    received_at: datetime
    channel: str
    via: str
    source: str
    ward_code: str
    kind: IncidentKind
    lat: float
    lon: float
    text: str
    provenance: Provenance
    exercise: bool


@dataclass(frozen=True, slots=True)
class PictureRow:
    """What is known of a picture, without its bytes; `rendition` is masked or original."""

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


@dataclass(frozen=True, slots=True)
class CommandRow:
    """An order to a unit and how far it has come; `answer_text` is what the unit said.

    A unit that has not answered by `due_at` is flagged; one that was called back is no longer on its order.
    """

    id: uuid.UUID
    unit_code: str
    order: Order
    lat: float
    lon: float
    alert_id: uuid.UUID | None
    ward_code: str
    text: str
    sent_at: datetime
    sent_by: str
    provenance: Provenance
    exercise: bool
    answer: Answer | None
    answered_at: datetime | None
    verified_by: str | None = None
    answer_text: str = ""
    incident_id: uuid.UUID | None = None
    due_at: datetime | None = None
    flagged_at: datetime | None = None
    recalled_at: datetime | None = None
    recalled_by: str | None = None


AnyRow = (
    CameraRow
    | GatewayRow
    | UnitRow
    | WardStateRow
    | SegmentStateRow
    | SystemRow
    | AlertRow
    | EventRow
    | ReportRow
    | PictureRow
    | CommandRow
    | IncidentRow
    | PostRow
)
