"""How a document's values are written: 1.115; 95,2 %; 3 phút 20 giây; 24/11 14:05."""

from collections.abc import Callable
from datetime import datetime

from dashboard.printing.document import Cell, Column, Kind
from dashboard.words import phrase
from dashboard.written import number
from domain.local_time import ZONE

NOTHING = "–"
RIGHT = frozenset({Kind.WHOLE, Kind.SHARE, Kind.NUMBER, Kind.DURATION})
"""Kinds that stand at the right edge of their column."""


def written(value: Cell, column: Column, language: str) -> str:
    """Return a cell as people read it."""
    if value is None or value == "":
        return NOTHING if column.kind is not Kind.TEXT or value is None else ""
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, str):
        return value
    return _WRITERS[column.kind](value, language)


def moment(at: datetime) -> str:
    """Return a day and a time on the centre's clock."""
    return at.astimezone(ZONE).strftime("%d/%m %H:%M")


def full_moment(at: datetime) -> str:
    """Return a time and a day with its year."""
    return at.astimezone(ZONE).strftime("%H:%M %d/%m/%Y")


def share(value: float, language: str) -> str:
    """Return a share in per cent with one decimal."""
    return f"{number(100 * value, language)} %"


def duration(seconds: float, language: str) -> str:
    """Return how long something took, in two units at most."""
    whole = round(seconds)
    for larger_s, smaller_s, larger, smaller in _UNITS:
        if whole >= larger_s:
            rest = (whole % larger_s) // smaller_s
            first = f"{whole // larger_s} {phrase(f'print.unit.{larger}', language)}"
            return f"{first} {rest} {phrase(f'print.unit.{smaller}', language)}" if rest else first
    return f"{whole} {phrase('print.unit.second', language)}"


_UNITS = ((86_400, 3_600, "day", "hour"), (3_600, 60, "hour", "minute"), (60, 1, "minute", "second"))
_WRITERS: dict[Kind, Callable[[float, str], str]] = {
    Kind.TEXT: number,
    Kind.WHOLE: lambda value, language: number(value, language, 0),
    Kind.SHARE: share,
    Kind.NUMBER: number,
    Kind.DURATION: duration,
    Kind.MOMENT: number,
}
