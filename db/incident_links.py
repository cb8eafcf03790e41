"""What belongs to an incident: joined with a reason, taken out, split into another, merged with another."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from db.connection import AsyncConnection
from db.errors import DataRefused, IncidentNotFound
from db.incident_acts import Actor, NewIncident, after_step
from db.incident_rows import IncidentLinkRow, IncidentRow, NearbyIncident
from db.incident_writing import (
    actor_of,
    change_incident,
    insert_incident,
    lock_incident,
    raise_version,
    tell_incident,
    write_entry,
    write_step,
)
from db.rows import AlertRow
from db.sql import query
from domain.geodesy import distance_m
from domain.incidents import EntryKind, IncidentAction, Origin, incident_step
from domain.kinds import IncidentKind
from domain.roles import Person

SUBJECTS = frozenset({"alert", "report", "camera", "incident"})
"""What can belong to an incident."""
_ONE_PLACE = frozenset({"alert", "report"})
"""What belongs to one incident at a time."""
_ORIGINS = {"police": Origin.POLICE, "citizen": Origin.CITIZEN, "system": Origin.SYSTEM}


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that can belong to an incident: its subject and key."""

    subject: str
    key: str


async def links(connection: AsyncConnection, incident_id: uuid.UUID) -> list[IncidentLinkRow]:
    """Return what belongs to an incident, or did, the oldest first."""
    return await connection.rows(query("incident_links", "links"), IncidentLinkRow, id=incident_id)


async def alerts_of(connection: AsyncConnection, incident_id: uuid.UUID) -> list[AlertRow]:
    """Return the alerts that belong to an incident, the oldest first."""
    return await connection.rows(query("incident_links", "alerts_of"), AlertRow, id=incident_id)


async def incident_of(connection: AsyncConnection, subject: str, key: str) -> IncidentRow | None:
    """Return the incident that an alert or a report belongs to now."""
    return await connection.row(query("incident_links", "incident_of"), IncidentRow, subject=subject, key=key)


async def incidents_near(
    connection: AsyncConnection,
    lat: float,
    lon: float,
    radius_m: float,
    *,
    kind: IncidentKind | None = None,
    limit: int = 5,
) -> list[NearbyIncident]:
    """Return open incidents around a point, the nearest first."""
    found = await connection.rows(
        query("incident_links", "near"),
        IncidentRow,
        lat=lat,
        lon=lon,
        radius_m=radius_m,
        kind=kind,
        limit=limit,
    )
    return [NearbyIncident(one, distance_m(lat, lon, one.lat, one.lon)) for one in found]


async def link(
    connection: AsyncConnection, incident_id: uuid.UUID, thing: Thing, person: Person, why: str
) -> IncidentRow:
    """Let a thing belong to an incident; an alert or report that belongs to another one moves here."""
    actor = actor_of(person)
    async with connection.transaction():
        elsewhere = None
        if thing.subject in _ONE_PLACE:
            elsewhere = await incident_of(connection, thing.subject, thing.key)
        for each in sorted({incident_id, *([elsewhere.id] if elsewhere else [])}):
            await lock_incident(connection, each)
        if elsewhere is not None and elsewhere.id != incident_id:
            await _take_out(connection, elsewhere.id, thing, actor, why)
            await tell_incident(connection, elsewhere.id)
        await _put_in(connection, incident_id, thing, actor, why)
        return await tell_incident(connection, incident_id)


async def unlink(
    connection: AsyncConnection, incident_id: uuid.UUID, thing: Thing, person: Person, why: str
) -> IncidentRow:
    """Let a thing no longer belong to an incident; it is not joined to it again by itself."""
    async with connection.transaction():
        await lock_incident(connection, incident_id)
        await _take_out(connection, incident_id, thing, actor_of(person), why)
        return await tell_incident(connection, incident_id)


async def split(
    connection: AsyncConnection,
    incident_id: uuid.UUID,
    things: Sequence[Thing],
    person: Person,
    expected_version: int,
    *,
    reason: str,
) -> IncidentRow:
    """Make an incident of its own of some of an incident's things, the person's; return the new one.

    The first alert among them says what it is and where; without one it is what the whole was.
    """
    actor, at = actor_of(person), datetime.now(UTC)
    async with connection.transaction():
        whole = await lock_incident(connection, incident_id, expected_version)
        part = await _part_of(connection, whole, things, at)
        part_id = await insert_incident(connection, part, actor, at)
        for thing in things:
            await _take_out(connection, incident_id, thing, actor, reason)
            await _put_in(connection, part_id, thing, actor, reason)
        for one, other in ((incident_id, part_id), (part_id, incident_id)):
            await _put_in(connection, one, Thing("incident", str(other)), actor, reason, kind=EntryKind.SPLIT)
        await tell_incident(connection, incident_id)
        return await tell_incident(connection, part_id)


async def merge(
    connection: AsyncConnection,
    incident_id: uuid.UUID,
    into: uuid.UUID,
    person: Person,
    expected_version: int,
    *,
    reason: str,
) -> IncidentRow:
    """Let an incident be a duplicate of another, which gets all that belongs to it; return the duplicate."""
    if into == incident_id:
        raise DataRefused("an incident cannot be a duplicate of itself")
    actor, at = actor_of(person), datetime.now(UTC)
    async with connection.transaction():
        for each in sorted((incident_id, into)):
            await lock_incident(connection, each)
        incident = await lock_incident(connection, incident_id, expected_version)
        step = incident_step(incident.state, IncidentAction.MARK_DUPLICATE, reason)
        await change_incident(connection, after_step(incident, step, actor, at, duplicate_of=into))
        for thing in await _standing(connection, incident_id):
            await _take_out(connection, incident_id, thing, actor, reason, kind=EntryKind.MERGE)
            await _put_in(connection, into, thing, actor, reason, kind=EntryKind.MERGE)
        await connection.run(query("incident_links", "move_orders"), id=incident_id, into=into)
        await _put_in(
            connection, into, Thing("incident", str(incident_id)), actor, reason, kind=EntryKind.MERGE
        )
        await write_step(connection, incident_id, step, actor)
        await tell_incident(connection, into)
        return await tell_incident(connection, incident_id)


async def _standing(connection: AsyncConnection, incident_id: uuid.UUID) -> list[Thing]:
    rows = await connection.rows(query("incident_links", "standing_links"), IncidentLinkRow, id=incident_id)
    return [Thing(row.subject, row.key) for row in rows]


async def _put_in(
    connection: AsyncConnection,
    incident_id: uuid.UUID,
    thing: Thing,
    actor: Actor,
    why: str,
    *,
    kind: EntryKind = EntryKind.LINK,
) -> None:
    added = await connection.run(
        query("incident_links", "add_link"),
        incident_id=incident_id,
        subject=thing.subject,
        key=thing.key,
        linked_by=actor.name,
        is_automatic=False,
        why=why,
    )
    if added:
        await raise_version(connection, incident_id)
        details = {"subject": thing.subject, "key": thing.key}
        await write_entry(connection, incident_id, kind, actor, action="link", text=why, details=details)


async def _take_out(
    connection: AsyncConnection,
    incident_id: uuid.UUID,
    thing: Thing,
    actor: Actor,
    why: str,
    *,
    kind: EntryKind = EntryKind.UNLINK,
) -> None:
    ended = await connection.run(
        query("incident_links", "end_link"),
        incident_id=incident_id,
        subject=thing.subject,
        key=thing.key,
        unlinked_by=actor.name,
    )
    if not ended:
        raise IncidentNotFound(f"{thing.subject} {thing.key} does not belong to incident {incident_id}")
    await raise_version(connection, incident_id)
    details = {"subject": thing.subject, "key": thing.key}
    await write_entry(connection, incident_id, kind, actor, action="unlink", text=why, details=details)


async def _part_of(
    connection: AsyncConnection, whole: IncidentRow, things: Sequence[Thing], at: datetime
) -> NewIncident:
    """Return what is split off as an incident of its own."""
    first = next((thing.key for thing in things if thing.subject == "alert"), None)
    alert = None
    if first is not None:
        alert = await connection.row(query("incident_links", "alert"), AlertRow, id=uuid.UUID(first))
    if alert is None:
        return NewIncident(
            kind=whole.kind,
            severity=whole.severity,
            origin=whole.origin,
            ward_code=whole.ward_code,
            lat=whole.lat,
            lon=whole.lon,
            place=whole.place,
            happened_at=at,
            provenance=whole.provenance,
            exercise=whole.exercise,
        )
    return new_of_alert(alert)


def new_of_alert(alert: AlertRow) -> NewIncident:
    """Return the incident that an alert makes."""
    return NewIncident(
        kind=alert.kind,
        severity=alert.severity,
        origin=_ORIGINS.get(alert.source_channel, Origin.CAMERA),
        ward_code=alert.ward_code,
        lat=alert.lat,
        lon=alert.lon,
        place=alert.place,
        happened_at=alert.event_at or alert.opened_at,
        provenance=alert.provenance,
        exercise=alert.exercise,
    )
