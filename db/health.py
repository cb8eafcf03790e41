"""How the centre is, for the health page: cameras, recorders, gateways, counts, and the house itself.

Everything asked here is of the size of the registry, or bounded: no stream is read but by its index.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from db.connection import AsyncConnection, connect
from db.dead_letters import Overflow, Total, overflow, total
from db.self_watch import LanePulse, lanes
from db.sql import query
from db.status import DatabaseStatus, status
from domain.messages import GatewayState, Provenance

DELAY_SPAN = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class CameraCount:
    """How many cameras of a ward, a recorder and a provenance are in a state; `held` is one of the states."""

    ward_code: str
    recorder: str
    provenance: Provenance
    state: str
    cameras: int


@dataclass(frozen=True, slots=True)
class CameraAsked:
    """Which cameras are asked for; None means all."""

    ward_code: str | None = None
    state: str | None = None
    recorder: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class ListedCamera:
    """A camera in the list: since when it is in its state, why, and how many were found in all."""

    code: str
    name: str
    ward_code: str
    street: str
    recorder: str
    gateway: str
    provenance: Provenance
    state: str
    reason: str | None
    observed_at: datetime | None
    found: int


@dataclass(frozen=True, slots=True)
class GatewayHealth:
    """A gateway, since when it speaks or is lost, and how many cameras it speaks for."""

    gateway: str
    ward_code: str
    state: GatewayState
    since: datetime
    provenance: Provenance
    cameras: int


@dataclass(frozen=True, slots=True)
class CountDelay:
    """When vehicles were counted last, and how late nineteen of twenty counts were stored at the most."""

    provenance: Provenance
    last_at: datetime
    messages: int
    lag_p95_s: float


@dataclass(frozen=True, slots=True)
class House:
    """What the centre's own parts say of themselves, as of `at`."""

    at: datetime
    database: DatabaseStatus
    lanes: tuple[LanePulse, ...]
    letters: Total
    overflow: Overflow


async def camera_counts(connection: AsyncConnection, *, real_only: bool) -> list[CameraCount]:
    """Return how many cameras are in each state, by ward and recorder."""
    return await connection.rows(query("health", "camera_counts"), CameraCount, real_only=real_only)


async def listed_cameras(
    connection: AsyncConnection, asked: CameraAsked, *, real_only: bool, limit: int
) -> list[ListedCamera]:
    """Return the cameras asked for, at most `limit`: those that are not online first, the longest first."""
    return await connection.rows(
        query("health", "cameras"),
        ListedCamera,
        ward_code=asked.ward_code,
        state=asked.state,
        recorder=asked.recorder,
        text=asked.text,
        real_only=real_only,
        limit=limit,
    )


async def gateways_health(connection: AsyncConnection, *, real_only: bool) -> list[GatewayHealth]:
    """Return every gateway, lost ones first."""
    return await connection.rows(query("health", "gateways"), GatewayHealth, real_only=real_only)


async def count_delays(connection: AsyncConnection, now: datetime, *, real_only: bool) -> list[CountDelay]:
    """Return how late the counts of the last ten minutes were, by provenance."""
    return await connection.rows(
        query("health", "count_delays"), CountDelay, since=now - DELAY_SPAN, until=now, real_only=real_only
    )


def house(dsn: str, now: datetime) -> House:
    """Return how the database and ingest are; takes its time, so ask it seldom and beside the event loop."""
    database = status(dsn)
    with connect(dsn, "opscenter-health") as connection:
        return House(
            at=now,
            database=database,
            lanes=tuple(lanes(connection)),
            letters=total(connection),
            overflow=overflow(connection),
        )
