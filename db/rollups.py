"""Roll-ups on plain PostgreSQL: recomputes the buckets that writers marked, a few per transaction."""

from collections.abc import Sequence
from datetime import datetime

from db.connection import Connection
from db.sql import query

# The change feed waits for the oldest transaction, so none of these may take long.
_BUCKETS_AT_ONCE = 6


def roll_up(connection: Connection, now: datetime) -> int:
    """Recompute all marked buckets and return how many there were; the same rows give the same figures."""
    return _work_off(connection, "flow_5m", now) + _work_off(connection, "event_1h", now)


def _work_off(connection: Connection, rollup: str, now: datetime) -> int:
    """Recompute the marked buckets of one roll-up, the newest first."""
    done = 0
    while True:
        with connection.transaction():
            buckets = connection.values(
                query("maintenance", "take_marks"), rollup=rollup, limit=_BUCKETS_AT_ONCE
            )
            if rollup == "flow_5m":
                _compute_flow(connection, buckets, now)
            else:
                _compute_events(connection, buckets, now)
        done += len(buckets)
        if len(buckets) < _BUCKETS_AT_ONCE:
            return done


def _compute_flow(connection: Connection, buckets: Sequence[datetime], now: datetime) -> None:
    """Compute five-minute figures anew, then the hours they are in."""
    hours = sorted({bucket.replace(minute=0) for bucket in buckets})
    connection.run(query("maintenance", "roll_up_flow_5m"), buckets=list(buckets), now=now)
    connection.run(query("maintenance", "roll_up_flow_1h"), buckets=hours, now=now)


def _compute_events(connection: Connection, buckets: Sequence[datetime], now: datetime) -> None:
    """Compute hourly event figures anew: a revised event may have left its kind."""
    connection.run(query("maintenance", "forget_event_hours"), buckets=list(buckets), now=now)
    connection.run(query("maintenance", "roll_up_event_1h"), buckets=list(buckets), now=now)
