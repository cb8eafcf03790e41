"""`/live/seats`: who sits where; a person takes a seat, or leaves theirs, as they saw it."""

import msgspec
from fastapi import APIRouter, Request
from starlette.responses import Response

from dashboard.answers import json_answer, not_found
from dashboard.asked_bodies import asked_of
from dashboard.context import ConsoleContext
from dashboard.errors import RequestRefusedError
from dashboard.sessions import current_person
from dashboard.words import phrase
from db.connection import AsyncConnection
from db.seats import Moved, SeatNotFound, SeatTaken, leave_seat, seats, take_seat
from domain.shifts import HeldSeat


class SeatAsked(msgspec.Struct, forbid_unknown_fields=True):
    """The holding of the seat that was on the screen; null when it was free."""

    holding_id: int | None = None


class SeatsAnswer(msgspec.Struct):
    """The seats as they are; `moved` is what came along with a seat that was taken."""

    seats: tuple[HeldSeat, ...]
    moved: Moved | None = None


def routes(context: ConsoleContext) -> APIRouter:
    """Return the routes of seats."""
    router = APIRouter(prefix="/live/seats")

    @router.get("")
    async def listed() -> Response:
        async with context.pool.connection() as connection:
            return json_answer(await _answer(connection))

    @router.post("/{code}/take")
    async def take(code: str, request: Request) -> Response:
        asked = asked_of(await request.body(), SeatAsked)
        async with context.pool.connection() as connection:
            try:
                moved = await take_seat(connection, code, current_person(), asked.holding_id)
            except (SeatTaken, SeatNotFound) as error:
                raise _refused(error) from error
            return json_answer(await _answer(connection, moved))

    @router.post("/{code}/leave")
    async def leave(code: str, request: Request) -> Response:
        asked = asked_of(await request.body(), SeatAsked)
        async with context.pool.connection() as connection:
            try:
                await leave_seat(connection, code, current_person(), asked.holding_id)
            except (SeatTaken, SeatNotFound) as error:
                raise _refused(error) from error
            return json_answer(await _answer(connection))

    return router


async def _answer(connection: AsyncConnection, moved: Moved | None = None) -> SeatsAnswer:
    return SeatsAnswer(tuple(await seats(connection)), moved)


def _refused(error: SeatTaken | SeatNotFound) -> RequestRefusedError:
    """Return the refusal that names who was faster."""
    if isinstance(error, SeatNotFound):
        return not_found()
    key = "shift.refused.seat_taken" if error.by_name else "shift.refused.seat_free"
    said = (phrase(key, language).replace("{who}", error.by_name or "") for language in ("vi", "en"))
    return RequestRefusedError(409, *said)
