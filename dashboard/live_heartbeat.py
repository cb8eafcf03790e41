"""The heartbeat of each ward: when it was last heard, and for how long it is usually silent.

A word is whatever a ward's own sources send: states, positions, readings, events, reports, counts. What
the centre makes itself (alerts, orders, a ward's traffic, the loss of a gateway) is no sign of life.

The usual silence is learned while this process listens: one and a half times the 99th percentile of the
ward's gaps between words over the last hour, and never less than 30 s. Words that follow within 5 s are
one word, so an hour has at most 720 gaps to a ward. Until twenty gaps are known it is taken as 90 s.
"""

import logging
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import msgspec

from dashboard.live_audience import Audience
from db.changes import Change
from db.connection import AsyncPool
from db.errors import DatabaseError
from db.heartbeat import WardHeard, counted_lately
from db.rows import CameraRow, EventRow, GatewayRow, ReportRow, SystemRow, UnitRow
from domain.messages import CameraState, GatewayState

FLOOR_S = 30.0
UNLEARNED_S = 90.0
_MARGIN = 1.5
_PERCENTILE = 0.99
_ENOUGH_GAPS = 20
_SPAN = timedelta(hours=1)
_ONE_WORD_S = 5.0
_LEARN_EVERY = timedelta(minutes=1)
_ASK_EVERY = timedelta(seconds=10)
_COUNTS_OF = timedelta(minutes=1)
_LEND_LIMIT_S = 1.0

log = logging.getLogger(__name__)


class Beat(msgspec.Struct, frozen=True):
    """A ward's heartbeat on the wire: the age of its last word (None: never one), and its usual silence."""

    age_s: float | None
    usual_s: float
    is_silent: bool


@dataclass(slots=True)
class _Ward:
    """What is known of one ward."""

    heard_at: datetime | None = None
    counted_at: datetime | None = None
    gaps: deque[tuple[datetime, float]] = field(default_factory=deque)
    usual_s: float = UNLEARNED_S
    learned_at: datetime | None = None


class Heartbeats:
    """Hears what wards say, and tells how long each has been silent; one event loop owns it."""

    def __init__(self) -> None:
        self._wards: dict[str, _Ward] = {}

    def hear(self, changes: Iterable[Change]) -> None:
        """Take in what the feed tells."""
        for change in changes:
            ward_code = ward_that_spoke(change)
            if ward_code is not None:
                self._note(ward_code, change.at)

    def take(self, heard: Iterable[WardHeard]) -> None:
        """Take in what the database knows; a ward that never spoke is known from then on."""
        for word in heard:
            if word.heard_at is None:
                self._wards.setdefault(word.ward_code, _Ward())
            else:
                self._note(word.ward_code, word.heard_at)

    def beats(self, now: datetime, audience: Audience) -> Mapping[str, Beat]:
        """Return the heartbeat of every ward that the audience may see."""
        return {
            code: _beat(ward, now)
            for code, ward in sorted(self._wards.items())
            if audience.wards is None or code in audience.wards
        }

    def _note(self, code: str, at: datetime) -> None:
        ward = self._wards.setdefault(code, _Ward())
        if ward.heard_at is not None and at <= ward.heard_at:
            return
        if ward.heard_at is not None and ward.counted_at is not None:
            gap_s = (at - ward.heard_at).total_seconds()
            if (at - ward.counted_at).total_seconds() >= _ONE_WORD_S:
                ward.gaps.append((at, gap_s))
                ward.counted_at = at
        ward.counted_at = ward.counted_at or at
        ward.heard_at = at


class CountedWords:
    """Asks the database now and then who counted vehicles: too much of it to be told in the change feed."""

    def __init__(self, pool: AsyncPool, heartbeats: Heartbeats) -> None:
        self._pool = pool
        self._heartbeats = heartbeats
        self._asked_at: datetime | None = None

    async def ask(self, now: datetime) -> None:
        """Let the heartbeats know, every ten seconds; while the database is away nothing is learned."""
        if self._asked_at is not None and now - self._asked_at < _ASK_EVERY:
            return
        self._asked_at = now
        try:
            async with self._pool.connection(_LEND_LIMIT_S) as connection:
                self._heartbeats.take(await counted_lately(connection, now - _COUNTS_OF))
        except DatabaseError as error:
            log.debug("nobody can say who counted lately: %s", error)


def ward_that_spoke(change: Change) -> str | None:
    """Return the ward whose own source made this change; None when the centre made it."""
    match change.row:
        case CameraRow(state=CameraState.UNKNOWN) | GatewayRow(state=GatewayState.LOST):
            return None
        case UnitRow(observed_at=None):
            return None  # It was registered, and has said nothing yet.
        case CameraRow() | GatewayRow() | UnitRow() | SystemRow() | EventRow() | ReportRow():
            return change.row.ward_code
        case _:
            return None


def usual_silence_s(gaps_s: Iterable[float]) -> float:
    """Return how long a ward with these gaps between words may be silent before it is worth saying."""
    ordered = sorted(gaps_s)
    if len(ordered) < _ENOUGH_GAPS:
        return UNLEARNED_S
    return max(FLOOR_S, _MARGIN * ordered[min(len(ordered) - 1, int(len(ordered) * _PERCENTILE))])


def _beat(ward: _Ward, now: datetime) -> Beat:
    if ward.learned_at is None or now - ward.learned_at >= _LEARN_EVERY:
        _learn(ward, now)
    if ward.heard_at is None:
        return Beat(None, ward.usual_s, is_silent=True)
    age_s = max(0.0, round((now - ward.heard_at).total_seconds(), 1))
    return Beat(age_s, ward.usual_s, is_silent=age_s > ward.usual_s)


def _learn(ward: _Ward, now: datetime) -> None:
    """Forget what is older than an hour, and learn from the rest."""
    while ward.gaps and now - ward.gaps[0][0] > _SPAN:
        ward.gaps.popleft()
    ward.usual_s = round(usual_silence_s(gap_s for _, gap_s in ward.gaps), 1)
    ward.learned_at = now
