"""The overview: lines of a day, today beside the same weekday, a system's sites and the nine fields."""

import json
from collections import Counter
from datetime import UTC, datetime, timedelta

import plotly.utils
import pytest
from dash.development.base_component import Component

from dashboard.live_systems import Systems
from dashboard.panels.overview import detail
from dashboard.panels.overview.detail import SiteNames
from dashboard.panels.overview.spark import Day, SparkPoint, points_of, range_words, spark
from dashboard.panels.overview.today import change_words, compared, sentences, span_of_today, table
from dashboard.system_metrics import METRICS
from dashboard.written import number
from db.overview import AlertsOfDay, Days, EventsOfDay, SystemTrend, TrafficOfDay
from db.rows import SystemRow
from domain.kinds import IncidentKind
from domain.messages import CameraState, Provenance
from domain.places import Site
from domain.public_services import ServiceField
from domain.smart_systems import SmartSystem

NOW = datetime(2026, 11, 25, 3, 17, 40, tzinfo=UTC)
"""10:17 on a Wednesday in Ho Chi Minh City."""
SIM = Provenance.SIMULATED
SINCE, UNTIL = span_of_today(NOW)
BUCKETS = int((UNTIL - SINCE) / timedelta(minutes=5))
NAMES = SiteNames(
    {"s1": Site("s1", "Bệnh viện Sài Gòn", "hospital", "26740", 10.77, 106.69)}, {"26740": "Bến Nghé"}
)


def words(component: Component | list[Component]) -> str:
    """Return everything that a component says, as the browser is told it."""
    return json.dumps(
        json.loads(json.dumps(component, cls=plotly.utils.PlotlyJSONEncoder)), ensure_ascii=False
    )


def test_today_ends_where_the_figures_of_both_engines_are_there() -> None:
    assert SINCE.isoformat() == "2026-11-24T17:00:00+00:00"
    assert UNTIL.isoformat() == "2026-11-25T03:05:00+00:00"
    after_midnight, _ = span_of_today(datetime(2026, 11, 24, 17, 6, tzinfo=UTC))
    assert after_midnight == datetime(2026, 11, 23, 17, tzinfo=UTC)


def days(*weeks: int) -> Days:
    return Days(
        (EventsOfDay(0, IncidentKind.CRASH, 6), *(EventsOfDay(it, IncidentKind.CRASH, 4) for it in weeks)),
        (TrafficOfDay(0, 1115, BUCKETS), *(TrafficOfDay(it, 1000 * it, BUCKETS) for it in weeks)),
        (AlertsOfDay(0, 12, 9, 14.0, 55.0), *(AlertsOfDay(it, 10, 10, 20.0, None) for it in weeks)),
    )


def test_today_stands_beside_the_mean_of_the_days_that_were_watched() -> None:
    today = compared(days(1, 3), SINCE, UNTIL, "vi")
    rows = {row.label: (row.today, row.usual) for row in today.rows}
    assert today.weeks == 2
    assert rows["Lượt xe qua camera"] == (1115, 2000)
    assert rows["Cảnh báo"] == (12, 10)
    assert rows["Thời gian tiếp nhận (trung vị)"] == (14.0, 20.0)
    assert rows["Tai nạn giao thông"] == (6, 4)
    assert [change_words(row, "vi") for row in today.rows][:2] == ["▲ 20 %", "▼ 10 %"]


def test_a_day_that_was_watched_in_part_is_no_day_to_compare_with() -> None:
    part = Days((), (TrafficOfDay(0, 5, BUCKETS // 2), TrafficOfDay(1, 5, BUCKETS // 2)), ())
    today = compared(part, SINCE, UNTIL, "vi")
    assert (today.weeks, today.is_whole) == (0, False)
    said = sentences(today, SIM, "vi")
    assert "Chưa đủ 1 tuần số liệu để so sánh." in said
    assert len(said) == 3
    assert all(row.usual is None for row in today.rows)


def test_the_table_of_today_says_up_to_when_and_whose_figures_they_are() -> None:
    said = words(table(compared(days(1), SINCE, UNTIL, "vi"), SIM, "vi"))
    for part in ("Từ 0:00 đến 10:05", "mô phỏng", "Trung bình 1 thứ Tư trước", "1.115"):
        assert part in said


@pytest.mark.parametrize(
    ("value", "written"), [(1115, "1.115"), (0.8, "0,8"), (12.0, "12"), (1e6, "1.000.000")]
)
def test_numbers_are_written_as_the_language_writes_them(value: float, written: str) -> None:
    assert number(value, "vi") == written
    assert number(1115.5, "en") == "1,115.5"


DAY = Day(NOW, NOW + timedelta(hours=24), "khách", SIM, "vi")


def test_a_line_keeps_its_place_in_the_day_and_says_its_lowest_and_highest() -> None:
    points = [SparkPoint(NOW + timedelta(hours=6 * n), 10.0 * n, 12.0) for n in range(5)]
    said = words(spark(points, DAY))
    for part in ("24 giờ qua", "0 – 40 khách", "spark-usual", "from-simulated"):
        assert part in said
    assert said.count("polygon(0.0%") == 2
    assert "spark-usual" not in words(spark([SparkPoint(it.at, it.value, None) for it in points], DAY))


def test_a_figure_that_stayed_the_same_is_told_once() -> None:
    assert range_words(4, 4, DAY) == "4 khách"


def test_a_day_without_figures_says_so() -> None:
    assert "Chưa đủ số liệu" in words(spark([], DAY))


def test_a_line_is_made_over_the_sites_as_its_figure_is() -> None:
    row = SystemTrend(SmartSystem.TOURISM, "visitors_now", SIM, NOW, 30, 20, 10, 9, 15, 14)
    visitors, _ = METRICS[SmartSystem.TOURISM]
    assert points_of([row], visitors, SIM) == [SparkPoint(NOW, 30, 20)]
    assert points_of([row], visitors, Provenance.REAL) == []


def a_reading(system: SmartSystem, metric: str, value: float) -> SystemRow:
    return SystemRow(system, "s1", metric, "26740", value, "", 10.77, 106.69, NOW, SIM, False)


def shown(system: SmartSystem, *rows: SystemRow) -> str:
    systems = Systems()
    for row in rows:
        systems.take(row)
    entry = systems.entry_of(system, NOW)
    return words(detail.of_system(system, entry, systems.rows_of(system), NAMES, "vi"))


def test_a_site_is_shown_with_its_readings_its_limit_and_the_way_to_the_map() -> None:
    said = shown(
        SmartSystem.FIREFIGHTING,
        a_reading(SmartSystem.FIREFIGHTING, "hydrant_pressure", 2.2),
        a_reading(SmartSystem.FIREFIGHTING, "trucks_ready", 5),
    )
    for part in ("Bệnh viện Sài Gòn", "Bến Nghé", "2,2", "(ngưỡng 2,5)", "10.770000,106.690000", "10:17"):
        assert part in said
    assert said.count("beyond") == 1


def test_the_nine_fields_show_files_levels_and_what_is_in_time() -> None:
    services = SmartSystem.PUBLIC_SERVICES
    told = {"files_today": 10, "level_3_share": 40, "level_4_share": 25, "on_time_share": 96}
    rows = [a_reading(services, f"land.{figure}", value) for figure, value in told.items()]
    rows += [
        a_reading(services, "certification.files_today", 30),
        a_reading(services, "certification.on_time_share", 100),
    ]
    said = shown(services, *rows)
    for part in (
        "Mức độ 3 (một phần)",
        "Mức độ 4 (toàn trình)",
        "Đúng hạn",
        "Đất đai",
        "25 %",
        "40 %",
        "99 %",
    ):
        assert part in said
    assert all(f'"{field}"' not in said for field in ServiceField)
    assert said.count("share") > 3


def test_a_system_that_sent_nothing_says_so() -> None:
    assert "chưa gửi số liệu" in shown(SmartSystem.TOURISM)
    assert "chưa gửi số liệu" in words(detail.camera_table({}, NAMES, "vi"))


def test_cameras_are_counted_by_ward_and_state() -> None:
    counts = {"26740": Counter({CameraState.ONLINE: 1115, CameraState.OFFLINE: 3})}
    said = words(detail.camera_table(counts, NAMES, "vi"))
    assert "1.118" in said
    assert "1.115" in said
