"""Sends dead letters again: each is read in today's dialects, with today's registry, and stored once.

A letter goes in one transaction with the mark that it went, and is held while it does, so that it
cannot go twice, be it asked for twice or by two at once.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from db.connection import Connection
from db.console_rows import WholeDeadLetter
from db.dead_letters import mark_resent, record_act, refuse_again, take
from db.errors import DataRefused
from db.intake import store
from ingest.dialects.frigate_pictures import RecentObjects
from ingest.dialects.outcome import Outcome
from ingest.dialects.router import read
from ingest.inbox import Delivery
from ingest.registry import Registry

_ACTION = "resend_dead_letter"


class Fate(StrEnum):
    """What became of a letter that was sent again."""

    STORED = "stored"
    KNOWN = "known already"
    IGNORED = "for nobody here"
    REFUSED = "still refused"
    GONE = "not there, or sent already"


@dataclass(frozen=True, slots=True)
class Resent:
    """A letter's fate; `reason` says why it is refused."""

    letter_id: int
    fate: Fate
    reason: str | None = None


def resend(connection: Connection, letter_id: int, registry: Registry, username: str) -> Resent:
    """Send one dead letter again for `username`, and write that down.

    What is still refused stays, with the reason of today. Of an array some messages may be stored and
    others refused: those become letters of their own.
    """
    store(connection, ())  # makes the tables in which rows wait: a refusal below must not take them back
    with connection.transaction():
        letter = take(connection, letter_id)
        if letter is None:
            return Resent(letter_id, Fate.GONE)
        resent = _sent(connection, letter, registry)
        if resent.fate is Fate.REFUSED:
            refuse_again(connection, letter_id, resent.reason or letter.reason)
        else:
            mark_resent(connection, letter_id, datetime.now(UTC))
        details = {"topic": letter.topic, "fate": resent.fate, "reason": resent.reason}
        record_act(connection, username, _ACTION, letter_id, details)
        return resent


def _sent(connection: Connection, letter: WholeDeadLetter, registry: Registry) -> Resent:
    """Store what the letter comes to today; the caller's transaction holds it."""
    missing = _what_is_missing(letter)
    if missing is not None:
        return Resent(letter.id, Fate.REFUSED, missing)
    outcome = _read(letter, registry)
    if not outcome.received:
        reason = outcome.dead[0].reason if outcome.dead else None
        return Resent(letter.id, Fate.IGNORED if reason is None else Fate.REFUSED, reason)
    try:
        counts = store(connection, outcome.received, outcome.dead)
    except DataRefused as error:
        return Resent(letter.id, Fate.REFUSED, f"it could not be stored: {error}")
    if counts.dead > len(outcome.dead):
        return Resent(letter.id, Fate.KNOWN, "with another content, which stays: see the newest letter")
    return Resent(letter.id, Fate.STORED if counts.stored else Fate.KNOWN)


def _what_is_missing(letter: WholeDeadLetter) -> str | None:
    """Return why a letter cannot be read again whatever we know today, or None when it can."""
    if not letter.topic:
        return letter.reason  # refused beside what is stored already: reading it again changes nothing
    if letter.size_bytes > len(letter.payload):
        return f"{letter.reason.partition(' (the first')[0]} (too long: only its beginning was kept)"
    if not letter.payload:
        return letter.reason if "not kept" in letter.reason else f"{letter.reason} (nothing of it was kept)"
    return None


def _read(letter: WholeDeadLetter, registry: Registry) -> Outcome:
    """Return what the letter comes to in today's dialects; its time of arrival stays."""
    delivery = Delivery(letter.topic, letter.payload, letter.received_at, qos=1, packet_id=0, connection=0)
    return read(delivery, registry, RecentObjects())
