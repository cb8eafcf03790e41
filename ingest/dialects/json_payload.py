"""JSON of other systems: read, left with its allowed keys, and refused with a reason when it is none."""

from collections.abc import Callable
from typing import Any

import msgspec

from domain.errors import DomainError
from domain.identities import Allowed, kept
from domain.unreadable import why_unreadable
from ingest.dialects.outcome import Envelope, Outcome


class RefusedError(ValueError):
    """The payload is not what the device may send on this topic; the text says why."""


def read_json(envelope: Envelope, allowed: Allowed, sender: str, read: Callable[[Any], Outcome]) -> Outcome:
    """Return what `read` makes of the payload, of which it sees the allowed keys and nothing else.

    `read` may raise RefusedError, DomainError or msgspec's ValidationError: then the payload is a
    dead letter that says so.
    """
    try:
        clean, dropped = kept(msgspec.json.decode(envelope.payload), allowed)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return envelope.refused(why_unreadable(envelope.payload, error), allowed)
    try:
        outcome = read(clean)
    except (msgspec.ValidationError, DomainError, RefusedError) as error:
        return envelope.refused(f"not what {sender} sends here: {error}", allowed)
    return Outcome(outcome.received, outcome.dead, outcome.dropped_keys + dropped)
