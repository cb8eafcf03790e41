"""What a camera's papers lack, and whether it may be live."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

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
from domain.messages import Provenance

TODAY = date(2026, 7, 1)


def complete() -> Papers:
    met = Answered(Answer.MET, "", "an", datetime(2026, 6, 1, tzinfo=UTC))
    return Papers(
        "Ban quản lý chợ", "An ninh", True, TODAY, "", date(2027, 7, 1), dict.fromkeys(Requirement, met)
    )


def test_the_regulation_has_eleven_groups_each_with_words() -> None:
    assert len(Requirement) == 11
    assert REQUIREMENT_WORDS.keys() == set(Requirement)


def test_complete_papers_lack_nothing() -> None:
    assert missing(complete()) == ()


@pytest.mark.parametrize(
    ("lacking", "name"),
    [
        ({"owner": " "}, "owner"),
        ({"purpose": ""}, "purpose"),
        ({"has_notice_sign": False}, "notice"),
        ({"notice_on": None}, "notice"),
        ({"review_due": None}, "review"),
    ],
)
def test_each_part_of_the_papers_is_asked_for(lacking: dict[str, object], name: str) -> None:
    assert missing(replace(complete(), **lacking)) == (name,)


def test_a_group_that_is_not_met_is_missing_and_one_that_does_not_apply_is_not() -> None:
    at = datetime(2026, 6, 1, tzinfo=UTC)
    answers = {
        **complete().requirements,
        Requirement.UPDATES: Answered(Answer.NOT_MET, "no patch", "an", at),
        Requirement.DELETION: Answered(Answer.NOT_APPLICABLE, "stores nothing", "an", at),
    }
    assert missing(replace(complete(), requirements=answers)) == ("updates",)


@pytest.mark.parametrize(
    ("days_to_review", "expected"),
    [
        (365, Standing.RELEASED),
        (30, Standing.REVIEW_SOON),
        (0, Standing.REVIEW_SOON),
        (-1, Standing.OVERDUE),
        (-30, Standing.OVERDUE),
        (-31, Standing.HELD),
    ],
)
def test_an_overdue_review_warns_for_thirty_days_and_then_holds(
    days_to_review: int, expected: Standing
) -> None:
    due = TODAY + timedelta(days=days_to_review)
    assert _standing(review_due=due) is expected


def test_a_simulated_camera_needs_no_papers_and_a_real_one_is_held_without() -> None:
    assert _standing(Provenance.SIMULATED, is_complete=False) is Standing.EXEMPT
    assert _standing(is_complete=False) is Standing.HELD


def test_a_camera_that_was_there_before_papers_were_asked_for_has_time_until_its_day() -> None:
    assert _standing(is_complete=False, papers_due=TODAY) is Standing.IN_GRACE
    assert _standing(is_complete=False, papers_due=TODAY - timedelta(days=1)) is Standing.HELD


def test_a_sign_that_will_be_seen_tomorrow_is_refused() -> None:
    with pytest.raises(PapersRefusedError, match="notice sign"):
        checked(replace(complete(), notice_on=TODAY + timedelta(days=1)), TODAY)


def _standing(
    provenance: Provenance = Provenance.REAL,
    *,
    is_complete: bool = True,
    review_due: date | None = None,
    papers_due: date | None = None,
) -> Standing:
    return standing(
        provenance,
        is_complete=is_complete,
        review_due=review_due or date(2027, 7, 1),
        papers_due=papers_due,
        today=TODAY,
    )
