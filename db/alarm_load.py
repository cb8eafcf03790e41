"""What one person's alarm load is made of: when they were here, what arrived meanwhile, what stands now."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from db.connection import AsyncConnection
from db.sql import query

STALE_AFTER = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Span:
    """A time from a moment to another."""

    began: datetime
    ended: datetime


@dataclass(frozen=True, slots=True)
class SeatMark:
    """A person came or went: `action` is sign_in or sign_out."""

    at: datetime
    action: str


@dataclass(frozen=True, slots=True)
class TenMinutes:
    """The alerts that opened in ten minutes, and the most within any ten minutes that ended in them."""

    began: datetime
    alerts: int
    most_in_ten_min: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How many alerts are open, how many of them longer than a day, and how many are shelved."""

    standing: int
    shelved: int
    stale: int


async def comings_and_goings(connection: AsyncConnection, account_id: int, since: datetime) -> list[SeatMark]:
    """Return when a person signed in and out since a moment."""
    return await connection.rows(
        query("alarm_load", "comings_and_goings"), SeatMark, account_id=account_id, since=since
    )


async def arrivals(
    connection: AsyncConnection,
    here: Sequence[Span],
    within: Span,
    ward_codes: Collection[str] | None = None,
    *,
    real_only: bool = False,
) -> list[TenMinutes]:
    """Return by ten minutes the alerts that opened within a span while a person was here.

    The spans of `here` do not overlap; `ward_codes` None means all wards.
    """
    return await connection.rows(
        query("alarm_load", "arrivals"),
        TenMinutes,
        began=[span.began for span in here],
        ended=[span.ended for span in here],
        since=within.began,
        until=within.ended,
        ward_codes=None if ward_codes is None else sorted(ward_codes),
        real_only=real_only,
    )


async def standing(
    connection: AsyncConnection,
    now: datetime,
    ward_codes: Collection[str] | None = None,
    *,
    real_only: bool = False,
) -> Standing:
    """Return how many alerts stand now."""
    found = await connection.row(
        query("alarm_load", "standing"),
        Standing,
        stale_before=now - STALE_AFTER,
        ward_codes=None if ward_codes is None else sorted(ward_codes),
        real_only=real_only,
    )
    return found or Standing(0, 0, 0)
