"""What an incident does when one of its alerts is acted on: taken with it, or rejected with the last."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from db.connection import AsyncConnection
from db.incident_acts import after_step, after_take
from db.incident_alerts import take_alerts_of
from db.incident_rows import IncidentRow
from db.incident_writing import actor_of, change_incident, tell_incident, write_entry, write_step
from db.sql import query
from domain.alerts import AlertAction
from domain.incidents import EntryKind, IncidentAction, IncidentState, incident_step
from domain.roles import Person

_NOT_BEGUN = frozenset({IncidentState.NEW, IncidentState.VERIFYING})


@dataclass(frozen=True, slots=True)
class _Signs:
    """How many alerts and reports speak for an incident."""

    signs: int


async def hold_incident_of(connection: AsyncConnection, alert_id: uuid.UUID) -> IncidentRow | None:
    """Lock the incident that an alert belongs to, before the alert itself is locked; None for none."""
    return await connection.row(query("incident_links", "lock_incident_of_alert"), IncidentRow, id=alert_id)


async def follow_alert(
    connection: AsyncConnection,
    incident: IncidentRow,
    action: AlertAction,
    person: Person,
    *,
    reason: str,
    at: datetime,
) -> None:
    """Let a locked incident follow what a person has done with one of its alerts.

    Whoever acknowledges the alert of one that nobody owns owns it, with its other alerts. One that nobody
    has verified is a false alarm when all that it was made of is.
    """
    if action is AlertAction.ACKNOWLEDGE and incident.owner_id is None:
        if incident.state in _NOT_BEGUN:
            await _take(connection, incident, person, at)
    elif (
        action is AlertAction.REJECT
        and incident.state in _NOT_BEGUN
        and incident.verified_by is None
        and not await _has_other_signs(connection, incident)
    ):
        await _reject(connection, incident, person, reason, at)


async def _take(connection: AsyncConnection, incident: IncidentRow, person: Person, at: datetime) -> None:
    actor = actor_of(person)
    after = after_take(incident, actor, at)
    await change_incident(connection, after)
    await write_entry(
        connection,
        incident.id,
        EntryKind.OWNER,
        actor,
        before=incident.state,
        action="take",
        after=after.state,
        text=actor.name,
        details={"from": None, "to": actor.name},
    )
    await take_alerts_of(connection, incident.id, person, at)
    await tell_incident(connection, incident.id)


async def _reject(
    connection: AsyncConnection, incident: IncidentRow, person: Person, reason: str, at: datetime
) -> None:
    actor = actor_of(person)
    step = incident_step(incident.state, IncidentAction.REJECT, reason)
    await change_incident(connection, after_step(incident, step, actor, at))
    await write_step(connection, incident.id, step, actor)
    await tell_incident(connection, incident.id)


async def _has_other_signs(connection: AsyncConnection, incident: IncidentRow) -> bool:
    """Tell whether anything speaks for an incident still that is no false alarm."""
    found = await connection.row(query("incident_links", "other_signs"), _Signs, id=incident.id)
    return found is not None and found.signs > 0
