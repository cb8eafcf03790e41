"""What the map shows beyond state: the traffic of streets within wards, the last reports and events."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from db.connection import AsyncConnection, Connection
from db.rows import EventRow, ReportRow, SegmentStateRow
from db.sql import query

REPORTS_LAST = timedelta(hours=2)
MOST_REPORTS = 500
HEAT_LASTS = timedelta(hours=1)
MOST_EVENTS = 20_000
"""How long reports and events are shown, and how many: with more, the oldest give way."""


def write_segment_states(connection: Connection, rows: Sequence[SegmentStateRow]) -> int:
    """Write down the traffic of streets where it is newer than what is known; return how many were."""
    if not rows:
        return 0
    told = msgspec.json.encode(rows).decode()
    with connection.transaction():
        written = int(connection.values(query("segments", "put_segments"), rows=told)[0])
        if written:
            connection.run(query("feed", "notify"))
    return written


async def segments_since(connection: AsyncConnection, since: datetime) -> list[SegmentStateRow]:
    """Return the traffic of streets within wards that was seen since a moment."""
    return await connection.rows(query("segments", "segments"), SegmentStateRow, since=since)


async def reports_since(connection: AsyncConnection, since: datetime, limit: int) -> list[ReportRow]:
    """Return the newest reports since a moment, the oldest of them first; at most `limit`."""
    return await connection.rows(query("segments", "recent_reports"), ReportRow, since=since, limit=limit)


async def events_since(connection: AsyncConnection, since: datetime, limit: int) -> list[EventRow]:
    """Return the newest events since a moment, the oldest of them first; at most `limit`."""
    return await connection.rows(query("segments", "recent_events"), EventRow, since=since, limit=limit)
