"""When each ward was last heard, as the database knows it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from db.connection import AsyncConnection
from db.sql import query

_LOOKED_BACK = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class WardHeard:
    """When a ward was last heard; None when it has cameras but never said a word."""

    ward_code: str
    heard_at: datetime | None


async def last_words(connection: AsyncConnection, now: datetime) -> list[WardHeard]:
    """Return when each ward with a camera was last heard; of counts, the last five minutes are looked at."""
    return await connection.rows(
        query("heartbeat", "last_words"), WardHeard, since=now - _LOOKED_BACK, now=now
    )


async def counted_lately(connection: AsyncConnection, since: datetime) -> list[WardHeard]:
    """Return when each ward that counted something since a moment was last heard."""
    return await connection.rows(query("heartbeat", "counted_lately"), WardHeard, since=since)
