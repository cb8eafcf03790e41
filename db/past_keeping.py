"""Keeps the past quick to read: everything is written once more each hour."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from db.connection import Connection
from db.sql import query

_SETTLING = timedelta(minutes=2)
"""How long whoever wrote something before the hour was full may take to commit it."""


@dataclass(frozen=True, slots=True)
class _Keyframe:
    """When everything was written once more."""

    at: datetime | None


def keep_keyframe(connection: Connection, now: datetime) -> None:
    """Write the last full hour's keyframe unless it is there, and forget those that are too old."""
    at = (now - _SETTLING).replace(minute=0, second=0, microsecond=0)
    last = connection.row(query("past", "last_keyframe"), _Keyframe)
    if last is not None and last.at is not None and last.at < at:
        with connection.transaction():
            connection.run(query("past", "write_keyframe"), at=at, before=last.at)
            connection.run(query("past", "note_keyframe"), at=at)
    connection.run(query("past", "forget_keyframes"), now=now)
