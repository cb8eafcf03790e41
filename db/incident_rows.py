"""What readers get of incidents: one frozen dataclass per kind of row, without who called."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.incidents import EntryKind, IncidentState, Origin
from domain.kinds import IncidentKind, Severity
from domain.messages import Provenance


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """An incident as it stands; `version` grows with every change.

    Who saw it before `acted_version` and acts is told who was faster; what was only added contradicts nobody.

    `priority` is 1 (first) to 4; `due_at` is when somebody must have reacted, `escalated_to` whom it was
    brought to since. Who called is not in it: see db.incidents.callers_of.
    """

    id: uuid.UUID
    number: str
    kind: IncidentKind
    severity: Severity
    priority: int
    state: IncidentState
    state_before_hold: IncidentState | None
    origin: Origin
    ward_code: str
    lat: float
    lon: float
    place: str
    words: str
    happened_at: datetime
    opened_at: datetime
    entered_at: datetime
    is_late_entry: bool
    opened_by: str
    owner_id: int | None
    owner_name: str | None
    verified_by: str | None
    verified_at: datetime | None
    taken_at: datetime | None
    dispatched_at: datetime | None
    on_scene_at: datetime | None
    resolved_at: datetime | None
    closed_at: datetime | None
    due_at: datetime | None
    escalated_to: str | None
    escalated_at: datetime | None
    hold_until: datetime | None
    reopened: int
    duplicate_of: uuid.UUID | None
    result: str
    alert_ids: tuple[uuid.UUID, ...]
    unit_codes: tuple[str, ...]
    version: int
    acted_version: int
    provenance: Provenance
    exercise: bool


@dataclass(frozen=True, slots=True)
class IncidentLinkRow:
    """What belongs (or belonged) to an incident: subject alert, report, camera or incident, and why."""

    id: int
    incident_id: uuid.UUID
    subject: str
    key: str
    linked_at: datetime
    linked_by: str
    is_automatic: bool
    why: str
    unlinked_at: datetime | None
    unlinked_by: str | None


@dataclass(frozen=True, slots=True)
class IncidentEntryRow:
    """One line of an incident's timeline; `happened_at` is the true time of what was entered late."""

    id: int
    incident_id: uuid.UUID
    at: datetime
    happened_at: datetime | None
    kind: EntryKind
    before: str | None
    action: str | None
    after: str | None
    account_id: int | None
    by_name: str
    text: str
    details: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class IncidentStepRow:
    """A step of an incident's procedure that was done."""

    incident_id: uuid.UUID
    step: str
    done_at: datetime
    done_by: str
    note: str


@dataclass(frozen=True, slots=True)
class IncidentAttachmentRow:
    """What is known of an attachment, without its bytes."""

    id: uuid.UUID
    incident_id: uuid.UUID
    at: datetime
    by_name: str
    name: str
    media_type: str
    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class IncidentAttachment:
    """An attachment with its bytes."""

    id: uuid.UUID
    incident_id: uuid.UUID
    name: str
    media_type: str
    sha256: str
    content: bytes


@dataclass(frozen=True, slots=True)
class IncidentCaller:
    """Who told of an incident, and when: for its owner and those who may see callers."""

    at: datetime
    name: str | None
    phone: str | None


@dataclass(frozen=True, slots=True)
class NearbyIncident:
    """An open incident close to a point."""

    incident: IncidentRow
    distance_m: float


@dataclass(frozen=True, slots=True)
class RunningNumber:
    """The running number that was drawn for an incident."""

    last: int
