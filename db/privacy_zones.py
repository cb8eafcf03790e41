"""Privacy zones in the database: what is painted now, what is proposed, and the steps of two people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec

from db.accounts import record_audit
from db.connection import AsyncConnection, Connection
from db.sql import query
from domain.privacy_zones import (
    LAPSES_AFTER,
    MOST_ZONES,
    Point,
    Zone,
    ZoneRefusal,
    ZoneRefusedError,
    check_second_person,
)
from domain.roles import Person

_MOST_SHOWN = 500


@dataclass(frozen=True, slots=True)
class ZoneRow:
    """A zone with its whole life; `lapses_at` is set for one that was painted before it was approved."""

    id: int
    camera_code: str
    camera_name: str
    ward_code: str
    outline: tuple[Point, ...]
    reason: str
    proposed_at: datetime
    proposed_by: int
    proposed_by_name: str
    lapses_at: datetime | None
    approved_at: datetime | None
    approved_by_name: str | None
    refused_at: datetime | None
    refused_by_name: str | None
    refused_reason: str | None
    removal_at: datetime | None
    removal_by: int | None
    removal_by_name: str | None
    removal_reason: str | None
    removed_at: datetime | None
    removed_by_name: str | None
    has_lapsed: bool


@dataclass(frozen=True, slots=True)
class _Painted:
    """One zone that is painted."""

    camera_code: str
    outline: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class _Standing:
    """What matters of a zone before the next step."""

    id: int
    camera_code: str
    proposed_by: int
    is_approved: bool
    is_over: bool
    removal_by: int | None


@dataclass(frozen=True, slots=True)
class _Ward:
    """Where a camera stands."""

    ward_code: str


@dataclass(frozen=True, slots=True)
class _Count:
    """How many."""

    n: int


@dataclass(frozen=True, slots=True)
class _Number:
    """The number of a new zone."""

    id: int


PaintedZones = Mapping[str, tuple[Zone, ...]]
"""By camera, what is painted out of its pictures."""


def painted_zones(connection: Connection) -> PaintedZones:
    """Return what is painted out of pictures now."""
    return _by_camera(connection.rows(query("privacy_zones", "painted"), _Painted))


async def painted_zones_now(connection: AsyncConnection) -> PaintedZones:
    """Return what is painted out of pictures now."""
    return _by_camera(await connection.rows(query("privacy_zones", "painted"), _Painted))


def _by_camera(rows: Sequence[_Painted]) -> PaintedZones:
    found: dict[str, tuple[Zone, ...]] = {}
    for row in rows:
        found[row.camera_code] = (*found.get(row.camera_code, ()), Zone(row.outline))
    return found


async def zones(
    connection: AsyncConnection, *, camera_code: str | None = None, with_ended: bool = False
) -> list[ZoneRow]:
    """Return the zones of a camera, or of all, the newest first; those that ended only when asked."""
    return await connection.rows(
        query("privacy_zones", "zones"),
        ZoneRow,
        camera_code=camera_code,
        with_ended=with_ended,
        limit=_MOST_SHOWN,
    )


async def propose_zone(
    connection: AsyncConnection, person: Person, camera_code: str, zone: Zone, *, reason: str, is_urgent: bool
) -> int:
    """Propose a zone and return its number; an urgent one is painted at once and lapses after a day.

    Raises ZoneRefusedError when there is no such camera, or when it has as many zones as it may.
    """
    async with connection.transaction():
        ward = await connection.row(query("privacy_zones", "ward_of_camera"), _Ward, camera_code=camera_code)
        if ward is None:
            raise ZoneRefusedError(ZoneRefusal.NO_CAMERA, f"there is no camera {camera_code}")
        alive = await connection.row(
            query("privacy_zones", "alive_of_camera"), _Count, camera_code=camera_code
        )
        if alive is not None and alive.n >= MOST_ZONES:
            raise ZoneRefusedError(
                ZoneRefusal.MANY, f"this camera has {MOST_ZONES} zones already: take one away first"
            )
        made = await connection.row(
            query("privacy_zones", "propose"),
            _Number,
            camera_code=camera_code,
            outline=msgspec.json.encode(zone.outline).decode(),
            reason=reason,
            account_id=person.account_id,
            name=person.display_name,
            lapses_after_s=LAPSES_AFTER.total_seconds() if is_urgent else None,
        )
        number = 0 if made is None else made.id
        details = {"camera": camera_code, "outline": zone.outline, "reason": reason, "urgent": is_urgent}
        await record_audit(connection, person, "propose_zone", str(number), details)
    return number


async def approve_zone(connection: AsyncConnection, person: Person, zone_id: int) -> None:
    """Approve somebody else's zone; ZoneRefusedError for one's own, or when it was decided already."""
    async with connection.transaction():
        zone = await _undecided(connection, zone_id)
        check_second_person(zone.proposed_by, person.account_id)
        await _step(connection, person, zone, "approve", "")


async def refuse_zone(connection: AsyncConnection, person: Person, zone_id: int, reason: str) -> None:
    """Refuse a proposed zone, or withdraw one's own; an urgent one is painted no more."""
    async with connection.transaction():
        await _step(connection, person, await _undecided(connection, zone_id), "refuse", reason)


async def propose_removal(connection: AsyncConnection, person: Person, zone_id: int, reason: str) -> None:
    """Propose to take an approved zone away; it stays painted until somebody else agrees."""
    async with connection.transaction():
        zone = await _zone(connection, zone_id)
        if not zone.is_approved or zone.removal_by is not None:
            raise ZoneRefusedError(
                ZoneRefusal.NOT_APPROVED, "this zone is not approved, or its removal is proposed already"
            )
        await _step(connection, person, zone, "propose_removal", reason)


async def approve_removal(connection: AsyncConnection, person: Person, zone_id: int) -> None:
    """Agree to take a zone away that somebody else wants to be gone."""
    async with connection.transaction():
        zone = await _zone(connection, zone_id)
        if zone.removal_by is None:
            raise ZoneRefusedError(ZoneRefusal.NO_REMOVAL, "nobody proposes to take this zone away any more")
        check_second_person(zone.removal_by, person.account_id)
        await _step(connection, person, zone, "approve_removal", "")


async def refuse_removal(connection: AsyncConnection, person: Person, zone_id: int, reason: str) -> None:
    """Refuse to take a zone away, or withdraw one's own proposal: it stays painted."""
    async with connection.transaction():
        zone = await _zone(connection, zone_id)
        if zone.removal_by is None:
            raise ZoneRefusedError(ZoneRefusal.NO_REMOVAL, "nobody proposes to take this zone away any more")
        await _step(connection, person, zone, "refuse_removal", reason)


async def _zone(connection: AsyncConnection, zone_id: int) -> _Standing:
    """Return a zone that has not ended, held until the transaction's end."""
    zone = await connection.row(query("privacy_zones", "zone"), _Standing, id=zone_id)
    if zone is None or zone.is_over:
        raise ZoneRefusedError(ZoneRefusal.GONE, "this zone is no longer there: somebody ended it meanwhile")
    return zone


async def _undecided(connection: AsyncConnection, zone_id: int) -> _Standing:
    zone = await _zone(connection, zone_id)
    if zone.is_approved:
        raise ZoneRefusedError(
            ZoneRefusal.APPROVED, "this zone is approved already: propose its removal instead"
        )
    return zone


async def _step(connection: AsyncConnection, person: Person, zone: _Standing, step: str, reason: str) -> None:
    """Take one step in a zone's life, and write down who took it."""
    await connection.run(
        query("privacy_zones", step),
        id=zone.id,
        account_id=person.account_id,
        name=person.display_name,
        reason=reason,
    )
    details = {"camera": zone.camera_code, "reason": reason}
    await record_audit(connection, person, f"{step}_zone", str(zone.id), details)
