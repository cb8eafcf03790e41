"""`GET /live/alarm-load`: a person's own alarm load of the last eight hours, beside the limits of ISA-18.2.

Only what arrived while this person was signed in counts, in the wards that are theirs. It shows a person
when the console asks too much of one; nobody can read another's, so it ranks nobody.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

import msgspec
from fastapi import APIRouter
from starlette.responses import Response

from dashboard.answers import json_answer
from dashboard.context import ConsoleContext
from dashboard.sessions import ABSOLUTE_LIMIT, current_person
from db.alarm_load import SeatMark, Span, Standing, TenMinutes, arrivals, comings_and_goings, standing
from domain.roles import WARD_BOUND

SHOWN = timedelta(hours=8)
TEN_MINUTES = timedelta(minutes=10)


class Limits(msgspec.Struct, frozen=True):
    """What one person can bear, by ISA-18.2 and EEMUA 191; average and peak are alerts in ten minutes."""

    average: int = 1
    peak: int = 10
    standing: int = 10
    shelved: int = 30
    stale: int = 5


class Bar(msgspec.Struct, frozen=True):
    """Ten minutes: the alerts that opened in them, and whether the person was here at all."""

    at: datetime
    alerts: int
    was_here: bool


class AlarmLoad(msgspec.Struct, frozen=True):
    """A person's load: `average` and `peak` are alerts in ten minutes, `here_min` the time they were here."""

    at: datetime
    bars: tuple[Bar, ...]
    average: float
    peak: int
    here_min: int
    standing: int
    shelved: int
    stale: int
    limits: Limits = Limits()


def routes(context: ConsoleContext) -> APIRouter:
    """Return the route of one's own load."""
    router = APIRouter()

    @router.get("/live/alarm-load")
    async def load(*, real_only: bool = False) -> Response:
        person = current_person()
        wards = person.ward_codes if person.role in WARD_BOUND else None
        now = datetime.now(UTC)
        within = Span(first_bar(now), now)
        async with context.pool.connection() as connection:
            marks = await comings_and_goings(connection, person.account_id, within.began - ABSOLUTE_LIMIT)
            here = times_here(marks, within)
            arrived = await arrivals(connection, here, within, wards, real_only=real_only)
            stands = await standing(connection, now, wards, real_only=real_only)
        return json_answer(load_of(here, arrived, stands, within))

    return router


def first_bar(now: datetime) -> datetime:
    """Return where the first of the ten-minute bars begins."""
    into_bar = timedelta(seconds=now.timestamp() % TEN_MINUTES.total_seconds())
    return now - into_bar - SHOWN + TEN_MINUTES


def times_here(marks: Iterable[SeatMark], within: Span) -> list[Span]:
    """Return when the person was signed in, cut to a span, without overlaps.

    A session that nobody ended lasts as long as sessions do; who signs in twice is here once.
    """
    spans: list[Span] = []
    began: datetime | None = None
    for mark in marks:
        if began is not None and mark.at - began >= ABSOLUTE_LIMIT:
            spans.append(Span(began, began + ABSOLUTE_LIMIT))
            began = None
        if mark.action == "sign_in":
            began = began or mark.at
        elif began is not None:
            spans.append(Span(began, mark.at))
            began = None
    if began is not None:
        spans.append(Span(began, min(within.ended, began + ABSOLUTE_LIMIT)))
    cut = [Span(max(span.began, within.began), min(span.ended, within.ended)) for span in spans]
    return [span for span in cut if span.began < span.ended]


def load_of(here: Sequence[Span], arrived: Sequence[TenMinutes], stands: Standing, within: Span) -> AlarmLoad:
    """Return the load as it is shown."""
    alerts = {ten.began: ten.alerts for ten in arrived}
    starts = [within.began + n * TEN_MINUTES for n in range(SHOWN // TEN_MINUTES)]
    here_for = sum((span.ended - span.began for span in here), timedelta())
    return AlarmLoad(
        at=within.ended,
        bars=tuple(Bar(start, alerts.get(start, 0), _was_here(here, start)) for start in starts),
        average=round(sum(alerts.values()) / max(1.0, here_for / TEN_MINUTES), 1),
        peak=max((ten.most_in_ten_min for ten in arrived), default=0),
        here_min=round(here_for.total_seconds() / 60),
        standing=stands.standing,
        shelved=stands.shelved,
        stale=stands.stale,
    )


def _was_here(here: Iterable[Span], start: datetime) -> bool:
    return any(span.began < start + TEN_MINUTES and span.ended > start for span in here)
