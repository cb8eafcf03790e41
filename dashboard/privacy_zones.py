"""`/api/v1/privacy-zones`: zones are proposed by one person and decided on by another, each with a reason."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Annotated

import msgspec
from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from dashboard.answers import forbidden, json_answer, not_found
from dashboard.asked_bodies import asked_of, refused_in_words
from dashboard.context import ConsoleContext
from dashboard.pictures import shown
from dashboard.sessions import current_person
from db import privacy_zones as stored
from db.accounts import record_audit
from db.connection import AsyncConnection
from db.console import camera_detail, picture
from domain.privacy_zones import ZoneRefusedError, reason_of, zone_of
from domain.roles import Person, Right

_PICTURES_OF = timedelta(hours=72)


class ZoneStep(StrEnum):
    """A step in a zone's life, as addresses name it."""

    APPROVE = "approve"
    REFUSE = "refuse"
    PROPOSE_REMOVAL = "propose-removal"
    APPROVE_REMOVAL = "approve-removal"
    REFUSE_REMOVAL = "refuse-removal"


_DECISIONS = frozenset({ZoneStep.APPROVE, ZoneStep.APPROVE_REMOVAL})


class ZoneAsked(msgspec.Struct, forbid_unknown_fields=True):
    """A zone as the editor sends it; an urgent one is painted before somebody else approves it."""

    camera: str
    outline: list[list[float]]
    reason: str
    is_urgent: bool = False


class StepAsked(msgspec.Struct, forbid_unknown_fields=True):
    """Why a step is taken; approving needs no words."""

    reason: str = ""


class ZoneMade(msgspec.Struct):
    """The number of a new zone."""

    id: int


def routes(context: ConsoleContext) -> APIRouter:
    """Return the routes of privacy zones."""
    router = APIRouter(prefix="/api/v1/privacy-zones")

    @router.get("")
    async def listed(
        camera: Annotated[str | None, Query(max_length=64)] = None, *, ended: bool = False
    ) -> Response:
        async with context.pool.connection() as connection:
            return json_answer(await stored.zones(connection, camera_code=camera, with_ended=ended))

    @router.post("")
    async def propose(request: Request) -> Response:
        number = await _propose(context, current_person(), asked_of(await request.body(), ZoneAsked))
        await context.zones.read()
        return json_answer(ZoneMade(number), 201)

    @router.post("/{zone_id}/{step}")
    async def step(zone_id: int, step: ZoneStep, request: Request) -> Response:
        person = current_person()
        if step in _DECISIONS and not person.may(Right.APPROVE_ZONES):
            raise forbidden()
        asked = asked_of(await request.body(), StepAsked)
        async with context.pool.connection() as connection:
            await _in_words(_take(connection, person, zone_id, step, asked))
        await context.zones.read()
        return Response(status_code=204)

    @router.get("/picture/{camera_code}")
    async def newest(camera_code: str) -> Response:
        return await _newest_picture(context, current_person(), camera_code)

    return router


async def _propose(context: ConsoleContext, person: Person, asked: ZoneAsked) -> int:
    """Propose a zone; only who manages cameras may have it painted before it is approved."""
    if asked.is_urgent and not person.may(Right.MANAGE_CAMERAS):
        raise forbidden()
    async with context.pool.connection() as connection:
        return await _in_words(_proposed(connection, person, asked))


async def _proposed(connection: AsyncConnection, person: Person, asked: ZoneAsked) -> int:
    return await stored.propose_zone(
        connection,
        person,
        asked.camera,
        zone_of(asked.outline),
        reason=reason_of(asked.reason),
        is_urgent=asked.is_urgent,
    )


_STEPS_WITH_REASON: dict[ZoneStep, Callable[[AsyncConnection, Person, int, str], Awaitable[None]]] = {
    ZoneStep.REFUSE: stored.refuse_zone,
    ZoneStep.PROPOSE_REMOVAL: stored.propose_removal,
    ZoneStep.REFUSE_REMOVAL: stored.refuse_removal,
}
_STEPS_WITHOUT: dict[ZoneStep, Callable[[AsyncConnection, Person, int], Awaitable[None]]] = {
    ZoneStep.APPROVE: stored.approve_zone,
    ZoneStep.APPROVE_REMOVAL: stored.approve_removal,
}


async def _take(
    connection: AsyncConnection, person: Person, zone_id: int, step: ZoneStep, asked: StepAsked
) -> int:
    """Take a step in a zone's life, and return the zone's number."""
    if step in _STEPS_WITHOUT:
        await _STEPS_WITHOUT[step](connection, person, zone_id)
    else:
        await _STEPS_WITH_REASON[step](connection, person, zone_id, reason_of(asked.reason))
    return zone_id


async def _in_words(work: Awaitable[int]) -> int:
    """Do the work; what the domain refuses is refused in both languages."""
    try:
        return await work
    except ZoneRefusedError as error:
        raise refused_in_words(409, f"health.zones.refused.{error.why}") from error


async def _newest_picture(context: ConsoleContext, person: Person, camera_code: str) -> Response:
    """Return the newest picture of a camera, masked as for everybody; the look is written down."""
    async with context.pool.connection() as connection:
        detail = await camera_detail(connection, camera_code)
        since = datetime.now(UTC) - _PICTURES_OF
        newest = [it for it in (detail.pictures if detail else ()) if it.observed_at >= since]
        found = await picture(connection, newest[0].event_id, newest[0].moment) if newest else None
        if found is None:
            raise not_found()
        details = {"camera": camera_code, "sha256": found.sha256, "purpose": "privacy_zones"}
        await record_audit(connection, person, "see_picture", f"{found.event_id}/{found.moment}", details)
    return await shown(context, found)
