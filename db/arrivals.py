"""What has arrived: asked by whoever measures how long messages take until they are committed."""

from dataclasses import dataclass
from datetime import datetime

from db.connection import Connection
from db.sql import query


@dataclass(frozen=True, slots=True)
class Arrived:
    """A committed message, by its source and that source's number."""

    source: str
    seq: int


@dataclass(frozen=True, slots=True)
class StreamBytes:
    """How many rows a stream has, and the bytes of them with their indexes."""

    stream: str
    rows: int
    bytes: int


def arrived_since(connection: Connection, since: datetime) -> list[Arrived]:
    """Return the counts and camera events observed since a moment that others can see by now."""
    flows = connection.rows(query("arrivals", "flows_since"), Arrived, since=since)
    return flows + connection.rows(query("arrivals", "events_since"), Arrived, since=since)


def dead_letter_count(connection: Connection) -> int:
    """Return how many messages could not be stored."""
    return int(connection.values(query("arrivals", "dead_letters"))[0])


def stream_bytes(connection: Connection) -> list[StreamBytes]:
    """Return the size of the two streams that cameras fill."""
    return connection.rows(query("arrivals", "stream_bytes"), StreamBytes)
