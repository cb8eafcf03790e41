"""Dead letters: what could not be understood, kept within limits, read by people, sent again."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec

from db.connection import Connection
from db.console_rows import DeadLetterRow, WholeDeadLetter
from db.sql import query
from db.staging import DeadLetter, Row, storable

MAX_LETTER_BYTES = 256 * 1024
"""Of a longer payload only the beginning is kept, and it cannot be sent again."""
MAX_TOTAL_BYTES = 512 * 1024 * 1024
"""Beyond it the oldest letters go."""
_MAX_TOPIC = 1024
_MAX_REASON = 1024

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Total:
    """How many letters there are, and what they take."""

    letters: int
    bytes: int


@dataclass(frozen=True, slots=True)
class Overflow:
    """How many letters had to go for the size limit since the beginning, and when last."""

    letters: int
    bytes: int
    last_at: datetime | None


def keep(connection: Connection, letters: Sequence[DeadLetter]) -> None:
    """Keep dead letters, each no longer than is kept of one."""
    if letters:
        connection.copy(query("dead_letters", "keep"), [_row(letter) for letter in letters])


def _row(letter: DeadLetter) -> Row:
    """Return a dead letter as its table's row."""
    size = len(letter.payload)
    reason = letter.reason[:_MAX_REASON]
    if size > MAX_LETTER_BYTES:
        reason += f" (the first {MAX_LETTER_BYTES} of {size} bytes are kept)"
    return (
        letter.received_at,
        storable(letter.topic[:_MAX_TOPIC]),
        letter.payload[:MAX_LETTER_BYTES],
        size,
        storable(reason),
        letter.dialect,
        letter.readable,
    )


def newest_letters(connection: Connection, *, reason: str | None, limit: int) -> list[DeadLetterRow]:
    """Return the newest dead letters whose reason says `reason` (all when None)."""
    return connection.rows(
        query("dead_letters", "letters"),
        DeadLetterRow,
        reason=reason,
        limit=limit,
        before_id=None,
        with_unreadable=True,
    )


def whole_letter(connection: Connection, letter_id: int) -> WholeDeadLetter | None:
    """Return one dead letter, whole; None when there is none."""
    return connection.row(query("dead_letters", "letter"), WholeDeadLetter, id=letter_id)


def waiting_ids(connection: Connection, reason: str | None) -> list[int]:
    """Return which dead letters of a reason were not sent again yet, the oldest first."""
    return connection.values(query("dead_letters", "waiting_ids"), reason=reason)


def take(connection: Connection, letter_id: int) -> WholeDeadLetter | None:
    """Return a dead letter that nobody sent again yet, and hold it until the transaction's end.

    None when there is none, or when somebody else is sending it now.
    """
    return connection.row(query("dead_letters", "take"), WholeDeadLetter, id=letter_id)


def mark_resent(connection: Connection, letter_id: int, at: datetime) -> None:
    """Remember that a dead letter was sent again."""
    connection.run(query("dead_letters", "mark_resent"), id=letter_id, at=at)


def refuse_again(connection: Connection, letter_id: int, reason: str) -> None:
    """Let a dead letter say why it is refused today."""
    connection.run(query("dead_letters", "refuse_again"), id=letter_id, reason=storable(reason[:_MAX_REASON]))


def record_act(
    connection: Connection, username: str, action: str, letter_id: int, details: Mapping[str, str | None]
) -> None:
    """Write down what a person did with a dead letter at the command line."""
    connection.run(
        query("accounts", "record_audit"),
        account_id=None,
        username=username,
        action=action,
        object=str(letter_id),
        details=msgspec.json.encode(details).decode(),
    )


def total(connection: Connection) -> Total:
    """Return what all dead letters take."""
    return connection.row(query("dead_letters", "total"), Total) or Total(0, 0)


def overflow(connection: Connection) -> Overflow:
    """Return what had to go for the size limit."""
    return connection.row(query("dead_letters", "overflow"), Overflow) or Overflow(0, 0, None)


def drop_oldest(connection: Connection, now: datetime, max_bytes: int = MAX_TOTAL_BYTES) -> int:
    """Delete the oldest dead letters beyond the size limit, say so, and return how many went."""
    if total(connection).bytes <= max_bytes:
        return 0
    gone = connection.row(query("dead_letters", "drop_oldest"), Total, now=now, max_bytes=max_bytes)
    if gone is None or not gone.letters:
        return 0
    log.warning(
        "the dead letters are over their size limit: the oldest are deleted",
        extra={"letters": gone.letters, "bytes": gone.bytes, "limit_bytes": max_bytes},
    )
    return gone.letters
