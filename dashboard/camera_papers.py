"""`/api/v1/camera-papers/{code}`: a camera's papers, read on the health page, kept by administrators."""

from datetime import UTC, date, datetime

import msgspec
from fastapi import APIRouter, Request
from starlette.responses import Response

from dashboard.answers import json_answer, not_found
from dashboard.asked_bodies import asked_of, refused_in_words
from dashboard.context import ConsoleContext
from dashboard.sessions import current_person
from db.camera_papers import PapersRow, keep_papers, papers_of
from domain.camera_papers import (
    REQUIREMENT_WORDS,
    Answer,
    Answered,
    Papers,
    PapersRefusedError,
    Requirement,
    Standing,
    checked,
    missing,
    standing,
)
from domain.local_time import local_day


class AnswerAsked(msgspec.Struct, forbid_unknown_fields=True):
    """What somebody says of one group of requirements."""

    answer: Answer
    note: str = ""


class PapersAsked(msgspec.Struct, forbid_unknown_fields=True):
    """The papers as the form sends them, whole."""

    owner: str
    purpose: str
    has_notice_sign: bool
    notice_on: date | None
    notice_place: str
    review_due: date | None
    requirements: dict[Requirement, AnswerAsked]


class GroupWords(msgspec.Struct, frozen=True):
    """One of the eleven groups of requirements, in both languages."""

    key: Requirement
    vi: str
    en: str


class PapersAnswer(msgspec.Struct):
    """A camera's papers, how it stands by them, what they lack, and the groups in their order."""

    camera: PapersRow
    standing: Standing
    missing: tuple[str, ...]
    groups: tuple[GroupWords, ...]


_GROUPS = tuple(GroupWords(key, *words) for key, words in REQUIREMENT_WORDS.items())


def routes(context: ConsoleContext) -> APIRouter:
    """Return the routes of papers."""
    router = APIRouter(prefix="/api/v1/camera-papers")

    @router.get("/{code}")
    async def read(code: str) -> Response:
        return json_answer(await _answer(context, code))

    @router.post("/{code}")
    async def keep(code: str, request: Request) -> Response:
        person = current_person()
        asked = asked_of(await request.body(), PapersAsked)
        async with context.pool.connection() as connection:
            known = await papers_of(connection, code)
            if known is None:
                raise not_found()
            papers = papers_asked(asked, known.papers, person.display_name, datetime.now(UTC))
            await keep_papers(connection, person, code, papers, local_day(datetime.now(UTC)))
        return json_answer(await _answer(context, code))

    return router


def papers_asked(asked: PapersAsked, known: Papers, by: str, now: datetime) -> Papers:
    """Return the papers that are asked for; an answer that stays the same stays whose it was.

    Raises RequestRefusedError (422) when they cannot be right.
    """
    papers = Papers(
        owner=asked.owner.strip(),
        purpose=asked.purpose.strip(),
        has_notice_sign=asked.has_notice_sign,
        notice_on=asked.notice_on if asked.has_notice_sign else None,
        notice_place=asked.notice_place.strip(),
        review_due=asked.review_due,
        requirements={
            group: _answered(said, known.requirements.get(group), by, now)
            for group, said in asked.requirements.items()
        },
    )
    try:
        return checked(papers, local_day(now))
    except PapersRefusedError as error:
        raise refused_in_words(422, f"health.papers.refused.{error.why}") from error


def standing_of(row: PapersRow, today: date) -> Standing:
    """Return how a camera stands by its papers."""
    return standing(
        row.provenance,
        is_complete=row.is_complete,
        review_due=row.review_due,
        papers_due=row.papers_due,
        today=today,
    )


def _answered(said: AnswerAsked, known: Answered | None, by: str, now: datetime) -> Answered:
    note = said.note.strip()
    if known is not None and (known.answer, known.note) == (said.answer, note):
        return known
    return Answered(said.answer, note, by, now)


async def _answer(context: ConsoleContext, code: str) -> PapersAnswer:
    async with context.pool.connection() as connection:
        found = await papers_of(connection, code)
    if found is None:
        raise not_found()
    today = local_day(datetime.now(UTC))
    return PapersAnswer(found, standing_of(found, today), missing(found.papers), _GROUPS)
