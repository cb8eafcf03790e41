"""What could not be understood: listed and read by administrators alone, and every look written down."""

from typing import Annotated

import msgspec
from fastapi import APIRouter, Query
from starlette.responses import Response

from dashboard.answers import json_answer, not_found
from dashboard.context import ConsoleContext
from dashboard.sessions import current_person
from db.accounts import record_audit
from db.console import dead_letter, dead_letters
from db.console_rows import DeadLetterRow


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

    return router
