"""Loss seen: finds the numbers that never came, from what is stored, whoever stored it and in what order.

A source counts its messages (`seq`), so a jump is loss. The job reads what was stored a settling time ago,
window by window, keeps the foremost number of each source, and holds a jump against everything stored
near it, so that neither several workers nor a late picture nor a clock that jumps make a gap.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from db.connection import AsyncConnection, Connection
from db.sql import query

SETTLING = timedelta(seconds=60)
_WINDOW = timedelta(seconds=15)
_WINDOWS_AT_ONCE = 4
# A picture of before an event is told after it; within this, earlier and later say nothing.
_DISORDER = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class GapRow:
    """Numbers of one source, between two that came, of which `still_missing` have not come late either."""

    id: int
    source: str
    provenance: str
    after_seq: int
    before_seq: int
    after_at: datetime
    before_at: datetime
    lost: int
    still_missing: int
    found_at: datetime
    filled_at: datetime | None


@dataclass(frozen=True, slots=True)
class OpenGaps:
    """How much is missing now of one provenance, and up to when the job has read."""

    provenance: str
    gaps: int
    missing: int
    read_until: datetime


@dataclass(frozen=True, slots=True)
class _Window:
    """The time of storing that is read at once."""

    began: datetime
    ended: datetime


def look_for_gaps(connection: Connection, settling: timedelta = SETTLING) -> int:
    """Read what has settled since the last time, a minute of it at most, and return how many gaps are new."""
    connection.run_once(query("gaps", "window_tables"))
    found = 0
    for _ in range(_WINDOWS_AT_ONCE):
        new = _look_at_one_window(connection, settling)
        if new is None:
            break
        found += new
    connection.run(query("gaps", "prune_numbers"))
    return found


def forget_old_gaps(connection: Connection, now: datetime) -> None:
    """Delete gaps, and sources that fell silent, when they are older than events are kept."""
    connection.run(query("gaps", "expire_gaps"), now=now)
    connection.run(query("gaps", "expire_fronts"), now=now)


async def gaps(
    connection: AsyncConnection, *, limit: int = 100, before_id: int | None = None, only_open: bool = False
) -> list[GapRow]:
    """Return gaps, the newest first."""
    return await connection.rows(
        query("gaps", "listed"), GapRow, limit=limit, before_id=before_id, only_open=only_open
    )


def newest_gaps(connection: Connection, limit: int, *, only_open: bool = False) -> list[GapRow]:
    """Return the newest gaps, for a person at a terminal."""
    return connection.rows(query("gaps", "listed"), GapRow, limit=limit, before_id=None, only_open=only_open)


def open_gaps(connection: Connection) -> list[OpenGaps]:
    """Return how much is missing, by provenance; nothing when nothing is."""
    return connection.rows(query("gaps", "summary"), OpenGaps)


def _look_at_one_window(connection: Connection, settling: timedelta) -> int | None:
    """Read one window and return how many gaps are new in it; None when nothing has settled."""
    with connection.transaction():
        window = connection.row(query("gaps", "next_window"), _Window, settling=settling, limit=_WINDOW)
        if window is None or window.ended <= window.began:
            return None
        found = 0
        if connection.run(query("gaps", "read_window"), began=window.began, ended=window.ended):
            found = _compare(connection, window, settling)
        connection.run(query("gaps", "move_cursor"), ended=window.ended)
    return found


def _compare(connection: Connection, window: _Window, settling: timedelta) -> int:
    """Fill known gaps from the window, find new ones in it, and return how many these are."""
    connection.run(query("gaps", "fill_gaps"), disorder=_DISORDER)
    found = 0
    if connection.run(query("gaps", "find_candidates"), disorder=_DISORDER):
        connection.run(query("gaps", "by_index"))
        found = connection.run(
            query("gaps", "report_gaps"),
            disorder=_DISORDER,
            settling=settling,
            began=window.began,
            ended=window.ended,
        )
    connection.run(query("gaps", "move_fronts"), disorder=_DISORDER)
    return found
