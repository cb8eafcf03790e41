"""The health page: figures that add up, delays, and words for what papers lack."""

import json
from datetime import UTC, date, datetime, timedelta

from dash import html
from plotly.utils import PlotlyJSONEncoder

from dashboard.camera_papers import AnswerAsked, PapersAsked, papers_asked
from dashboard.feed_delays import FeedDelays, p95
from dashboard.panels.health.callbacks import asked_of
from dashboard.panels.health.cameras import by_ward, recorders
from dashboard.panels.health.numbers import number, percent, size
from dashboard.panels.health.rows import missing_words
from db.changes import Change, Position, Subject
from db.health import CameraAsked, CameraCount
from domain.camera_papers import Answer, Answered, Papers, Requirement
from domain.messages import Provenance
from tests.unit.ingest.rows_of_tests import NOW, SIM, an_event

COUNTS = [
    CameraCount("26734", "rec-1", SIM, "online", 7),
    CameraCount("26734", "rec-2", SIM, "offline", 1),
    CameraCount("26740", "rec-3", Provenance.REAL, "held", 2),
]


def _json(component: object) -> str:
    return json.dumps(component, cls=PlotlyJSONEncoder, ensure_ascii=False)


def test_each_figure_of_the_table_opens_the_list_of_its_cameras() -> None:
    table = by_ward(COUNTS, {"26734": "Tân Định"}, "vi")
    buttons = [it.to_plotly_json()["props"] for it in table._traverse() if isinstance(it, html.Button)]
    figures = {
        (it["data-health-ward"], it["data-health-state"]): it["children"][0].children for it in buttons
    }
    assert figures["26734", "offline"] == "1"
    assert figures["26734", ""] == "8"
    assert figures["", ""] == "10"
    assert ("26740", "online") not in figures


def test_recorders_stand_with_the_worst_first() -> None:
    shown = _json(recorders(COUNTS, "vi"))
    assert shown.index("rec-2") < shown.index("rec-1")
    assert "3 đầu thu: 1 có đủ camera hoạt động, 2 không có camera nào hoạt động." in shown


def test_numbers_are_written_as_the_language_does() -> None:
    assert (number(1115.25, "vi", 1), number(1115.25, "en", 1)) == ("1.115,2", "1,115.2")
    assert (percent(1114, 1115, "vi"), percent(1, 1115, "vi")) == ("99 %", "<1 %")
    assert size(39_006_208, "vi") == "37,2 MB"


def test_a_delay_is_from_the_sources_clock_to_the_commit_of_the_last_ten_minutes() -> None:
    delays = FeedDelays()
    for ago_s, late_s in ((1200, 90.0), (60, 4.0), (30, 2.0)):
        at = NOW - timedelta(seconds=ago_s)
        event = an_event(
            observed_at=at - timedelta(seconds=late_s), revised_at=at - timedelta(seconds=late_s)
        )
        delays.hear([Change(Position(1, 1), at, Subject.EVENT, "key", "26734", event)])
    (feed,) = delays.delays(NOW)
    assert (feed.name, feed.messages, feed.lag_p95_s) == ("camera.opscenter", 2, 4.0)


def test_of_twenty_values_nineteen_are_not_above_the_p95() -> None:
    assert p95([float(it) for it in range(1, 21)]) == 19.0
    assert p95([]) is None


def test_what_papers_lack_is_said_in_words_and_cut_short() -> None:
    said = missing_words(("notice", "review", "updates", "deletion", "recovery"), "vi")
    assert said == "biển báo, ngày rà soát, Quản lý cập nhật, và 2 mục khác"


def test_an_answer_that_stays_the_same_stays_whose_it_was() -> None:
    before = Answered(Answer.MET, "12", "an", datetime(2026, 1, 1, tzinfo=UTC))
    answers = {
        Requirement.UPDATES: AnswerAsked(Answer.MET, "12"),
        Requirement.RECOVERY: AnswerAsked(Answer.MET, ""),
    }
    asked = PapersAsked("chợ", "an ninh", False, None, "", date(2026, 12, 1), answers)
    known = Papers(requirements={Requirement.UPDATES: before})
    kept = papers_asked(asked, known, "binh", datetime(2026, 7, 1, tzinfo=UTC))
    assert kept.requirements[Requirement.UPDATES] is before
    assert kept.requirements[Requirement.RECOVERY].by == "binh"


def test_what_is_no_choice_of_cameras_is_no_choice() -> None:
    assert asked_of({"ward": 7, "state": "", "recorder": None}, None) == CameraAsked()
    assert asked_of({"ward": "26734"}, "Bến Thành") == CameraAsked(ward_code="26734", text="ben thanh")
