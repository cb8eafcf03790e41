"""The live feed for the console: wake-ups, and the changes after a position."""

import time
from collections.abc import AsyncGenerator

from db.changes import Change, ChangeRecord, Loss, Position, changes_of
from db.connection import AsyncConnection, connect_async
from db.errors import DatabaseError, FeedLost
from db.notices import ReadingPace
from db.sql import query

_IDLE_S = 1.0


async def listen(dsn: str, application_name: str = "opscenter-feed") -> AsyncGenerator[AsyncConnection, None]:
    """Yield whenever it is worth reading changes, and what to read them with.

    That is at once, after notices, and at least once a second. Raises DatabaseUnavailable when the
    connection is lost: call again then.
    """
    connection = await connect_async(dsn, application_name)
    try:
        await connection.run(query("feed", "listen"))
        pace = ReadingPace(_IDLE_S)
        while True:
            pace.begin_reading(time.monotonic())
            yield connection
            while (wait_s := pace.wait_s(time.monotonic())) > 0:
                pace.hear(await connection.wait_for_notices(wait_s), time.monotonic())
    finally:
        await connection.close()


async def changes_after(
    connection: AsyncConnection, position: Position, limit: int = 1000
) -> tuple[list[Change], Position]:
    """Return up to `limit` changes after `position`, in order, and the position to go on from.

    Raises FeedLost when the position is gone: read the live state again and go on from its position.
    """
    horizon = await current_position(connection)
    records = await connection.rows(
        query("feed", "changes_after"),
        ChangeRecord,
        xid=position.xid,
        id=position.id,
        horizon=horizon.xid,
        limit=limit,
    )
    # Looked at after the reading, so that what is pruned in between is noticed.
    lost = await connection.row(query("feed", "is_position_lost"), Loss, xid=position.xid, id=position.id)
    if lost is None or lost.is_lost:
        raise FeedLost("changes were pruned, or the database was replaced: read the live state again")
    changes = changes_of(records)
    return changes, changes[-1].position if changes else position


async def current_position(connection: AsyncConnection) -> Position:
    """Return the position up to which changes are complete: whatever is read later shows all before it."""
    position = await connection.row(query("feed", "horizon"), Position)
    if position is None:
        raise DatabaseError("the database gave no position: run `opscenter db migrate`")
    return position
