"""What a shift hands to the next: what is open, shelved, out of service, unanswered; frozen as signed."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import msgspec

from domain.incidents import IncidentState
from domain.kinds import IncidentKind, Severity
from domain.messages import CameraState, Provenance, UnitState

FORMAT = 1


class OpenIncident(msgspec.Struct, frozen=True):
    """An incident that is not closed; `times_handed` is through how many signed hand-overs it came."""

    key: str
    number: str
    kind: IncidentKind
    severity: Severity
    state: IncidentState
    place: str
    ward_code: str
    opened_at: datetime
    due_at: datetime | None
    owner: str | None
    verified_by: str | None
    is_late_entry: bool
    provenance: Provenance
    exercise: bool
    times_handed: int


class OpenAlert(msgspec.Struct, frozen=True):
    """An alert that belongs to no incident: open, or shelved until a moment by somebody for a reason."""

    key: str
    kind: IncidentKind
    severity: Severity
    place: str
    ward_code: str
    opened_at: datetime
    owner: str | None
    shelved_until: datetime | None
    shelved_by: str | None
    shelved_reason: str | None
    provenance: Provenance
    exercise: bool
    times_handed: int


class CameraOut(msgspec.Struct, frozen=True):
    """A camera that gives no picture as it should."""

    code: str
    name: str
    ward_code: str
    state: CameraState
    reason: str | None
    since: datetime | None
    provenance: Provenance


class GatewayOut(msgspec.Struct, frozen=True):
    """A ward's gateway that is lost."""

    gateway: str
    ward_code: str
    since: datetime
    provenance: Provenance


class SystemOut(msgspec.Struct, frozen=True):
    """A smart system that is silent or disconnected, as an open alert tells."""

    place: str
    kind: IncidentKind
    ward_code: str
    since: datetime
    provenance: Provenance


class UnitOut(msgspec.Struct, frozen=True):
    """A unit that is off duty, or was not heard of lately."""

    code: str
    callsign: str
    ward_code: str
    state: UnitState
    heard_at: datetime | None
    provenance: Provenance


class UnansweredOrder(msgspec.Struct, frozen=True):
    """An order that its unit has not answered."""

    callsign: str
    ward_code: str
    text: str
    number: str | None
    sent_at: datetime
    sent_by: str
    due_at: datetime | None
    provenance: Provenance
    exercise: bool


class RunningTransfer(msgspec.Struct, frozen=True):
    """An incident offered to another party, which has not answered yet; `party` ward is a ward's post."""

    number: str
    party: str
    ward_code: str | None
    asked_at: datetime
    asked_by: str
    due_at: datetime | None


class ShiftNote(msgspec.Struct, frozen=True):
    """What somebody wrote down during the shift."""

    at: datetime
    by_name: str
    text: str


class ShiftCounts(msgspec.Struct, frozen=True):
    """How much there was in the shift, of one provenance and without drills."""

    provenance: Provenance
    alerts_opened: int
    alerts_closed: int
    false_alarms: int
    incidents_opened: int
    incidents_closed: int


class CamerasOut(msgspec.Struct, frozen=True):
    """How many cameras there are, and how many of them are in a state other than online."""

    provenance: Provenance
    cameras: int
    offline: int
    maintenance: int
    obscured: int
    moved: int
    unknown: int


class Left(msgspec.Struct, frozen=True):
    """What is left to do at one moment. `alerts` and `cameras` are cut: `alerts_open` counts all."""

    at: datetime
    incidents: tuple[OpenIncident, ...]
    alerts: tuple[OpenAlert, ...]
    alerts_open: int
    shelved: tuple[OpenAlert, ...]
    cameras_out: tuple[CamerasOut, ...]
    cameras: tuple[CameraOut, ...]
    gateways: tuple[GatewayOut, ...]
    systems: tuple[SystemOut, ...]
    units: tuple[UnitOut, ...]
    orders: tuple[UnansweredOrder, ...]
    transfers: tuple[RunningTransfer, ...]
    notes: tuple[ShiftNote, ...]
    counts: tuple[ShiftCounts, ...]


class HandoverBody(msgspec.Struct, frozen=True):
    """What is signed: the shift, who leaves, and what is left to do."""

    format: int
    district: str
    shift_began: datetime
    shift_ends: datetime
    left_by: str
    left: Left


@dataclass(frozen=True, slots=True)
class Frozen:
    """A body as the text that is signed, with its fingerprint."""

    text: str
    sha256: str


def frozen(body: HandoverBody) -> Frozen:
    """Return the text that is kept and signed; the same body always makes the same text."""
    text = msgspec.json.encode(body).decode()
    return Frozen(text, fingerprint(text))


def read_body(text: str) -> HandoverBody:
    """Return what a signed text says."""
    return msgspec.json.decode(text, type=HandoverBody)


def fingerprint(text: str) -> str:
    """Return the SHA-256 of a signed text as hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def is_intact(text: str, sha256: str) -> bool:
    """Tell whether a text is still the one that was signed."""
    return fingerprint(text) == sha256


def items(left: Left) -> Iterator[tuple[str, str]]:
    """Yield subject and key of everything that comes again until it is closed."""
    for incident in left.incidents:
        yield "incident", incident.key
    for alert in (*left.alerts, *left.shelved):
        yield "alert", alert.key


def provenances(left: Left) -> frozenset[Provenance]:
    """Return whose data this shows: where only simulated sources are told of, it is no real shift."""
    told: tuple[OpenIncident | OpenAlert | CamerasOut, ...]
    told = (*left.incidents, *left.alerts, *left.shelved, *left.cameras_out)
    return frozenset(it.provenance for it in told)
