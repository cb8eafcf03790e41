"""What people do with incidents: of two at the same time one wins, and the other is told who."""

import uuid
from collections.abc import Collection
from datetime import UTC, datetime

from db.connection import AsyncConnection
from db.errors import DataRefused, IncidentNotFound
from db.incident_acts import Actor, NewIncident, after_step, after_take, after_verification
from db.incident_alerts import end_alerts_of, take_alerts_of
from db.incident_links import merge
from db.incident_rows import IncidentCaller, IncidentEntryRow, IncidentRow
from db.incident_writing import (
    actor_of,
    change_incident,
    insert_incident,
    keep_caller,
    lock_incident,
    raise_version,
    tell_incident,
    write_entry,
    write_step,
)
from db.sql import query
from domain.incidents import ACTIVE_STATES, EntryKind, IncidentAction, incident_step
from domain.roles import Person


async def open_incident(connection: AsyncConnection, new: NewIncident, person: Person) -> IncidentRow:
    """Open an incident by hand and return it; who opens it owns it."""
    async with connection.transaction():
        incident_id = await insert_incident(connection, new, actor_of(person), datetime.now(UTC))
        return await tell_incident(connection, incident_id)


async def act_on_incident(
    connection: AsyncConnection,
    incident_id: uuid.UUID,
    action: IncidentAction,
    person: Person,
    *,
    reason: str = "",
    expected_version: int,
    duplicate_of: uuid.UUID | None = None,
    hold_until: datetime | None = None,
) -> IncidentRow:
    """Do `action` with an incident that the person saw in `expected_version`, and return what it is then.

    Of two at the same time exactly one wins; the other gets IncidentConflict, which names the winner.
    Raises domain.incidents.IncidentStepRefusedError when the action cannot be done in the incident's state.
    """
    if action is IncidentAction.MARK_DUPLICATE:
        if duplicate_of is None:
            raise DataRefused("a duplicate names another incident that it repeats")
        return await merge(connection, incident_id, duplicate_of, person, expected_version, reason=reason)
    actor, at = actor_of(person), datetime.now(UTC)
    async with connection.transaction():
        incident = await lock_incident(connection, incident_id, expected_version)
        step = incident_step(incident.state, action, reason, before_hold=incident.state_before_hold)
        after = after_step(incident, step, actor, at, hold_until=hold_until)
        await change_incident(connection, after)
        await write_step(connection, incident_id, step, actor)
        if incident.owner_id is None and after.state in ACTIVE_STATES:
            await take_alerts_of(connection, incident_id, person, at)
        await end_alerts_of(connection, incident, action, person, at)
        return await tell_incident(connection, incident_id)


async def take_incident(
    connection: AsyncConnection, incident_id: uuid.UUID, person: Person, expected_version: int
) -> IncidentRow:
    """Make an incident the person's own, whoever's it was, and acknowledge its alerts with it."""
    actor = actor_of(person)
    async with connection.transaction():
        await _hand_to(
            connection, incident_id, actor, actor, expected_version=expected_version, action="take"
        )
        await take_alerts_of(connection, incident_id, person, datetime.now(UTC))
        return await tell_incident(connection, incident_id)


async def give_incident(
    connection: AsyncConnection,
    incident_id: uuid.UUID,
    to_account: Person,
    person: Person,
    expected_version: int,
) -> IncidentRow:
    """Give an incident to somebody else."""
    owner, actor = actor_of(to_account), actor_of(person)
    async with connection.transaction():
        await _hand_to(
            connection, incident_id, owner, actor, expected_version=expected_version, action="give"
        )
        return await tell_incident(connection, incident_id)


async def _hand_to(
    connection: AsyncConnection,
    incident_id: uuid.UUID,
    owner: Actor,
    actor: Actor,
    *,
    expected_version: int,
    action: str,
) -> None:
    incident = await lock_incident(connection, incident_id, expected_version)
    after = after_take(incident, owner, datetime.now(UTC))
    await change_incident(connection, after)
    await write_entry(
        connection,
        incident_id,
        EntryKind.OWNER,
        actor,
        before=incident.state,
        action=action,
        after=after.state,
        text=owner.name,
        details={"from": incident.owner_name, "to": owner.name},
    )


async def verify_incident(
    connection: AsyncConnection,
    incident_id: uuid.UUID,
    person: Person,
    expected_version: int,
    *,
    how: str = "",
) -> IncidentRow:
    """Let a named person stand for an incident's being true; `how` says how they know."""
    actor, at = actor_of(person), datetime.now(UTC)
    async with connection.transaction():
        incident = await lock_incident(connection, incident_id, expected_version)
        after = after_verification(incident, actor, at)
        await change_incident(connection, after)
        await write_entry(
            connection,
            incident_id,
            EntryKind.VERIFIED,
            actor,
            before=incident.state,
            action="verified",
            after=after.state,
            text=how,
        )
        if incident.owner_id is None:
            await take_alerts_of(connection, incident_id, person, at)
        return await tell_incident(connection, incident_id)


async def set_priority(
    connection: AsyncConnection, incident_id: uuid.UUID, priority: int, person: Person, expected_version: int
) -> IncidentRow:
    """Set an incident's priority, 1 (first) to 4."""
    async with connection.transaction():
        incident = await lock_incident(connection, incident_id, expected_version)
        await connection.run(query("incidents", "set_priority"), id=incident_id, priority=priority)
        await write_entry(
            connection,
            incident_id,
            EntryKind.PRIORITY,
            actor_of(person),
            before=str(incident.priority),
            action="priority",
            after=str(priority),
        )
        return await tell_incident(connection, incident_id)


async def add_comment(
    connection: AsyncConnection,
    incident_id: uuid.UUID,
    person: Person,
    text: str,
    happened_at: datetime | None = None,
    *,
    caller_name: str | None = None,
    caller_phone: str | None = None,
) -> IncidentRow:
    """Add what a person says to the timeline; `happened_at` is the true time of a late entry.

    Somebody else who called is kept apart, as the first one is. A comment contradicts nobody.
    """
    async with connection.transaction():
        await lock_incident(connection, incident_id)
        actor = actor_of(person)
        await write_entry(
            connection, incident_id, EntryKind.COMMENT, actor, text=text, happened_at=happened_at
        )
        await keep_caller(connection, incident_id, caller_name, caller_phone)
        await raise_version(connection, incident_id)
        return await tell_incident(connection, incident_id)


async def open_incidents(connection: AsyncConnection) -> list[IncidentRow]:
    """Return what is not closed, the oldest first."""
    return await connection.rows(query("incidents", "open_incidents"), IncidentRow)


async def incident(connection: AsyncConnection, incident_id: uuid.UUID) -> IncidentRow:
    """Return an incident as it stands; raise IncidentNotFound when there is none."""
    found = await connection.row(query("incidents", "incident"), IncidentRow, id=incident_id)
    if found is None:
        raise IncidentNotFound(f"there is no incident {incident_id}")
    return found


async def callers_of(connection: AsyncConnection, incident_id: uuid.UUID) -> list[IncidentCaller]:
    """Return who told of an incident; only for its owner and those who may see callers."""
    return await connection.rows(query("incidents", "callers"), IncidentCaller, id=incident_id)


async def timeline(connection: AsyncConnection, incident_id: uuid.UUID) -> list[IncidentEntryRow]:
    """Return everything that was done and said about an incident, the oldest first."""
    return await connection.rows(query("incidents", "timeline"), IncidentEntryRow, id=incident_id)


async def listed_incidents(
    connection: AsyncConnection,
    *,
    limit: int,
    before: datetime | None = None,
    since: datetime | None = None,
    ward_codes: Collection[str] | None = None,
    states: Collection[str] | None = None,
    provenance: str | None = None,
) -> list[IncidentRow]:
    """Return incidents by when they were opened, the newest first; None of a filter means all."""
    return await connection.rows(
        query("incidents", "listed"),
        IncidentRow,
        limit=limit,
        before=before,
        since=since,
        ward_codes=None if ward_codes is None else sorted(ward_codes),
        states=None if states is None else sorted(states),
        provenance=provenance,
    )
