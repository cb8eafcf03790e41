"""A camera's papers as people write them down: a notice sign, a review date, eleven answers."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime

from domain.camera_papers import (
    Answer,
    Answered,
    Papers,
    PapersRefusal,
    PapersRefusedError,
    Requirement,
    checked,
)
from domain.places import Camera
from domain.words import search_key

NOTICE, NOTICE_PLACE, REVIEW, ALL_GROUPS = "notice", "notice_place", "review", "qcvn"
PAPER_COLUMNS = (NOTICE, NOTICE_PLACE, REVIEW, ALL_GROUPS, *Requirement)
_ANSWERS = {
    "met": Answer.MET,
    "dat": Answer.MET,
    "not met": Answer.NOT_MET,
    "khong dat": Answer.NOT_MET,
    "n/a": Answer.NOT_APPLICABLE,
    "not applicable": Answer.NOT_APPLICABLE,
    "khong ap dung": Answer.NOT_APPLICABLE,
}
_VIETNAMESE_DATE = re.compile(r"^(\d{1,2})/(\d{1,2})/(\d{4})$")


def papers_of_cells(
    cells: Mapping[str, str], known: Papers, camera: Camera, by: str, now: datetime
) -> Papers | None:
    """Return the papers of a camera's line, empty cells filled from what is `known`; None without any.

    Raises PapersRefusedError with the reason when a cell cannot be understood.
    """
    given = {name: cells[name] for name in PAPER_COLUMNS if cells.get(name)}
    if not given:
        return None
    notice_on = _date(given[NOTICE], NOTICE) if NOTICE in given else known.notice_on
    papers = Papers(
        owner=camera.owner,
        purpose=camera.purpose,
        has_notice_sign=notice_on is not None,
        notice_on=notice_on,
        notice_place=given.get(NOTICE_PLACE, known.notice_place),
        review_due=_date(given[REVIEW], REVIEW) if REVIEW in given else known.review_due,
        requirements=_requirements(given, known, by, now),
    )
    return checked(papers, now.astimezone(UTC).date())


def _requirements(
    given: Mapping[str, str], known: Papers, by: str, now: datetime
) -> Mapping[Requirement, Answered]:
    """Return the answers: of its own column, else of the column for all groups, else as they were."""
    found = dict(known.requirements)
    for group in Requirement:
        text = given.get(group) or given.get(ALL_GROUPS)
        if text:
            found[group] = _answered(text, group, by, now)
    return found


def _answered(text: str, name: str, by: str, now: datetime) -> Answered:
    """Return the answer of a cell such as `met: certificate 123`."""
    word, _, note = text.partition(":")
    answer = _ANSWERS.get(search_key(word))
    if answer is None:
        raise PapersRefusedError(
            PapersRefusal.CELL, f"{name} is {word!r}, but must be met, not met or n/a, then ':' and a note"
        )
    return Answered(answer, note.strip(), by, now)


def _date(text: str, name: str) -> date:
    """Return a day written 2026-12-31 or 31/12/2026."""
    vietnamese = _VIETNAMESE_DATE.match(text)
    try:
        if vietnamese:
            day, month, year = (int(part) for part in vietnamese.groups())
            return date(year, month, day)
        return date.fromisoformat(text)
    except ValueError as error:
        raise PapersRefusedError(
            PapersRefusal.CELL, f"{name} is {text!r}, but must be a day such as 2026-12-31 or 31/12/2026"
        ) from error
