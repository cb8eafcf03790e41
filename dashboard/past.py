"""`GET /live/past…`: a moment of the past, what came after it, and how many alerts each five minutes brought.

What is told is cut to the person as the live stream is; a look into the past is written down once.
"""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Annotated

import msgspec
from fastapi import APIRouter, Query
from pydantic import AwareDatetime
from starlette.responses import Response

from dashboard.answers import json_answer
from dashboard.context import ConsoleContext
from dashboard.live_audience import Audience, audience_of
from dashboard.past_asked import LONGEST_STEP_S, check_span, moment_asked, not_kept
from dashboard.past_looks import PastLooks
from dashboard.past_replay import Frame, frames, told_at
from dashboard.sessions import Visitor, current_person, current_visitor
from db.accounts import record_audit
from db.errors import PastUnknown
from db.past import OpenedAlerts, Reach, changes_after, opened_alerts, reach, state_at

BUCKET_S = 300
MOST_HOURS = 48
_AT_ONCE = 2
"""How many questions about the past are worked on at a time, so that they never crowd out the present."""


class PastState(msgspec.Struct):
    """Everything as it stood at `at`; `oldest` is how far back one can look, `units_since` units' places."""

    at: datetime
    oldest: datetime | None
    units_since: datetime
    oldest_s: float | None
    simulated_share: float | None
    state: msgspec.Raw


class PastChanges(msgspec.Struct):
    """What came after `since`, up to `until`, in steps."""

    since: datetime
    until: datetime
    frames: list[Frame]


class PastHistogram(msgspec.Struct):
    """How many alerts were opened, by buckets of `bucket_s`, severity and provenance."""

    since: datetime
    until: datetime
    bucket_s: int
    oldest: datetime | None
    bars: list[OpenedAlerts]


def routes(context: ConsoleContext) -> APIRouter:
    """Return the routes of the past."""
    router = APIRouter()
    looks = PastLooks()
    turns = asyncio.Semaphore(_AT_ONCE)

    @router.get("/live/past")
    async def past(at: AwareDatetime) -> Response:
        visitor = current_visitor()
        moment = moment_asked(at, datetime.now(UTC))
        async with turns:
            await _write_down(context, looks, visitor, moment)
            return json_answer(await _state(context, moment, audience_of(visitor.person)))

    @router.get("/live/past/changes")
    async def changes(
        since: AwareDatetime,
        until: AwareDatetime,
        step: Annotated[float, Query(ge=1, le=LONGEST_STEP_S)] = 1.0,
    ) -> Response:
        visitor = current_visitor()
        moment = moment_asked(until, datetime.now(UTC))
        check_span(since, moment)
        async with turns:
            await _write_down(context, looks, visitor, since)
            told = await _changes(
                context, since, moment, timedelta(seconds=step), audience_of(visitor.person)
            )
        return json_answer(told)

    @router.get("/live/past/histogram")
    async def histogram(
        hours: Annotated[int, Query(ge=1, le=MOST_HOURS)] = 24, until: AwareDatetime | None = None
    ) -> Response:
        now = datetime.now(UTC)
        end = now if until is None else moment_asked(until, now)
        return json_answer(await _histogram(context, end, timedelta(hours=hours)))

    return router


async def _state(context: ConsoleContext, at: datetime, audience: Audience) -> PastState:
    async with context.pool.connection() as connection:
        known = await reach(connection, at)
        try:
            stored = await state_at(connection, at)
        except PastUnknown as error:
            raise not_kept(error.oldest_at) from error
    told = await asyncio.to_thread(told_at, stored, audience)
    return PastState(at, known.oldest_at, known.units_since, told.oldest_s, told.simulated_share, told.state)


async def _changes(
    context: ConsoleContext, since: datetime, until: datetime, step: timedelta, audience: Audience
) -> PastChanges:
    async with context.pool.connection() as connection:
        try:
            before = await state_at(connection, since)
        except PastUnknown as error:
            raise not_kept(error.oldest_at) from error
        found = await changes_after(connection, before, until, step)
    told = await asyncio.to_thread(lambda: list(frames(before, found, until, step, audience)))
    return PastChanges(since, until, told)


async def _histogram(context: ConsoleContext, until: datetime, span: timedelta) -> PastHistogram:
    wards = audience_of(current_person()).wards
    async with context.pool.connection() as connection:
        known: Reach = await reach(connection, until)
        since = until - span if known.oldest_at is None else max(until - span, min(known.oldest_at, until))
        bars = await opened_alerts(connection, since, until, wards)
    return PastHistogram(since, until, BUCKET_S, known.oldest_at, bars)


async def _write_down(context: ConsoleContext, looks: PastLooks, visitor: Visitor, at: datetime) -> None:
    """Write down that somebody looks into the past, once for as long as they go on looking."""
    if not looks.begins(visitor.token):
        return
    try:
        async with context.pool.connection() as connection:
            await record_audit(connection, visitor.person, "look_into_past", at.isoformat(), None)
    except BaseException:
        looks.forget(visitor.token)
        raise
