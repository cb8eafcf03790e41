"""The centre's watch over itself: what its processes say of themselves, and who has fallen silent."""

from dataclasses import asdict, dataclass
from datetime import datetime

from db.connection import AsyncConnection, Connection
from db.sql import query


@dataclass(frozen=True, slots=True)
class LaneWord:
    """What a lane of an ingest worker says of itself.

    `lag_s` is how old what it stores is by its sources' clocks, None while nothing comes. `is_pressed`
    says that its batches are full, so that more is waiting. `workers` is how many share the stream.
    """

    worker: str
    lane: str
    slot: int
    workers: int
    is_connected: bool
    is_pressed: bool
    lag_s: float | None


@dataclass(frozen=True, slots=True)
class LanePulse:
    """How a lane was when it last spoke, `silent_s` ago by the database's clock."""

    worker: str
    lane: str
    is_connected: bool
    is_pressed: bool
    lag_s: float | None
    silent_s: float


@dataclass(frozen=True, slots=True)
class Silence:
    """For how long the leading rules and all of ingest have said nothing; None: never a word."""

    rules_s: float | None
    ingest_s: float | None


def tell_lane(connection: Connection, word: LaneWord) -> None:
    """Write down how a lane is now."""
    connection.run(query("self_watch", "tell_lane"), **asdict(word))


def tell_leader(connection: Connection) -> None:
    """Write down that the rules lead."""
    connection.run(query("self_watch", "tell_leader"))


def lanes(connection: Connection) -> list[LanePulse]:
    """Return how every lane in use was when it last spoke."""
    return connection.rows(query("self_watch", "lanes"), LanePulse)


def forget_lanes(connection: Connection) -> None:
    """Forget the lanes that have said nothing for a day."""
    connection.run(query("self_watch", "forget_lanes"))


def dead_letters_since(connection: Connection, since: datetime, limit: int) -> int:
    """Return how many dead letters came since a moment, counted no further than to `limit`."""
    count: int = connection.values(query("self_watch", "dead_letters_since"), since=since, limit=limit)[0]
    return count


async def silence(connection: AsyncConnection) -> Silence:
    """Return for how long the rules and ingest have said nothing."""
    return await connection.row(query("self_watch", "silence"), Silence) or Silence(None, None)
