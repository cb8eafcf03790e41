"""What an act makes of an incident: the row as it is next, decided apart from the database."""

import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

import msgspec

from db.incident_rows import IncidentRow
from domain.deadlines import Reaction, awaited, due_at
from domain.identifiers import uuid7
from domain.incidents import EntryKind, IncidentAction, IncidentState, IncidentStep, Origin
from domain.kinds import IncidentKind, Severity
from domain.messages import Provenance

CASE_PREFIX = "Q1"
_SEEN_BY_POLICE = frozenset({Origin.POLICE, Origin.POST})
"""Who tells of it stands there: nobody else has to look first."""


@dataclass(frozen=True, slots=True)
class NewIncident:
    """An incident that is to be opened; `place` is where it is in words, `words` what was said.

    `priority` None takes the severity's. What is entered late has its true time in `happened_at`.
    """

    kind: IncidentKind
    severity: Severity
    origin: Origin
    ward_code: str
    lat: float
    lon: float
    place: str
    happened_at: datetime
    provenance: Provenance
    words: str = ""
    caller_name: str | None = None
    caller_phone: str | None = None
    exercise: bool = False
    is_late_entry: bool = False
    priority: int | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: an account by its name, or a rule by its own."""

    name: str
    account_id: int | None = None


def case_number(day: date, running: int) -> str:
    """Return a number that can be said over the radio: Q1-261124-007."""
    return f"{CASE_PREFIX}-{day:%y%m%d}-{running:03d}"


def priority_of(severity: Severity) -> int:
    """Return the priority that a severity has by itself, 1 the first."""
    return len(Severity) - severity.rank


def opening_values(new: NewIncident, number: str, actor: Actor, at: datetime) -> dict[str, Any]:
    """Return the columns of a new incident; a person who opens it owns it, what a rule opens is nobody's."""
    is_owned = actor.account_id is not None
    awaits = awaited(
        IncidentState.NEW, is_owned=is_owned, is_verified=is_owned and new.origin in _SEEN_BY_POLICE
    )
    return {
        **asdict(new),
        "id": uuid7(at),
        "number": number,
        "priority": new.priority or priority_of(new.severity),
        "state": IncidentState.NEW,
        "opened_at": new.happened_at if new.is_late_entry else at,
        "opened_by": actor.name,
        "owner_id": actor.account_id,
        "owner_name": actor.name if is_owned else None,
        "taken_at": at if is_owned else None,
        "due_at": due_at(new.kind, new.severity, awaits, at),
    }


def entry_values(
    incident_id: uuid.UUID,
    kind: EntryKind,
    actor: Actor,
    *,
    before: str | None = None,
    action: str | None = None,
    after: str | None = None,
    text: str = "",
    details: Mapping[str, Any] | None = None,
    happened_at: datetime | None = None,
) -> dict[str, Any]:
    """Return the columns of one line of a timeline."""
    return {
        "incident_id": incident_id,
        "kind": kind,
        "account_id": actor.account_id,
        "by_name": actor.name,
        "before": before,
        "action": action,
        "after": after,
        "text": text,
        "details": None if details is None else msgspec.json.encode(details).decode(),
        "happened_at": happened_at,
    }


def after_step(
    incident: IncidentRow,
    step: IncidentStep,
    actor: Actor,
    at: datetime,
    *,
    hold_until: datetime | None = None,
    duplicate_of: uuid.UUID | None = None,
) -> IncidentRow:
    """Return the incident after a step; a person who acts on what nobody owns owns it then."""
    moved = replace(incident, state=step.after, hold_until=None, state_before_hold=None)
    match step.action:
        case IncidentAction.DISPATCH:
            moved = replace(moved, dispatched_at=incident.dispatched_at or at)
        case IncidentAction.HANDLE:
            moved = replace(moved, on_scene_at=incident.on_scene_at or at)
        case IncidentAction.HOLD:
            moved = replace(moved, hold_until=hold_until, state_before_hold=incident.state)
        case IncidentAction.RESOLVE:
            moved = replace(moved, resolved_at=at, result=step.reason)
        case IncidentAction.CLOSE:
            moved = replace(moved, closed_at=at)
        case IncidentAction.REOPEN:
            moved = replace(
                moved,
                reopened=incident.reopened + 1,
                resolved_at=None,
                closed_at=None,
                duplicate_of=None,
                result="",
            )
        case IncidentAction.MARK_DUPLICATE:
            moved = replace(moved, duplicate_of=duplicate_of, closed_at=at, result=step.reason)
        case IncidentAction.REJECT:
            moved = replace(moved, closed_at=at, result=step.reason)
    return with_deadline(_owned(moved, actor, at), at)


def after_take(incident: IncidentRow, actor: Actor, at: datetime) -> IncidentRow:
    """Return the incident in the hands of whoever takes it or is given it; what was new is looked into."""
    is_new = incident.state is IncidentState.NEW
    owned = replace(
        incident,
        owner_id=actor.account_id,
        owner_name=actor.name,
        taken_at=incident.taken_at or at,
        state=IncidentState.VERIFYING if is_new else incident.state,
    )
    return with_deadline(owned, at) if is_new or incident.escalated_to else owned


def after_verification(incident: IncidentRow, actor: Actor, at: datetime) -> IncidentRow:
    """Return the incident with a named person who stands for its being true."""
    is_new = incident.state is IncidentState.NEW
    verified = replace(
        incident,
        verified_by=actor.name,
        verified_at=at,
        state=IncidentState.VERIFYING if is_new else incident.state,
    )
    return with_deadline(_owned(verified, actor, at), at)


def with_deadline(incident: IncidentRow, since: datetime) -> IncidentRow:
    """Return the incident with the deadline of what it waits for now; who had it brought up is free of it."""
    due = due_at(incident.kind, incident.severity, waits_for(incident), since, incident.hold_until)
    return replace(incident, due_at=due, escalated_to=None, escalated_at=None)


def waits_for(incident: IncidentRow) -> Reaction | None:
    """Return what an incident waits for; what police tell needs nobody else to verify it."""
    return awaited(
        incident.state,
        is_owned=incident.owner_id is not None,
        is_verified=incident.verified_by is not None or incident.origin in _SEEN_BY_POLICE,
    )


def _owned(incident: IncidentRow, actor: Actor, at: datetime) -> IncidentRow:
    if incident.owner_id is not None or actor.account_id is None:
        return incident
    return replace(
        incident, owner_id=actor.account_id, owner_name=actor.name, taken_at=incident.taken_at or at
    )
