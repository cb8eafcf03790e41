"""Looks at cameras: what allows them, who looked, why and for how long; how often a rule was right."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from db.connection import AsyncConnection, Connection
from db.sql import query
from domain.kinds import IncidentKind
from domain.messages import Provenance
from domain.roles import Person

HIT_RATE_SPAN = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class CameraToLookAt:
    """A camera as one may look at it; `alert_id` is its oldest open alert, the reason that needs no words."""

    code: str
    ward_code: str
    provenance: Provenance
    stream_url: str | None
    alert_id: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class HitRate:
    """Of a rule's alerts of one kind that people closed lately: how many were so, how many were not."""

    confirmed: int
    refuted: int


@dataclass(frozen=True, slots=True)
class LookRow:
    """Who looked at which camera, why, since when and for how long."""

    id: int
    account_id: int
    username: str
    camera_code: str
    ward_code: str
    purpose: str
    alert_id: uuid.UUID | None
    started_at: datetime
    seconds: float


@dataclass(frozen=True, slots=True)
class _Begun:
    """The number of a look that begins."""

    id: int


@dataclass(frozen=True, slots=True)
class _Answer:
    """Yes or no."""

    is_so: bool


async def cameras_to_look_at(connection: AsyncConnection, codes: Collection[str]) -> list[CameraToLookAt]:
    """Return those of `codes` that are registered."""
    return await connection.rows(query("looks", "cameras_to_look_at"), CameraToLookAt, codes=list(codes))


async def begin_looks(
    connection: AsyncConnection, person: Person, cameras: Sequence[CameraToLookAt], purpose: str
) -> list[int]:
    """Write down that a person begins to look, and return the looks' numbers; `purpose` is why."""
    begun = await connection.rows(
        query("looks", "begin"),
        _Begun,
        account_id=person.account_id,
        username=person.username,
        camera_codes=[camera.code for camera in cameras],
        ward_codes=[camera.ward_code for camera in cameras],
        purposes=[purpose] * len(cameras),
        alert_ids=[camera.alert_id for camera in cameras],
    )
    return [look.id for look in begun]


async def extend_looks(connection: AsyncConnection, look_ids: Sequence[int]) -> None:
    """Write down that these looks lasted until now."""
    await connection.run(query("looks", "extend"), ids=list(look_ids))


async def may_see_kept_pictures(connection: AsyncConnection, person: Person, camera_code: str) -> bool:
    """Tell whether there is a stated reason to see what a camera took: an open alert, or a look that runs."""
    alerted = await connection.row(query("looks", "has_open_alert"), _Answer, camera_code=camera_code)
    if alerted is not None and alerted.is_so:
        return True
    looking = await connection.row(
        query("looks", "is_looking"), _Answer, account_id=person.account_id, camera_code=camera_code
    )
    return looking is not None and looking.is_so


async def hit_rate(
    connection: AsyncConnection, rule: str, kind: IncidentKind, provenance: Provenance, now: datetime
) -> HitRate:
    """Return how often the rule was right about this kind in the last thirty days."""
    found = await connection.row(
        query("looks", "hit_rate"),
        HitRate,
        rule=rule,
        kind=kind,
        provenance=provenance,
        since=now - HIT_RATE_SPAN,
    )
    return found or HitRate(0, 0)


async def looks_page(
    connection: AsyncConnection, *, limit: int, before_id: int | None = None, camera_code: str | None = None
) -> list[LookRow]:
    """Return who looked at what, the newest first."""
    return await connection.rows(
        query("looks", "looks"), LookRow, limit=limit, before_id=before_id, camera_code=camera_code
    )


def expire_looks(connection: Connection, now: datetime) -> None:
    """Forget looks that are older than a year."""
    connection.run(query("looks", "expire_looks"), now=now)
