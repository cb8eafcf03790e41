"""What is left to do at a moment: what a shift hands over, and what is printed for when all is down."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from db.connection import AsyncConnection
from db.sql import query
from domain.alerts import AlertState
from domain.handovers import (
    CameraOut,
    CamerasOut,
    GatewayOut,
    Left,
    OpenAlert,
    OpenIncident,
    RunningTransfer,
    ShiftCounts,
    ShiftNote,
    SystemOut,
    UnansweredOrder,
    UnitOut,
)
from domain.messages import Provenance, UnitState

MOST_ALERTS = 100
MOST_CAMERAS = 150
MOST_INCIDENTS = 1_000
UNIT_SILENT_AFTER = timedelta(minutes=10)
ORDERS_LAST = timedelta(hours=24)
_OPEN = [AlertState.UNACKNOWLEDGED, AlertState.ACKNOWLEDGED]


@dataclass(frozen=True, slots=True)
class UnitNow:
    """A unit as it was heard last."""

    callsign: str
    kind: str
    ward_code: str
    state: UnitState
    heard_at: datetime | None
    lat: float
    lon: float
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class _Count:
    """How many."""

    number: int


async def left_to_do(connection: AsyncConnection, since: datetime, now: datetime) -> Left:
    """Return what is left to do now, and what was noted and done since the shift began; of one instant."""
    async with connection.snapshot():
        return Left(
            at=now,
            incidents=tuple(
                await connection.rows(query("shift_state", "incidents"), OpenIncident, limit=MOST_INCIDENTS)
            ),
            alerts=tuple(await _alerts(connection, _OPEN)),
            alerts_open=await _alerts_open(connection),
            shelved=tuple(await _alerts(connection, [AlertState.SHELVED])),
            cameras_out=tuple(await connection.rows(query("shift_state", "cameras_out"), CamerasOut)),
            cameras=tuple(
                await connection.rows(query("shift_state", "cameras"), CameraOut, limit=MOST_CAMERAS)
            ),
            gateways=tuple(await connection.rows(query("shift_state", "gateways"), GatewayOut)),
            systems=tuple(await connection.rows(query("shift_state", "systems"), SystemOut)),
            units=tuple(
                await connection.rows(
                    query("shift_state", "units"), UnitOut, silent_since=now - UNIT_SILENT_AFTER
                )
            ),
            orders=tuple(
                await connection.rows(
                    query("shift_state", "orders"), UnansweredOrder, since=now - ORDERS_LAST
                )
            ),
            transfers=tuple(await connection.rows(query("shift_state", "transfers"), RunningTransfer)),
            notes=tuple(
                await connection.rows(query("shift_state", "notes"), ShiftNote, since=since, until=now)
            ),
            counts=tuple(
                await connection.rows(query("shift_state", "counts"), ShiftCounts, since=since, until=now)
            ),
        )


async def all_units(connection: AsyncConnection) -> list[UnitNow]:
    """Return every unit as it was heard last, ward by ward."""
    return await connection.rows(query("shift_state", "all_units"), UnitNow)


async def _alerts(connection: AsyncConnection, states: list[AlertState]) -> list[OpenAlert]:
    return await connection.rows(query("shift_state", "alerts"), OpenAlert, states=states, limit=MOST_ALERTS)


async def _alerts_open(connection: AsyncConnection) -> int:
    found = await connection.row(query("shift_state", "alerts_open"), _Count)
    return 0 if found is None else found.number
