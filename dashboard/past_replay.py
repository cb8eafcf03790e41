"""Turns what the database kept of the past into what browsers are told; pure, by the live state itself."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import msgspec

from dashboard.live_audience import Audience
from dashboard.live_state import Entry, LiveState, encoded
from db.changes import Change
from db.console_rows import LiveState as StoredState


class Frame(msgspec.Struct, frozen=True):
    """What is different at a moment of the past."""

    at: datetime
    state: msgspec.Raw


class Told(msgspec.Struct, frozen=True):
    """Everything at a moment of the past, and what the pulse would have told of it."""

    state: msgspec.Raw
    oldest_s: float | None
    simulated_share: float | None


def told_at(stored: StoredState, audience: Audience) -> Told:
    """Return what an audience is told of a moment."""
    state = _begun(stored)
    return Told(
        msgspec.Raw(state.seen_by(audience)),
        state.sources.oldest_s(stored.at, audience),
        state.sources.simulated_share(audience),
    )


def frames(
    before: StoredState, changes: Sequence[Change], until: datetime, step: timedelta, audience: Audience
) -> Iterator[Frame]:
    """Yield what an audience is told from the state `before` up to `until`, gathered into steps."""
    state = _begun(before)
    waiting = list(reversed(changes))
    at = before.at
    while at < until:
        at = min(at + step, until)
        due: list[Change] = []
        while waiting and waiting[-1].at <= at:
            due.append(waiting.pop())
        entries = [*state.take(due), *state.notice_silence(at)]
        seen = [entry for entry in entries if audience.sees(entry.kind, entry.ward_code)]
        if seen:
            yield Frame(at, msgspec.Raw(encoded(_newest(seen))))


def _begun(stored: StoredState) -> LiveState:
    """Return the live state as it was, with what had gone silent by then."""
    state = LiveState()
    state.replace(stored)
    state.notice_silence(stored.at)
    return state


def _newest(entries: Sequence[Entry]) -> list[Entry]:
    """Return the last entry of each thing."""
    return list({(entry.kind, entry.key): entry for entry in entries}.values())
