"""The flow chart: today's line by provenance over the usual day, or a sentence in its place."""

from datetime import UTC, datetime, timedelta

from dashboard.panels.flow_callback import today_points, usual_points
from dashboard.panels.flow_chart import FlowPoint, figure
from dashboard.words import phrase
from db.console_rows import FlowBucket, UsualBucket
from domain.messages import Provenance

NOON = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)  # 12:00 in the centre.


def _point(minutes: int, vehicles_per_min: float, provenance: Provenance = Provenance.SIMULATED) -> FlowPoint:
    return FlowPoint(NOON + timedelta(minutes=minutes), vehicles_per_min, provenance)


def _bucket(minutes: int, vehicles: int, provenance: Provenance = Provenance.SIMULATED) -> FlowBucket:
    return FlowBucket(NOON + timedelta(minutes=minutes), provenance, vehicles, vehicles, 0, 20.0, 0.3)


def test_times_are_the_wall_clock_of_the_centre() -> None:
    drawing = figure([_point(0, 20.0), _point(5, 22.0)], [], "vi")
    assert drawing.data[0].x[0] == datetime(2026, 3, 2, 12, 0)  # noqa: DTZ001  # Plotly draws naive times


def test_simulated_and_real_counts_never_share_a_line() -> None:
    drawing = figure([_point(0, 20.0), _point(0, 9.0, Provenance.REAL)], [], "vi")
    assert [list(line.y) for line in drawing.data] == [[9.0], [20.0]]


def test_a_line_says_where_its_data_come_from() -> None:
    drawing = figure([_point(0, 20.0)], [], "vi")
    assert phrase("provenance.simulated", "vi").lower() in drawing.data[0].name


def test_the_usual_day_stands_behind_todays_line() -> None:
    drawing = figure([_point(0, 20.0)], [_point(0, 15.0)], "en")
    assert drawing.data[0].name == phrase("chart.usual", "en")
    assert drawing.data[0].fill == "tozeroy"


def test_a_chart_without_data_says_so() -> None:
    drawing = figure([], [], "en")
    assert [note.text for note in drawing.layout.annotations] == [phrase("chart.empty", "en")]


def test_numbers_are_written_as_the_language_writes_them() -> None:
    assert figure([], [], "vi").layout.separators == ",."
    assert figure([], [], "en").layout.separators == ".,"


def test_the_bucket_that_is_still_filling_is_left_out() -> None:
    points = today_points([_bucket(0, 100), _bucket(5, 110), _bucket(10, 3)])
    assert [point.vehicles_per_min for point in points] == [20.0, 22.0]


def test_a_lone_bucket_is_drawn() -> None:
    assert [point.vehicles_per_min for point in today_points([_bucket(0, 100)])] == [20.0]


def test_a_lone_point_can_be_seen() -> None:
    assert figure([_point(0, 20.0)], [], "vi").data[0].mode == "markers"


def test_the_usual_day_is_given_by_the_minute() -> None:
    usual = [UsualBucket(NOON, Provenance.REAL, 50.0, 22.0, 3)]
    assert usual_points(usual) == [FlowPoint(NOON, 10.0, Provenance.REAL)]
