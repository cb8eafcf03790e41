"""The database's clock."""

from datetime import UTC, datetime

from db.connection import Connection
from db.sql import query


def clock_skew_s(connection: Connection) -> float:
    """Return how many seconds the database's clock is ahead of ours, the way there taken off."""
    asked_at = datetime.now(UTC)
    at: datetime = connection.values(query("clock", "server_time"))[0]
    answered_at = datetime.now(UTC)
    return (at - asked_at - (answered_at - asked_at) / 2).total_seconds()
