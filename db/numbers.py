"""Which numbered messages have come: what a trial that counts its own messages holds against them."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from db.connection import Connection
from db.gaps import look_for_gaps
from db.sql import query

Number = tuple[str, int]
"""A message by its source and its number."""


@dataclass(frozen=True, slots=True)
class _NumbersOfSource:
    """Some numbers of one source."""

    source: str
    numbers: list[int]


def numbers_since(connection: Connection, since: datetime) -> Counter[Number]:
    """Return how often each number was stored since; what keeps no row of its own counts once."""
    return _counted(connection.rows(query("gaps", "numbers_since"), _NumbersOfSource, since=since))


def count_since(connection: Connection, since: datetime) -> int:
    """Return how many numbers were stored since."""
    return int(connection.values(query("gaps", "count_since"), since=since)[0])


def has_count(connection: Connection, source: str, observed_at: datetime) -> bool:
    """Tell whether one count of vehicles has come."""
    return bool(connection.values(query("gaps", "has_count"), source=source, observed_at=observed_at)[0])


def missing_by_now(connection: Connection, since: datetime, until: datetime) -> set[Number]:
    """Let the gap job read all that was stored until a moment that has settled, and return what it misses.

    Only gaps found since `since` are told.
    """
    while connection.values(query("gaps", "read_until"))[0] < until:
        look_for_gaps(connection, settling=timedelta(0))
    found = connection.rows(query("gaps", "missing_numbers"), _NumbersOfSource, since=since)
    return set(_counted(found))


def _counted(found: list[_NumbersOfSource]) -> Counter[Number]:
    return Counter((one.source, number) for one in found for number in one.numbers)
