"""Lists a page at a time: cameras by code, alerts by time."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from db.connection import AsyncConnection
from db.rows import AlertRow, CameraRow
from db.sql import query
from domain.alerts import AlertState
from domain.kinds import IncidentKind, Severity
from domain.messages import CameraState, Provenance


@dataclass(frozen=True, slots=True)
class AlertsAsked:
    """Which alerts are asked for; None means any. `before` is the last alert of the page before."""

    ward_codes: Collection[str] | None = None
    kind: IncidentKind | None = None
    severity: Severity | None = None
    states: Collection[AlertState] | None = None
    provenance: Provenance | None = None
    before: tuple[datetime, uuid.UUID] | None = None


@dataclass(frozen=True, slots=True)
class CamerasAsked:
    """Which cameras are asked for; None means any. `after` is the last code of the page before."""

    ward_codes: Collection[str] | None = None
    state: CameraState | None = None
    provenance: Provenance | None = None
    after: str | None = None


async def camera_by_code(connection: AsyncConnection, code: str) -> CameraRow | None:
    """Return a camera with its newest state; None when it is not registered."""
    return await connection.row(query("listing", "camera"), CameraRow, code=code)


async def cameras_page(
    connection: AsyncConnection, asked: CamerasAsked, limit: int | None = None
) -> list[CameraRow]:
    """Return up to `limit` cameras (None: all) in the order of their codes."""
    return await connection.rows(
        query("listing", "cameras"),
        CameraRow,
        after=asked.after,
        ward_codes=None if asked.ward_codes is None else sorted(asked.ward_codes),
        state=asked.state,
        provenance=asked.provenance,
        limit=limit,
    )


async def alerts_page(connection: AsyncConnection, asked: AlertsAsked, limit: int) -> list[AlertRow]:
    """Return up to `limit` alerts, the newest first."""
    before_at, before_id = asked.before or (None, None)
    return await connection.rows(
        query("listing", "alerts"),
        AlertRow,
        before_at=before_at,
        before_id=before_id,
        ward_codes=None if asked.ward_codes is None else sorted(asked.ward_codes),
        kind=asked.kind,
        severity=asked.severity,
        states=None if asked.states is None else sorted(asked.states),
        provenance=asked.provenance,
        limit=limit,
    )
