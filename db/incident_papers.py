"""The papers of an incident: the steps of its procedure that were done, and the files attached to it."""

import hashlib
import uuid
from datetime import UTC, datetime

from db.connection import AsyncConnection
from db.incident_rows import IncidentAttachment, IncidentAttachmentRow, IncidentRow, IncidentStepRow
from db.incident_writing import actor_of, lock_incident, raise_version, tell_incident, write_entry
from db.sql import query
from domain.identifiers import uuid7
from domain.incidents import EntryKind
from domain.roles import Person


async def steps(connection: AsyncConnection, incident_id: uuid.UUID) -> list[IncidentStepRow]:
    """Return the steps that were done, in the order of doing."""
    return await connection.rows(query("incident_papers", "steps"), IncidentStepRow, id=incident_id)


async def tick_step(
    connection: AsyncConnection, incident_id: uuid.UUID, step: str, person: Person, note: str = ""
) -> IncidentRow:
    """Note that a step of the procedure was done."""
    actor = actor_of(person)
    async with connection.transaction():
        await lock_incident(connection, incident_id)
        await connection.run(
            query("incident_papers", "tick_step"),
            incident_id=incident_id,
            step=step,
            done_by=actor.name,
            note=note,
        )
        await write_entry(
            connection, incident_id, EntryKind.STEP, actor, action="tick", after=step, text=note
        )
        await raise_version(connection, incident_id)
        return await tell_incident(connection, incident_id)


async def untick_step(
    connection: AsyncConnection, incident_id: uuid.UUID, step: str, person: Person
) -> IncidentRow:
    """Note that a step of the procedure was not done after all."""
    async with connection.transaction():
        await lock_incident(connection, incident_id)
        if await connection.run(query("incident_papers", "untick_step"), incident_id=incident_id, step=step):
            await write_entry(
                connection, incident_id, EntryKind.STEP, actor_of(person), action="untick", after=step
            )
            await raise_version(connection, incident_id)
        return await tell_incident(connection, incident_id)


async def attach(
    connection: AsyncConnection,
    incident_id: uuid.UUID,
    person: Person,
    *,
    name: str,
    media_type: str,
    content: bytes,
) -> IncidentAttachmentRow:
    """Attach a file to an incident; its size and type were judged before."""
    actor, at = actor_of(person), datetime.now(UTC)
    row = IncidentAttachmentRow(
        id=uuid7(at),
        incident_id=incident_id,
        at=at,
        by_name=actor.name,
        name=name,
        media_type=media_type,
        sha256=hashlib.sha256(content).hexdigest(),
        size_bytes=len(content),
    )
    async with connection.transaction():
        await lock_incident(connection, incident_id)
        await connection.run(
            query("incident_papers", "attach"),
            id=row.id,
            incident_id=incident_id,
            by_name=row.by_name,
            name=name,
            media_type=media_type,
            sha256=row.sha256,
            content=content,
        )
        details = {"id": str(row.id), "sha256": row.sha256, "size_bytes": row.size_bytes}
        await write_entry(
            connection, incident_id, EntryKind.ATTACHMENT, actor, action="attach", text=name, details=details
        )
        await raise_version(connection, incident_id)
        await tell_incident(connection, incident_id)
    return row


async def attachments(connection: AsyncConnection, incident_id: uuid.UUID) -> list[IncidentAttachmentRow]:
    """Return what is attached to an incident, without the bytes."""
    return await connection.rows(
        query("incident_papers", "attachments"), IncidentAttachmentRow, id=incident_id
    )


async def attachment(
    connection: AsyncConnection, incident_id: uuid.UUID, attachment_id: uuid.UUID
) -> IncidentAttachment | None:
    """Return one file of an incident with its bytes; None when there is none."""
    return await connection.row(
        query("incident_papers", "attachment"),
        IncidentAttachment,
        id=attachment_id,
        incident_id=incident_id,
    )
