"""What could not be understood: listed, read, sent again by administrators alone; each act written down."""

import asyncio
from typing import Annotated

import msgspec
from fastapi import APIRouter, Query
from starlette.responses import Response

from dashboard.answers import json_answer, not_found
from dashboard.context import ConsoleContext
from dashboard.errors import RequestRefusedError
from dashboard.sessions import current_person
from db.accounts import record_audit
from db.console import dead_letter, dead_letters
from db.console_rows import DeadLetterRow
from db.resending import ResendRow, ask_resend, newest_resends

_LOOK_EVERY_S = 0.25
_LOOKS = 16
"""A worker looks for askings once a second; one that is slower is asked about later."""


class DeadLetterPage(msgspec.Struct):
    """Some dead letters, the newest first; `next` is the `before` of the following page, null at the end."""

    dead_letters: list[DeadLetterRow]
    next: int | None


def routes(context: ConsoleContext) -> APIRouter:
    """Return the routes of dead letters."""
    router = APIRouter(prefix="/api/v1/dead-letters")

    @router.get("")
    async def listed(
        *,
        limit: Annotated[int, Query(ge=1, le=1000)] = 100,
        before: Annotated[int | None, Query(ge=1)] = None,
        reason: Annotated[str | None, Query(max_length=200)] = None,
    ) -> Response:
        async with context.pool.connection() as connection:
            found = await dead_letters(
                connection, limit=limit + 1, before_id=before, with_unreadable=True, reason=reason
            )
        page = found[:limit]
        return json_answer(DeadLetterPage(page, page[-1].id if len(found) > limit else None))

    @router.get("/{letter_id}")
    async def whole(letter_id: int) -> Response:
        async with context.pool.connection() as connection:
            found = await dead_letter(connection, letter_id)
            if found is None:
                raise not_found()
            details = {"topic": found.topic, "readable": found.readable}
            await record_audit(connection, current_person(), "read_dead_letter", str(letter_id), details)
        return json_answer(found)

    @router.post("/{letter_id}/resend")
    async def send_again(letter_id: int) -> Response:
        person = current_person()
        async with context.pool.connection() as connection:
            is_asked = await ask_resend(connection, person, letter_id)
        if not is_asked:
            await _check_may_wait(context, letter_id)
        resent = await _fate(context, letter_id)
        return json_answer(resent, 202 if resent.done_at is None else 200)

    return router


async def _check_may_wait(context: ConsoleContext, letter_id: int) -> None:
    """Raise RequestRefusedError for a letter that is gone or was sent; one that waits is waited for."""
    async with context.pool.connection() as connection:
        found = await dead_letter(connection, letter_id)
    if found is None:
        raise not_found()
    if found.resent_at is not None:
        raise RequestRefusedError(
            409, "Bản tin này đã được gửi lại rồi.", "This letter was sent again already."
        )


async def _fate(context: ConsoleContext, letter_id: int) -> ResendRow:
    """Return what became of the asking, or that it still waits after a few seconds."""
    found = await _newest(context, letter_id)
    for _ in range(_LOOKS):
        if found.done_at is not None:
            break
        await asyncio.sleep(_LOOK_EVERY_S)
        found = await _newest(context, letter_id)
    return found


async def _newest(context: ConsoleContext, letter_id: int) -> ResendRow:
    async with context.pool.connection() as connection:
        found = (await newest_resends(connection, [letter_id])).get(letter_id)
    if found is None:
        raise not_found()
    return found
