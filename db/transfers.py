"""Handing incidents to others, and what a ward's post is shown: asked and answered by name, once."""

import uuid
from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime

from db.connection import AsyncConnection
from db.errors import DatabaseError
from db.incident_acts import Actor
from db.incident_rows import IncidentRow
from db.incident_writing import raise_version, tell_incident, write_entry
from db.post_rows import TransferRow
from db.rows import CommandRow
from db.sql import query
from domain.incidents import EntryKind
from domain.orders import ORDERS_LAST
from domain.transfers import TransferAction, transfer_step

_MOST_INCIDENTS = 60


async def transfers_of_incident(connection: AsyncConnection, incident_id: uuid.UUID) -> list[TransferRow]:
    """Return to whom an incident was handed, and what became of it."""
    return await connection.rows(query("transfers", "transfers_of_incident"), TransferRow, id=incident_id)


async def transfers_to_wards(connection: AsyncConnection, ward_codes: Collection[str]) -> list[TransferRow]:
    """Return what these wards' posts are asked or have accepted."""
    return await connection.rows(
        query("transfers", "transfers_to_wards"), TransferRow, ward_codes=sorted(ward_codes)
    )


async def incidents_of_wards(connection: AsyncConnection, ward_codes: Collection[str]) -> list[IncidentRow]:
    """Return what is not closed in these wards or was handed to their posts, the newest first."""
    return await connection.rows(
        query("transfers", "incidents_of_wards"),
        IncidentRow,
        ward_codes=sorted(ward_codes),
        limit=_MOST_INCIDENTS,
    )


async def orders_in_wards(
    connection: AsyncConnection, ward_codes: Collection[str], now: datetime
) -> list[CommandRow]:
    """Return the orders that these wards' units are on."""
    return await connection.rows(
        query("transfers", "orders_in_wards"),
        CommandRow,
        ward_codes=sorted(ward_codes),
        since=now - ORDERS_LAST,
    )


async def lock_transfer(connection: AsyncConnection, transfer_id: uuid.UUID) -> TransferRow | None:
    """Hold a transfer for this transaction; None when there is none."""
    return await connection.row(query("transfers", "lock_transfer"), TransferRow, id=transfer_id)


async def keep_transfer(connection: AsyncConnection, transfer: TransferRow, actor: Actor) -> TransferRow:
    """Keep what was asked, or handed over by telephone, of an incident that is locked.

    Raises AlreadyThere when the same party is asked already.
    """
    values = asdict(transfer)
    del values["answer_text"]
    kept = await connection.row(query("transfers", "ask_transfer"), TransferRow, **values)
    return await _note(connection, kept, actor, "transfer", transfer.why)


async def answer_transfer(
    connection: AsyncConnection,
    transfer: TransferRow,
    action: TransferAction,
    actor: Actor,
    at: datetime,
    *,
    text: str = "",
) -> TransferRow:
    """Answer a transfer that is locked, by name; TransferRefusedError when it was answered before."""
    state = transfer_step(transfer.state, action, actor.name, text)
    changed = await connection.row(
        query("transfers", "answer_transfer"),
        TransferRow,
        id=transfer.id,
        state=state,
        at=at,
        by=actor.name,
        text=text,
    )
    return await _note(connection, changed, actor, action, text)


async def _note(
    connection: AsyncConnection, transfer: TransferRow | None, actor: Actor, action: str, text: str
) -> TransferRow:
    """Write what became of a transfer into the incident's timeline, which is a new version then."""
    if transfer is None:
        raise DatabaseError("a transfer vanished while it was locked")
    await raise_version(connection, transfer.incident_id)
    await write_entry(
        connection,
        transfer.incident_id,
        EntryKind.TRANSFER,
        actor,
        action=action,
        text=text,
        details=transfer_details(transfer),
    )
    await tell_incident(connection, transfer.incident_id)
    return transfer


def transfer_details(transfer: TransferRow) -> dict[str, str]:
    """Return what the timeline keeps of a transfer beside who did what."""
    details = {
        "transfer": str(transfer.id),
        "party": transfer.party,
        "ward": transfer.ward_code,
        "phone_number": transfer.phone_number,
        "phone_name": transfer.phone_name,
        "phone_at": None if transfer.phone_at is None else transfer.phone_at.isoformat(),
    }
    return {key: value for key, value in details.items() if value}
