"""Signs that belong together: one may be a mistake, several close by in time and place are not.

A sign is remembered for as long as others can still join it. What counts is how many there are, from
first to last how long, and none too far from the one before: so a flash opens nothing and what lasts does.
"""

import uuid
from collections import defaultdict, deque
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.geodesy import distance_m
from domain.rule_settings import KindRule

_NARROW_DEG = 0.02
"""Wider apart than this in latitude or longitude nothing is near: spares the exact distance."""


@dataclass(frozen=True, slots=True)
class Sign:
    """One sign of something: by whom, where, when, how sure (a report of a person is certain of itself)."""

    id: uuid.UUID
    source: str
    lat: float
    lon: float
    at: datetime
    score: float


@dataclass(frozen=True, slots=True)
class Support:
    """The signs that speak for one thing; `first` is the first of them that came from the same source."""

    signs: int
    sources: int
    spans_s: float
    first: Sign

    def words(self) -> str:
        """Return in words what speaks for it."""
        seen = f"{self.signs} signs" if self.signs != 1 else "1 sign"
        by = f" of {self.sources} sources" if self.sources > 1 else ""
        return f"{seen}{by} in {self.spans_s:.0f} s"


class Signs:
    """Remembers signs by what they are signs of, no longer than they can matter."""

    def __init__(self) -> None:
        self._of: defaultdict[Hashable, deque[Sign]] = defaultdict(deque)

    def support(self, what: Hashable, sign: Sign, rule: KindRule) -> Support:
        """Take in a sign and return what speaks for it, itself included; a revision counts once."""
        remembered = self._of[what]
        oldest = sign.at - timedelta(seconds=rule.window_s + rule.hold_s)
        while remembered and remembered[0].at < oldest:
            remembered.popleft()
        if all(other.id != sign.id for other in remembered):
            remembered.append(sign)
        joined = _joined([other for other in remembered if _is_near(other, sign, rule.near_m)], rule.window_s)
        own = [other for other in joined if other.source == sign.source]
        return Support(
            signs=len(joined),
            sources=len({other.source for other in joined}),
            spans_s=(joined[-1].at - joined[0].at).total_seconds() if joined else 0.0,
            first=own[0] if own else sign,
        )

    def spend(self, what: Hashable, sign: Sign, rule: KindRule) -> None:
        """Forget the signs around one with which an alert was opened: the next alert needs its own."""
        kept = (other for other in self._of[what] if not _is_near(other, sign, rule.near_m))
        self._of[what] = deque(kept)

    def suffices(self, rule: KindRule, sign: Sign, support: Support) -> bool:
        """Tell whether a sign with this support opens an alert."""
        if sign.score >= rule.sure_at:
            return True
        return is_borne_out(rule, support)


def is_borne_out(rule: KindRule, support: Support) -> bool:
    """Tell whether there are enough signs, more of them when one source says it all, for long enough."""
    needed = rule.signs if support.sources > 1 else rule.alone
    return support.signs >= needed and support.spans_s >= rule.hold_s


def _is_near(sign: Sign, other: Sign, near_m: float) -> bool:
    if sign.source == other.source:
        return True
    if abs(sign.lat - other.lat) > _NARROW_DEG or abs(sign.lon - other.lon) > _NARROW_DEG:
        return False
    return distance_m(sign.lat, sign.lon, other.lat, other.lon) <= near_m


def _joined(signs: Iterable[Sign], window_s: float) -> list[Sign]:
    """Return the last signs of a row in which none is later than the window after the one before."""
    row: list[Sign] = []
    for sign in sorted(signs, key=lambda it: it.at):
        if row and (sign.at - row[-1].at).total_seconds() > window_s:
            row.clear()
        row.append(sign)
    return row
