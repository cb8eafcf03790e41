"""`/live/rules`: how the rules are set, tried and put in force; work on cameras; what called nobody."""

from collections.abc import Awaitable
from datetime import UTC, datetime, timedelta
from typing import Annotated, TypeVar

import msgspec
from fastapi import APIRouter, Request
from msgspec import Meta
from starlette.responses import Response

from dashboard.answers import json_answer, not_found
from dashboard.asked_bodies import asked_of, refused_in_words
from dashboard.context import ConsoleContext
from dashboard.errors import RequestRefusedError
from dashboard.sessions import current_person
from db.errors import RuleVersionMissing, RuleVersionUntried
from db.rule_keeping import CauseCount, SuppressedRow, suppressed, suppressed_by_cause
from db.rule_settings import (
    ModeRow,
    VersionRow,
    add_window,
    ask_trial,
    end_window,
    make_live,
    modes_now,
    release_mode,
    settings_now,
    settings_of,
    versions,
    windows_now,
    write_version,
)
from domain.alarm_suppression import Cause
from domain.alarm_windows import CameraWindow
from domain.kinds import IncidentKind
from domain.messages import Provenance
from domain.rule_checks import problems_of
from domain.rule_list import RULE_STEPS
from domain.rule_settings import FROM_STATES, RuleSettings

SHOWN = timedelta(hours=24)
LONGEST_WORK_H = 24.0 * 14
_Reason = Annotated[str, Meta(max_length=500)]
_DoneT = TypeVar("_DoneT")


class VersionAsked(msgspec.Struct, forbid_unknown_fields=True):
    """A whole document of settings, and why it is changed."""

    settings: RuleSettings
    why: _Reason


class WhyAsked(msgspec.Struct, forbid_unknown_fields=True):
    """Why something is done."""

    why: _Reason = ""


class WindowAsked(msgspec.Struct, forbid_unknown_fields=True):
    """Work on a camera, or on all of a ward, from a moment on for some hours."""

    reason: _Reason
    hours: Annotated[float, Meta(gt=0, le=LONGEST_WORK_H)]
    camera: str | None = None
    ward: str = ""
    begins: datetime | None = None


class ReleaseAsked(msgspec.Struct, forbid_unknown_fields=True):
    """Which rule is to call again, and why."""

    rule: str
    kind: IncidentKind
    provenance: Provenance
    why: _Reason


class RulesAnswer(msgspec.Struct):
    """All that the page of rules shows."""

    steps: tuple[str, ...]
    from_states: tuple[IncidentKind, ...]
    live: int
    settings: RuleSettings
    versions: tuple[VersionRow, ...]
    windows: tuple[CameraWindow, ...]
    modes: tuple[ModeRow, ...]
    causes: tuple[CauseCount, ...]


class SuppressedAnswer(msgspec.Struct):
    """What called nobody in the last 24 hours, the newest first."""

    signs: tuple[SuppressedRow, ...]


def routes(context: ConsoleContext) -> APIRouter:
    """Return the routes of the rules."""
    router = APIRouter(prefix="/live/rules")
    _reading(router, context)
    _setting(router, context)
    _looking_after(router, context)
    return router


def _reading(router: APIRouter, context: ConsoleContext) -> None:
    @router.get("")
    async def now() -> Response:
        return json_answer(await _answer(context))

    @router.get("/versions/{number}")
    async def version(number: int) -> Response:
        async with context.pool.connection() as connection:
            return json_answer(await _there(settings_of(connection, number)))

    @router.get("/suppressed")
    async def suppressed_now(cause: Cause | None = None) -> Response:
        async with context.pool.connection() as connection:
            signs = await suppressed(connection, datetime.now(UTC) - SHOWN, cause)
        return json_answer(SuppressedAnswer(tuple(signs)))


def _setting(router: APIRouter, context: ConsoleContext) -> None:
    @router.post("/versions")
    async def write(request: Request) -> Response:
        asked = asked_of(await request.body(), VersionAsked)
        _refuse_problems(asked.settings)
        why = _reason(asked.why)
        async with context.pool.connection() as connection:
            await write_version(connection, current_person(), asked.settings, why)
        return json_answer(await _answer(context), 201)

    @router.post("/versions/{number}/trial")
    async def try_again(number: int) -> Response:
        async with context.pool.connection() as connection:
            await _there(ask_trial(connection, number))
        return json_answer(await _answer(context))

    @router.post("/versions/{number}/live")
    async def put_in_force(number: int, request: Request) -> Response:
        why = _reason(asked_of(await request.body(), WhyAsked).why)
        async with context.pool.connection() as connection:
            _refuse_problems(await _there(settings_of(connection, number)))
            try:
                await _there(make_live(connection, current_person(), number, why))
            except RuleVersionUntried as error:
                raise refused_in_words(409, "rules.refused.untried") from error
        return json_answer(await _answer(context))


def _looking_after(router: APIRouter, context: ConsoleContext) -> None:
    @router.post("/windows")
    async def plan(request: Request) -> Response:
        asked = asked_of(await request.body(), WindowAsked)
        begins_at = asked.begins or datetime.now(UTC)
        if begins_at.tzinfo is None:
            raise refused_in_words(422, "rules.refused.time")
        async with context.pool.connection() as connection:
            await _there(
                add_window(
                    connection,
                    current_person(),
                    camera_code=asked.camera or None,
                    ward_code=asked.ward,
                    begins_at=begins_at,
                    ends_at=begins_at + timedelta(hours=asked.hours),
                    reason=_reason(asked.reason),
                )
            )
        return json_answer(await _answer(context), 201)

    @router.post("/windows/{window_id}/end")
    async def end(window_id: int) -> Response:
        async with context.pool.connection() as connection:
            await _there(end_window(connection, current_person(), window_id))
        return json_answer(await _answer(context))

    @router.post("/release")
    async def release(request: Request) -> Response:
        asked = asked_of(await request.body(), ReleaseAsked)
        async with context.pool.connection() as connection:
            await _there(
                release_mode(
                    connection,
                    current_person(),
                    rule=asked.rule,
                    kind=asked.kind,
                    provenance=asked.provenance,
                    why=_reason(asked.why),
                )
            )
        return json_answer(await _answer(context))


async def _answer(context: ConsoleContext) -> RulesAnswer:
    async with context.pool.connection() as connection:
        live = await settings_now(connection)
        return RulesAnswer(
            steps=RULE_STEPS,
            from_states=tuple(FROM_STATES),
            live=live.number,
            settings=live.settings,
            versions=tuple(await versions(connection)),
            windows=tuple(await windows_now(connection)),
            modes=tuple(await modes_now(connection)),
            causes=tuple(await suppressed_by_cause(connection, datetime.now(UTC) - SHOWN)),
        )


def _refuse_problems(settings: RuleSettings) -> None:
    """Raise RequestRefusedError (422) with what cannot be right about the settings."""
    problems = problems_of(settings)
    if problems:
        raise RequestRefusedError(
            422, " ".join(it.vi for it in problems[:4]), " ".join(it.en for it in problems[:4])
        )


def _reason(text: str) -> str:
    """Return a reason without what surrounds it; raise RequestRefusedError (422) when there is none."""
    reason = text.strip()
    if not reason:
        raise refused_in_words(422, "rules.refused.why")
    return reason


async def _there(doing: Awaitable[_DoneT]) -> _DoneT:
    """Return what comes of it; what is not there is a 404."""
    try:
        return await doing
    except RuleVersionMissing as error:
        raise not_found() from error
