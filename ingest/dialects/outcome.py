"""What a dialect makes of one payload: facts to store, dead letters, and what was dropped at the door."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from db.intake import DeadLetter, Received
from domain.identities import Allowed
from ingest.door import clean_reason, clean_topic, kept_payload


@dataclass(frozen=True, slots=True)
class Outcome:
    """The whole of what one payload comes to; an empty one says that it was not for the centre.

    `ignored` counts the payloads that are for nobody here, once they are known to be.
    """

    received: tuple[Received, ...] = ()
    dead: tuple[DeadLetter, ...] = ()
    dropped_keys: int = 0
    has_unknown_source: bool = False
    ignored: int = 0


@dataclass(frozen=True, slots=True)
class Envelope:
    """A payload with where and when it came, and in which dialect."""

    topic: str
    payload: bytes
    received_at: datetime
    dialect: str

    def refused(
        self,
        reason: object,
        allowed: Allowed,
        *,
        payload: bytes | None = None,
        is_unknown_source: bool = False,
    ) -> Outcome:
        """Return the dead letter that says why, holding only what may be kept."""
        letter = kept_payload(self.payload if payload is None else payload, allowed)
        return Outcome(
            dead=(self._letter(letter.payload, reason, letter.is_readable),),
            dropped_keys=letter.dropped_keys,
            has_unknown_source=is_unknown_source,
        )

    def refused_without_bytes(self, reason: object, *, is_unknown_source: bool = False) -> Outcome:
        """Return a dead letter that holds nothing of the payload, for pictures and what is too large."""
        letter = self._letter(b"", f"{reason} ({len(self.payload)} bytes, not kept)", is_readable=True)
        return Outcome(dead=(letter,), has_unknown_source=is_unknown_source)

    def _letter(self, payload: bytes, reason: object, is_readable: bool) -> DeadLetter:
        return DeadLetter(
            received_at=self.received_at,
            topic=clean_topic(self.topic),
            payload=payload,
            reason=clean_reason(reason),
            dialect=self.dialect,
            readable=is_readable,
        )


def together(outcomes: Iterable[Outcome]) -> Outcome:
    """Return several outcomes as one."""
    parts = list(outcomes)
    if len(parts) == 1:
        return parts[0]
    return Outcome(
        tuple(fact for part in parts for fact in part.received),
        tuple(letter for part in parts for letter in part.dead),
        sum(part.dropped_keys for part in parts),
        any(part.has_unknown_source for part in parts),
        sum(part.ignored for part in parts),
    )
