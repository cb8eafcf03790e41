"""What the trends are asked to show, read from an address that anybody may have written. All pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from domain.kinds import IncidentKind
from domain.local_time import ZONE

FINE_KEPT = timedelta(days=59)
LONGEST = timedelta(days=366)
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
_FINE_STEP = timedelta(minutes=5)
_FINE_UP_TO = timedelta(days=2)
_HOURS_UP_TO = timedelta(days=14)


class Span(StrEnum):
    """How far back the trends go; `own` is from one date to another."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    OWN = "own"


_LENGTHS = {Span.DAY: _DAY, Span.WEEK: 7 * _DAY, Span.MONTH: 30 * _DAY, Span.YEAR: 365 * _DAY}


@dataclass(frozen=True, slots=True)
class View:
    """A span from `since` to before `until`, by steps; a ward and a kind, None for all.

    `notes` are phrases of what was asked and could not be followed.
    """

    span: Span
    since: datetime
    until: datetime
    traffic_step: timedelta
    event_step: timedelta
    is_fine: bool
    ward: str | None
    kind: IncidentKind | None
    notes: tuple[str, ...] = ()

    @property
    def has_usual(self) -> bool:
        """Tell whether the same hours of earlier weeks say something: of whole days they do not."""
        return self.traffic_step < _DAY


def view_of(asked: Mapping[str, Any], now: datetime, wards: frozenset[str]) -> View:
    """Return the view that was asked for; what is nonsense falls back to the default, and is said."""
    notes: list[str] = []
    span = _span(asked.get("span"), notes)
    dates = _dates(asked, now, notes) if span is Span.OWN else None
    if span is Span.OWN and dates is None:
        span = Span.DAY
    since, until = dates or _ending_now(span, now)
    is_fine = until - since <= _FINE_UP_TO and since >= now - FINE_KEPT
    is_long = until - since > _HOURS_UP_TO
    return View(
        span=span,
        since=since,
        until=until,
        traffic_step=_FINE_STEP if is_fine else _DAY if is_long else _HOUR,
        event_step=_DAY if is_long else _HOUR,
        is_fine=is_fine,
        ward=_ward(asked.get("ward"), wards, notes),
        kind=_kind(asked.get("kind"), notes),
        notes=tuple(notes),
    )


def _ending_now(span: Span, now: datetime) -> tuple[datetime, datetime]:
    """Return a span that ends now and begins on a whole hour, a long one on a midnight."""
    begin = now - _LENGTHS[span]
    if _LENGTHS[span] > _HOURS_UP_TO:
        return midnight(begin.astimezone(ZONE).date() + _DAY), now
    return begin.replace(minute=0, second=0, microsecond=0) + _HOUR, now


def _span(asked: object, notes: list[str]) -> Span:
    if not asked:
        return Span.DAY
    if asked in set(Span):
        return Span(str(asked))
    notes.append("trends.note.span")
    return Span.DAY


def _dates(asked: Mapping[str, Any], now: datetime, notes: list[str]) -> tuple[datetime, datetime] | None:
    """Return from the first day's midnight to the end of the last day, at most a year and not after now."""
    first, last = _date(asked.get("first")), _date(asked.get("last"))
    if first is None or last is None:
        notes.append("trends.note.dates")
        return None
    first, last = min(first, last), max(first, last)
    since, until = midnight(first), min(midnight(last + _DAY), now)
    if since >= now:
        notes.append("trends.note.future")
        return None
    if until - since > LONGEST:
        notes.append("trends.note.long")
        since = midnight((until - LONGEST).astimezone(ZONE).date() + _DAY)
    return since, until


def _date(asked: object) -> date | None:
    """Return the date that is written as year-month-day; None when it is none of this century."""
    try:
        found = date.fromisoformat(str(asked))
    except ValueError:
        return None
    return found if 2000 <= found.year <= 2099 else None


def _ward(asked: object, wards: frozenset[str], notes: list[str]) -> str | None:
    if not asked:
        return None
    if asked in wards:
        return str(asked)
    notes.append("trends.note.ward")
    return None


def _kind(asked: object, notes: list[str]) -> IncidentKind | None:
    if not asked:
        return None
    if asked in set(IncidentKind):
        return IncidentKind(str(asked))
    notes.append("trends.note.kind")
    return None


def midnight(day: date) -> datetime:
    """Return the beginning of a day on the centre's clock, as UTC."""
    return datetime.combine(day, time(), ZONE).astimezone(UTC)
