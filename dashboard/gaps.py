"""Loss seen: the numbers of sources' messages that never came, listed for those who look after the lines."""

from typing import Annotated

import msgspec
from fastapi import APIRouter, Query
from starlette.responses import Response

from dashboard.answers import json_answer
from dashboard.context import ConsoleContext
from db.gaps import GapRow, gaps


class GapPage(msgspec.Struct):
    """Some gaps, the newest first; `next` is the `before` of the following page, null at the end."""

    gaps: list[GapRow]
    next: int | None


def routes(context: ConsoleContext) -> APIRouter:
    """Return the route of gaps."""
    router = APIRouter(prefix="/api/v1/gaps")

    @router.get("")
    async def listed(
        *,
        limit: Annotated[int, Query(ge=1, le=1000)] = 100,
        before: Annotated[int | None, Query(ge=1)] = None,
        open_only: bool = False,
    ) -> Response:
        async with context.pool.connection() as connection:
            found = await gaps(connection, limit=limit + 1, before_id=before, only_open=open_only)
        page = found[:limit]
        return json_answer(GapPage(page, page[-1].id if len(found) > limit else None))

    return router
