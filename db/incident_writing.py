"""How an incident is changed, by the console: whoever does it goes through these in one transaction."""

import uuid
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from db.connection import AsyncConnection
from db.errors import DatabaseError, IncidentConflict, IncidentNotFound
from db.incident_acts import Actor, NewIncident, case_number, entry_values, opening_values
from db.incident_rows import IncidentEntryRow, IncidentRow, RunningNumber
from db.sql import query
from domain.incidents import EntryKind, IncidentStep
from domain.local_time import local_day
from domain.roles import Person


def actor_of(person: Person) -> Actor:
    """Return a person as who acts."""
    return Actor(person.display_name, person.account_id)


async def lock_incident(
    connection: AsyncConnection, incident_id: uuid.UUID, version: int | None = None
) -> IncidentRow:
    """Hold an incident for this transaction and return it.

    Raises IncidentConflict when somebody has acted on it since the `version` that was seen (None: whatever
    it is), IncidentNotFound when there is none.
    """
    incident = await connection.row(query("incidents", "lock_incident"), IncidentRow, id=incident_id)
    if incident is None:
        raise IncidentNotFound(f"there is no incident {incident_id}")
    if version is not None and version < incident.acted_version:
        raise await _conflict(connection, incident)
    return incident


async def insert_incident(
    connection: AsyncConnection, new: NewIncident, actor: Actor, at: datetime
) -> uuid.UUID:
    """Write a new incident with its number and first line; it is to be told of when it is whole."""
    drawn = await connection.row(query("incidents", "next_number"), RunningNumber, day=local_day(at))
    if drawn is None:
        raise DatabaseError("the database gave no case number: run `opscenter db migrate`")
    values = opening_values(new, case_number(local_day(at), drawn.last), actor, at)
    incident_id: uuid.UUID = values["id"]
    await connection.run(query("incidents", "open_incident"), **values)
    await keep_caller(connection, incident_id, new.caller_name, new.caller_phone)
    await write_entry(
        connection,
        incident_id,
        EntryKind.OPENED,
        actor,
        action="open",
        after=values["state"],
        text=new.words,
        happened_at=new.happened_at if new.is_late_entry else None,
    )
    return incident_id


async def keep_caller(
    connection: AsyncConnection, incident_id: uuid.UUID, name: str | None, phone: str | None
) -> None:
    """Keep who told of an incident, apart from it; nothing when neither name nor number is known."""
    if name or phone:
        await connection.run(
            query("incidents", "keep_caller"), incident_id=incident_id, name=name, phone=phone
        )


async def change_incident(connection: AsyncConnection, after: IncidentRow) -> None:
    """Write what a locked incident has become; it is a new version then."""
    await connection.run(query("incidents", "change_incident"), **asdict(after))


async def raise_version(connection: AsyncConnection, incident_id: uuid.UUID) -> None:
    """Make an incident a new version because something was added to it."""
    await connection.run(query("incidents", "raise_version"), id=incident_id)


async def write_entry(
    connection: AsyncConnection,
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
) -> None:
    """Write one line into an incident's timeline."""
    values = entry_values(
        incident_id,
        kind,
        actor,
        before=before,
        action=action,
        after=after,
        text=text,
        details=details,
        happened_at=happened_at,
    )
    await connection.run(query("incidents", "write_entry"), **values)


async def write_step(
    connection: AsyncConnection, incident_id: uuid.UUID, step: IncidentStep, actor: Actor
) -> None:
    """Write a step of an incident's life into its timeline."""
    await write_entry(
        connection,
        incident_id,
        EntryKind.TRANSITION,
        actor,
        before=step.before,
        action=step.action,
        after=step.after,
        text=step.reason,
    )


async def tell_incident(connection: AsyncConnection, incident_id: uuid.UUID) -> IncidentRow:
    """Tell those who follow of an incident, with the alerts and units that are its own now; return it."""
    await connection.run(query("incidents", "settle_incident"), id=incident_id)
    await connection.run(query("incidents", "settle_alerts"), id=incident_id)
    await connection.run(query("incidents", "tell_incident"), id=incident_id)
    await connection.run(query("feed", "notify"))
    incident = await connection.row(query("incidents", "incident"), IncidentRow, id=incident_id)
    if incident is None:
        raise IncidentNotFound(f"there is no incident {incident_id}")
    return incident


async def _conflict(connection: AsyncConnection, incident: IncidentRow) -> IncidentConflict:
    """Return the conflict that names who changed the incident last."""
    last = await connection.row(query("incidents", "last_act"), IncidentEntryRow, id=incident.id)
    if last is None:
        return IncidentConflict(incident.opened_by, "open", incident.opened_at)
    return IncidentConflict(last.by_name, last.action or last.kind, last.at)
