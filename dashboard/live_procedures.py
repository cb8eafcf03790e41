"""`GET /live/procedures/{kind}`: what is to be done about a kind, by whom and by when, in both languages."""

import msgspec
from fastapi import APIRouter
from starlette.responses import Response

from dashboard.answers import json_answer
from dashboard.context import ConsoleContext
from domain.kinds import IncidentKind
from domain.procedures import ACTOR_WORDS, ProcedureStep


class BothLanguages(msgspec.Struct):
    """A few words in both languages."""

    vi: str
    en: str


class StepShown(msgspec.Struct):
    """A step as the page shows it: its words, who does it, and by which minute after the opening."""

    key: str
    words: BothLanguages
    by: BothLanguages
    within_min: int


class ProcedureShown(msgspec.Struct):
    """The checklist of a kind."""

    steps: list[StepShown]


def routes(context: ConsoleContext) -> APIRouter:
    """Return the route of procedures."""
    router = APIRouter()
    procedures = context.settings.procedures

    @router.get("/live/procedures/{kind}")
    async def procedure(kind: IncidentKind) -> Response:
        steps = [shown(step) for step in procedures.steps_of(kind)]
        return json_answer(ProcedureShown(steps), headers={"Cache-Control": "private, no-cache"})

    return router


def shown(step: ProcedureStep) -> StepShown:
    """Return a step with the words of whoever does it."""
    return StepShown(
        key=step.key,
        words=BothLanguages(step.vi, step.en),
        by=BothLanguages(*ACTOR_WORDS[step.by]),
        within_min=step.within_min,
    )
