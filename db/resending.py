"""Asking for dead letters to be sent again: asked in the console, done by an ingest worker, exactly once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from db.accounts import record_audit
from db.connection import AsyncConnection, Connection
from db.sql import query
from domain.roles import Person


@dataclass(frozen=True, slots=True)
class ResendRow:
    """What became of an asking: `done_at` and `fate` are None while it waits."""

    letter_id: int
    asked_at: datetime
    username: str
    done_at: datetime | None
    fate: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class ResendAsked:
    """An asking that waits."""

    id: int
    letter_id: int
    username: str


@dataclass(frozen=True, slots=True)
class _Number:
    """The number of a new asking."""

    id: int


async def ask_resend(connection: AsyncConnection, person: Person, letter_id: int) -> bool:
    """Ask for a letter to be sent again; False when it is asked for already, was sent, or is not there."""
    async with connection.transaction():
        asked = await connection.row(
            query("resending", "ask"),
            _Number,
            letter_id=letter_id,
            account_id=person.account_id,
            username=person.username,
        )
        if asked is not None:
            await record_audit(connection, person, "ask_resend_dead_letter", str(letter_id))
    return asked is not None


async def newest_resends(connection: AsyncConnection, letter_ids: Sequence[int]) -> dict[int, ResendRow]:
    """Return what became of the newest asking for each of these letters that was asked for."""
    found = await connection.rows(query("resending", "newest"), ResendRow, letter_ids=list(letter_ids))
    return {row.letter_id: row for row in found}


def take_resend(connection: Connection) -> ResendAsked | None:
    """Return the oldest asking that nobody works on, held until the caller's transaction ends."""
    return connection.row(query("resending", "take"), ResendAsked)


def finish_resend(connection: Connection, asked: ResendAsked, fate: str, reason: str | None) -> None:
    """Write down what became of an asking."""
    connection.run(query("resending", "finish"), id=asked.id, fate=fate, reason=reason)


def expire_resends(connection: Connection, now: datetime) -> None:
    """Forget askings that are older than a year."""
    connection.run(query("resending", "expire"), now=now)
