"""The trends: what an address may ask, six figures made of rows alone, and the files of them."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dashboard.export_files import events_csv, traffic_csv, wards_geojson
from dashboard.panels.trends import figures
from dashboard.panels.trends.asked import Span, View, view_of
from dashboard.panels.trends.figures import Frame
from dashboard.panels.trends.words import file_name, said_of
from dashboard.visible_wards import shown_wards
from db.trends import EventRowOfTable, EventSum, TrafficPoint, WardTraffic
from domain.kinds import IncidentKind
from domain.messages import Provenance
from domain.roles import Person, Role
from opscenter.district_files import load_district

NOW = datetime(2026, 11, 25, 3, 17, 40, tzinfo=UTC)
"""10:17 on a Wednesday in Ho Chi Minh City."""
WARDS = {"26740": "Bến Nghé", "26734": "Tân Định"}


def view(**asked: str) -> View:
    return view_of(asked, NOW, frozenset(WARDS))


def frame(**asked: str) -> Frame:
    return Frame(view(**asked), Provenance.SIMULATED, "vi", WARDS)


@pytest.mark.parametrize(
    ("span", "days", "traffic_step", "is_fine"),
    [
        ("day", 1, timedelta(minutes=5), True),
        ("week", 7, timedelta(hours=1), False),
        ("month", 30, timedelta(days=1), False),
        ("year", 365, timedelta(days=1), False),
    ],
)
def test_a_span_ends_now_in_steps_that_suit_it(
    span: str, days: int, traffic_step: timedelta, is_fine: bool
) -> None:
    found = view(span=span)
    assert (found.span, found.until, found.notes) == (Span(span), NOW, ())
    assert timedelta(days=days - 1) < found.until - found.since <= timedelta(days=days)
    assert (found.traffic_step, found.is_fine) == (traffic_step, is_fine)
    assert found.has_usual is (days < 30)


def test_own_dates_are_whole_days_of_the_centres_clock() -> None:
    found = view(span="own", first="2026-11-03", last="2026-11-01")
    assert found.since == datetime(2026, 10, 31, 17, tzinfo=UTC)
    assert found.until == datetime(2026, 11, 3, 17, tzinfo=UTC)
    assert view(span="own", first="2026-11-20", last="2026-12-31").until == NOW


@pytest.mark.parametrize(
    ("asked", "note"),
    [
        ({"span": "eternity"}, "trends.note.span"),
        ({"span": "own", "first": "31/12", "last": ""}, "trends.note.dates"),
        ({"span": "own", "first": "2026-02-30", "last": "2026-03-01"}, "trends.note.dates"),
        ({"span": "own", "first": "0001-01-01", "last": "2026-03-01"}, "trends.note.dates"),
        ({"span": "own", "first": "2027-01-01", "last": "2027-01-02"}, "trends.note.future"),
        ({"ward": "'; DROP TABLE ward"}, "trends.note.ward"),
        ({"kind": "nonsense"}, "trends.note.kind"),
    ],
)
def test_nonsense_in_the_address_falls_back_to_the_default_and_is_said(
    asked: dict[str, str], note: str
) -> None:
    found = view(**asked)
    assert (found.span, found.ward, found.kind, found.notes) == (Span.DAY, None, None, (note,))
    assert len(said_of(frame(**asked))) == 2


def test_more_than_a_year_is_cut_to_its_last_year() -> None:
    found = view(span="own", first="2020-01-01", last="2026-11-01")
    assert found.notes == ("trends.note.long",)
    assert timedelta(days=364) < found.until - found.since <= timedelta(days=366)


def points(*weeks: int) -> list[TrafficPoint]:
    return [
        TrafficPoint(week, view().since + n * timedelta(minutes=5), 10.0 + week + n, 0.2 + week / 10)
        for week in weeks
        for n in range(3)
    ]


def test_a_line_stands_over_the_band_of_the_weeks_before() -> None:
    drawn = figures.flow(points(0, 1, 2), frame())
    lowest, highest, mean, line = drawn["data"]
    assert lowest["y"] == [11, 12, 13]
    assert highest["y"] == [12, 13, 14]
    assert mean["y"] == [11.5, 12.5, 13.5]
    assert line["y"] == [10, 11, 12]
    assert line["x"][0] == "2026-11-24T11:00:00"
    assert line["line"]["color"] == "@simulated"
    assert figures.flow(points(0), frame())["data"] == [line]


def test_a_line_is_broken_where_nothing_was_counted() -> None:
    (first, _, last) = points(0)
    (line,) = figures.flow([first, last], frame())["data"]
    assert line["y"] == [10, None, 12]


def test_congestion_is_in_per_cent_of_a_hundred() -> None:
    drawn = figures.congestion(points(0), frame())
    assert drawn["data"][0]["y"] == [20, 20, 20]
    assert drawn["layout"]["yaxis"]["range"] == [0, 100]


def sums() -> list[EventSum]:
    crash, fire = IncidentKind.CRASH, IncidentKind.FIRE
    return [
        EventSum(view().since, None, None, None, None, 5),
        EventSum(None, "26740", None, None, None, 7),
        EventSum(None, "26734", None, None, None, 2),
        EventSum(None, None, crash, None, None, 4),
        EventSum(None, None, fire, None, None, 6),
        EventSum(None, None, None, 3, 17, 5),
    ]


def test_kinds_and_wards_are_ranked_and_the_chosen_one_stands_out() -> None:
    kinds = figures.kinds(sums(), frame(kind="crash"))["data"][0]
    assert (kinds["y"], kinds["x"]) == (["Cháy, nổ", "Tai nạn giao thông"], [6, 4])
    assert kinds["marker"]["color"] == ["@simulated/0.25", "@simulated/0.75"]
    wards = figures.wards(sums(), frame())["data"][0]
    assert (wards["y"], wards["x"]) == (["Bến Nghé", "Tân Định"], [7, 2])


def test_the_week_is_a_field_of_seven_days_by_twenty_four_hours() -> None:
    (field,) = figures.week(sums(), frame())["data"]
    assert [len(field["z"]), *{len(row) for row in field["z"]}] == [7, 24]
    assert field["z"][2][17] == 5
    assert sum(map(sum, field["z"])) == 5
    assert (field["y"][0], field["y"][6]) == ("Thứ 2", "CN")


@pytest.mark.parametrize("figure", [figures.flow, figures.congestion, figures.events, figures.week,
                                    figures.kinds, figures.wards])  # fmt: skip
@pytest.mark.parametrize("language", ["vi", "en"])
def test_without_rows_there_is_a_sentence_and_numbers_are_written_as_the_language_does(
    figure: Any, language: str
) -> None:
    drawn = figure([], Frame(view(), Provenance.REAL, language, WARDS))
    assert drawn["data"] == []
    assert drawn["layout"]["annotations"][0]["text"]
    assert drawn["layout"]["separators"] == (",." if language == "vi" else ".,")
    json.dumps(drawn)


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_a_csv_opens_in_excel_with_vietnamese_letters_and_plain_numbers() -> None:
    traffic = [WardTraffic(view().since, "26740", 1115, 12.345, None, 0.4567)]
    content = traffic_csv(traffic, frame())
    assert content.startswith(b"\xef\xbb\xbf")
    heads, row = rows_of(content)
    assert heads[2] == "Phường"
    assert row[:3] == ["2026-11-24 11:00", "26740", "Bến Nghé"]
    assert row[4:] == ["1115", "12.3", "", "45.7"]


def test_words_in_a_csv_are_never_taken_for_a_formula() -> None:
    named = Frame(view(), Provenance.REAL, "vi", {"26740": "=1+1"})
    events = [EventRowOfTable(view().since, "26740", IncidentKind.CRASH, 3)]
    assert rows_of(events_csv(events, named))[1][2] == "'=1+1"


def test_a_geojson_holds_each_ward_with_its_figures_and_its_credit() -> None:
    district = load_district()
    person = Person(1, "lan", "Lan", Role.OPERATOR)
    wards = shown_wards(district, person, NOW.date())
    events = [EventRowOfTable(NOW, "26740", IncidentKind.CRASH, 3)]
    found = json.loads(wards_geojson(wards, [], events, frame(), district.attribution))
    assert "ODbL" in found["attribution"]
    assert [it["properties"]["code"] for it in found["features"]] == ["26740", "26734"]
    ring = found["features"][0]["geometry"]["coordinates"][0]
    assert ring[0] == ring[-1]
    assert 106 < ring[0][0] < 107
    assert found["features"][0]["properties"]["events_by_kind"] == {"crash": 3}


def test_wards_stand_in_the_order_of_a_vietnamese_dictionary_and_only_those_one_may_see() -> None:
    district = load_district()
    names = [it.name for it in shown_wards(district, Person(1, "a", "A", Role.OPERATOR), NOW.date())]
    assert names.index("Đa Kao") < names.index("Nguyễn Cư Trinh") < names.index("Tân Định")
    liaison = Person(2, "b", "B", Role.LIAISON, frozenset({"26740"}))
    assert [it.code for it in shown_wards(district, liaison, NOW.date())] == ["26740"]


def test_a_files_name_tells_whose_what_and_from_when() -> None:
    assert file_name(frame(ward="26740"), "Quận 1", "traffic", "csv") == (
        "quan-1-traffic-ben-nghe-simulated-20261124-20261125.csv"
    )
