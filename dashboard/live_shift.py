"""`/live/shift`: what the shift on duty leaves to the next, its notes, and the signatures of a hand-over."""

from collections.abc import Awaitable
from datetime import datetime
from typing import TypeVar
from uuid import UUID

import msgspec
from fastapi import APIRouter, Request
from starlette.responses import Response

from dashboard.answers import json_answer, not_found
from dashboard.asked_bodies import asked_of, refused_in_words
from dashboard.context import ConsoleContext
from dashboard.printing.naming import Names
from dashboard.printing.told import ToldDocument, told
from dashboard.sessions import current_person
from dashboard.shift_papers import draft_document, handover_body, names_for, signed_document
from db.shift_handover import (
    HandoverNotFound,
    HandoverRefused,
    HandoverRow,
    SignedHandover,
    add_note,
    handover,
    handovers,
    prepare_handover,
    sign_handover,
    withdraw_handover,
)
from domain.handovers import is_intact
from domain.local_time import ZONE

MOST_LISTED = 40
LONGEST_NOTE = 1_000
_DoneT = TypeVar("_DoneT")


class NoteAsked(msgspec.Struct, forbid_unknown_fields=True):
    """A note for those who come after."""

    text: str


class SignatureAsked(msgspec.Struct, forbid_unknown_fields=True):
    """Which text was read, by its fingerprint, and what who comes has to say of it."""

    sha256: str
    remark: str = ""


class ShiftAnswer(msgspec.Struct):
    """The shift on duty, what it would hand over now, and the newest hand-overs."""

    began: datetime
    ends: datetime
    draft: ToldDocument
    handovers: tuple[HandoverRow, ...]


class HandoverAnswer(msgspec.Struct):
    """A hand-over as it was signed; `is_intact` says whether its text is still the one that was."""

    handover: HandoverRow
    is_intact: bool
    paper: ToldDocument


def routes(context: ConsoleContext) -> APIRouter:
    """Return the routes of the shift."""
    router = APIRouter(prefix="/live/shift")

    @router.get("")
    async def now(request: Request) -> Response:
        return json_answer(await _now(context, names_asked(context, request)))

    @router.post("/notes")
    async def note(request: Request) -> Response:
        text = _text(asked_of(await request.body(), NoteAsked).text)
        async with context.pool.connection() as connection:
            return json_answer(await add_note(connection, current_person(), text))

    @router.post("/handovers")
    async def prepare(request: Request) -> Response:
        person = current_person()
        async with context.pool.connection() as connection:
            body = await handover_body(connection, context, person)
            kept = await _done(prepare_handover(connection, body, person))
        return json_answer(_handover(kept, names_asked(context, request)))

    @router.get("/handovers/{handover_id}")
    async def read(handover_id: UUID, request: Request) -> Response:
        async with context.pool.connection() as connection:
            kept = await _done(handover(connection, handover_id))
        return json_answer(_handover(kept, names_asked(context, request)))

    _add_signing(router, context)
    return router


def _add_signing(router: APIRouter, context: ConsoleContext) -> None:
    """Add what who comes, and who leaves, does with a hand-over that waits."""

    @router.post("/handovers/{handover_id}/sign")
    async def sign(handover_id: UUID, request: Request) -> Response:
        asked = asked_of(await request.body(), SignatureAsked)
        remark = asked.remark.strip()[:LONGEST_NOTE]
        async with context.pool.connection() as connection:
            signing = sign_handover(connection, handover_id, current_person(), asked.sha256, remark)
            kept = await _done(signing)
        return json_answer(_handover(kept, names_asked(context, request)))

    @router.post("/handovers/{handover_id}/withdraw")
    async def withdraw(handover_id: UUID) -> Response:
        async with context.pool.connection() as connection:
            await _done(withdraw_handover(connection, handover_id, current_person()))
        return Response(status_code=204)


def names_asked(context: ConsoleContext, request: Request) -> Names:
    """Return how things are named in the language that the page speaks, else in the account's."""
    asked = request.query_params.get("language", current_person().language)
    return names_for(context.district, "en" if asked == "en" else "vi", datetime.now(ZONE).date())


async def _now(context: ConsoleContext, names: Names) -> ShiftAnswer:
    async with context.pool.connection() as connection:
        body = await handover_body(connection, context, current_person())
        known = await handovers(connection, MOST_LISTED)
    return ShiftAnswer(body.shift_began, body.shift_ends, told(draft_document(body, names)), tuple(known))


def _handover(kept: SignedHandover, names: Names) -> HandoverAnswer:
    row = msgspec.convert(kept, HandoverRow, from_attributes=True)
    return HandoverAnswer(row, is_intact(kept.body, kept.sha256), told(signed_document(kept, names)))


def _text(typed: str) -> str:
    """Return a note as it is kept; raise RequestRefusedError (422) when there is none, or too much."""
    text = typed.strip()
    if not text or len(text) > LONGEST_NOTE:
        raise refused_in_words(422, "shift.refused.note")
    return text


async def _done(work: Awaitable[_DoneT]) -> _DoneT:
    """Return what `work` gives; say in both languages why it was refused."""
    try:
        return await work
    except HandoverNotFound as error:
        raise not_found() from error
    except HandoverRefused as error:
        raise refused_in_words(409, f"shift.refused.{error.why}") from error
