"""How the rules process changes incidents: opens, joins further signs, brings up what waits."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from db.connection import Connection
from db.errors import DatabaseError
from db.incident_acts import (
    Actor,
    NewIncident,
    after_step,
    case_number,
    entry_values,
    opening_values,
    priority_of,
    waits_for,
)
from db.incident_rows import IncidentRow
from db.rows import AlertRow
from db.sql import query
from domain.deadlines import next_role
from domain.incidents import ACTIVE_STATES, EntryKind, IncidentAction, IncidentState, incident_step
from domain.kinds import Severity
from domain.local_time import local_day
from domain.roles import Role

RULES = Actor("rules")
"""Who acts when nobody does."""
HOLD_IS_OVER = "Hết thời gian tạm dừng"


@dataclass(frozen=True, slots=True)
class Sign:
    """What is to belong to an incident: its subject and key, and why, as it is kept."""

    subject: str
    key: str
    why: str


@dataclass(frozen=True, slots=True)
class _TakenOut:
    """An incident that something was taken out of by a person; `is_itself` when it was this very alert."""

    incident_id: uuid.UUID
    is_itself: bool


def open_incidents(connection: Connection) -> list[IncidentRow]:
    """Return what is not closed, the oldest first."""
    return connection.rows(query("incidents", "open_incidents"), IncidentRow)


def incident_of(connection: Connection, subject: str, key: str) -> IncidentRow | None:
    """Return the incident that an alert or a report belongs to now."""
    return connection.row(query("incident_links", "incident_of"), IncidentRow, subject=subject, key=key)


def taken_out_of(connection: Connection, alert: AlertRow) -> tuple[frozenset[uuid.UUID], bool]:
    """Return the incidents that a person parted an alert (or one of its rule, place and kind) from.

    The second says whether a person parted this very alert from any: rules leave it alone then.
    """
    found = connection.rows(
        query("incident_links", "taken_out"),
        _TakenOut,
        id=alert.id,
        rule=alert.rule,
        place_key=alert.place_key,
        kind=alert.kind,
    )
    return frozenset(one.incident_id for one in found), any(one.is_itself for one in found)


def open_of_signs(
    connection: Connection, new: NewIncident, signs: Sequence[Sign], now: datetime
) -> IncidentRow:
    """Open an incident that nobody owns, with the signs that made it."""
    with connection.transaction():
        running = int(connection.values(query("incidents", "next_number"), day=local_day(now))[0])
        values = opening_values(new, case_number(local_day(now), running), RULES, now)
        incident_id: uuid.UUID = values["id"]
        connection.run(query("incidents", "open_incident"), **values)
        _write(connection, incident_id, EntryKind.OPENED, action="open", after=values["state"])
        for sign in signs:
            _put_in(connection, incident_id, sign)
        return _tell(connection, incident_id)


def join_signs(
    connection: Connection, incident_id: uuid.UUID, signs: Sequence[Sign], severity: Severity | None
) -> IncidentRow | None:
    """Let further signs belong to an incident, which is as grave as the gravest; None when it is over."""
    with connection.transaction():
        incident = connection.row(query("incidents", "lock_incident"), IncidentRow, id=incident_id)
        if incident is None or incident.state not in ACTIVE_STATES:
            return None
        if severity is not None and severity.rank > incident.severity.rank:
            graver = replace(
                incident, severity=severity, priority=min(incident.priority, priority_of(severity))
            )
            connection.run(query("incidents", "change_incident"), **asdict(graver))
        added = [_put_in(connection, incident_id, sign) for sign in signs]
        if any(added):
            connection.run(query("incidents", "raise_version"), id=incident_id)
        return _tell(connection, incident_id)


def bring_up_what_waits(connection: Connection, now: datetime) -> list[IncidentRow]:
    """Bring what nobody has reacted to in time to the next role; let go on what was on hold long enough."""
    with connection.transaction():
        due = connection.rows(query("incidents", "lock_due"), IncidentRow, now=now)
        return [
            _resume(connection, one, now)
            if one.state is IncidentState.ON_HOLD
            else _escalate(connection, one, now)
            for one in due
        ]


def _escalate(connection: Connection, incident: IncidentRow, now: datetime) -> IncidentRow:
    reached = None if incident.escalated_to is None else Role(incident.escalated_to)
    role = next_role(reached)
    connection.run(query("incidents", "escalate"), id=incident.id, role=role, at=now)
    details = {"awaits": waits_for(incident), "due_at": incident.due_at, "owner": incident.owner_name}
    _write(
        connection,
        incident.id,
        EntryKind.ESCALATION,
        before=incident.escalated_to,
        action="escalate",
        after=role,
        details=details,
    )
    return _tell(connection, incident.id)


def _resume(connection: Connection, incident: IncidentRow, now: datetime) -> IncidentRow:
    step = incident_step(
        incident.state, IncidentAction.RESUME, HOLD_IS_OVER, before_hold=incident.state_before_hold
    )
    connection.run(query("incidents", "change_incident"), **asdict(after_step(incident, step, RULES, now)))
    _write(
        connection,
        incident.id,
        EntryKind.TRANSITION,
        before=step.before,
        action=step.action,
        after=step.after,
        text=step.reason,
    )
    return _tell(connection, incident.id)


def _put_in(connection: Connection, incident_id: uuid.UUID, sign: Sign) -> bool:
    """Let a sign belong to an incident unless it belongs to one already."""
    is_new = connection.run(
        query("incident_links", "add_link"),
        incident_id=incident_id,
        subject=sign.subject,
        key=sign.key,
        linked_by=RULES.name,
        is_automatic=True,
        why=sign.why,
    )
    if is_new:
        details = {"subject": sign.subject, "key": sign.key}
        _write(connection, incident_id, EntryKind.LINK, action="link", text=sign.why, details=details)
    return bool(is_new)


def _write(
    connection: Connection,
    incident_id: uuid.UUID,
    kind: EntryKind,
    *,
    before: str | None = None,
    action: str | None = None,
    after: str | None = None,
    text: str = "",
    details: Mapping[str, Any] | None = None,
) -> None:
    values = entry_values(
        incident_id, kind, RULES, before=before, action=action, after=after, text=text, details=details
    )
    connection.run(query("incidents", "write_entry"), **values)


def _tell(connection: Connection, incident_id: uuid.UUID) -> IncidentRow:
    for step in ("settle_incident", "settle_alerts", "tell_incident"):
        connection.run(query("incidents", step), id=incident_id)
    connection.run(query("feed", "notify"))
    incident = connection.row(query("incidents", "incident"), IncidentRow, id=incident_id)
    if incident is None:
        raise DatabaseError(f"incident {incident_id} vanished while it was locked")
    return incident
