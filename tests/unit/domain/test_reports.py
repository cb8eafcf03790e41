"""A report's figures come from rows alone: times against goals, whose data it is, what was not measured."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from domain.incidents import IncidentState, Origin
from domain.kinds import IncidentKind, Severity
from domain.local_time import ZONE
from domain.messages import Provenance
from domain.report_figures import (
    IncidentFact,
    Stage,
    StageFigure,
    TakenFact,
    TenMinutes,
    alarm_load,
    critical_figures,
    quantile,
    stage_figures,
)
from domain.reports import AlertCount, CameraQuarters, Facts, Period, Report, report_of, span_of, whose

DAY = span_of(Period.DAY, date(2026, 11, 23), ZONE)
AT = DAY.since + timedelta(hours=9)
AFTER = DAY.until + timedelta(hours=1)


def after(seconds: float) -> datetime:
    return AT + timedelta(seconds=seconds)


def an_incident(**given: object) -> IncidentFact:
    """Return a crash that a camera saw: taken after 20 s, verified 60 s later, closed within the hour."""
    crash = IncidentFact(
        number="Q1-261123-001",
        kind=IncidentKind.CRASH,
        severity=Severity.CRITICAL,
        ward_code="26743",
        place="Lê Lợi",
        origin=Origin.CAMERA,
        state=IncidentState.CLOSED,
        opened_at=AT,
        taken_at=after(20),
        verified_at=after(80),
        dispatched_at=after(140),
        on_scene_at=after(500),
        resolved_at=after(2400),
        closed_at=after(3000),
        is_late_entry=False,
        provenance=Provenance.REAL,
        exercise=False,
    )
    return replace(crash, **given)  # type: ignore[arg-type] # the facts of a test


def some_alerts(count: int, **given: object) -> AlertCount:
    alerts = AlertCount("26743", IncidentKind.CROWD, Severity.MEDIUM, Provenance.REAL, False, count, 1, 0)
    return replace(alerts, **given)  # type: ignore[arg-type] # the facts of a test


def facts(**given: object) -> Facts:
    cameras = (CameraQuarters("26743", Provenance.REAL, 96, 9_120.0, 9_600.0),)
    return replace(Facts((), (), (), (), cameras, 86_400.0), **given)  # type: ignore[arg-type] # as above


def of_stage(stage: Stage, *incidents: IncidentFact) -> StageFigure:
    return next(it for it in stage_figures(incidents) if it.stage is stage)


def unmeasured(report: Report) -> dict[str, tuple[float | None, float | None]]:
    return {it.why: (it.count, it.of) for it in report.unmeasured}


@pytest.mark.parametrize(
    ("period", "day", "first", "last"),
    [
        (Period.DAY, date(2026, 11, 24), date(2026, 11, 24), date(2026, 11, 24)),
        (Period.WEEK, date(2026, 11, 29), date(2026, 11, 23), date(2026, 11, 29)),
        (Period.MONTH, date(2026, 12, 5), date(2026, 12, 1), date(2026, 12, 31)),
        (Period.MONTH, date(2028, 2, 29), date(2028, 2, 1), date(2028, 2, 29)),
    ],
)
def test_a_span_is_the_day_the_week_from_monday_or_the_month(
    period: Period, day: date, first: date, last: date
) -> None:
    span = span_of(period, day, ZONE)
    assert (span.first, span.last) == (first, last)
    assert span.length == timedelta(days=(last - first).days + 1)


def test_a_day_begins_at_midnight_of_the_centre() -> None:
    assert DAY.since == datetime(2026, 11, 22, 17, tzinfo=UTC)


def test_each_stage_is_counted_from_the_one_before() -> None:
    found = {it.stage: it.median_s for it in stage_figures([an_incident()])}
    assert found == {
        Stage.TAKEN: 20,
        Stage.VERIFIED: 60,
        Stage.DISPATCHED: 60,
        Stage.ON_SCENE: 360,
        Stage.RESOLVED: 2260,
        Stage.CLOSED: 600,
    }


def test_a_stage_that_took_longer_than_its_goal_is_not_in_time() -> None:
    slow = an_incident(taken_at=after(41))
    figure = of_stage(Stage.TAKEN, an_incident(), slow)
    assert (figure.counted, figure.in_time, figure.share) == (2, 1, 0.5)


def test_closing_has_no_goal_to_be_in_time_for() -> None:
    assert of_stage(Stage.CLOSED, an_incident()).share is None


def test_a_finished_incident_without_a_time_is_said_to_be_missing_and_not_counted() -> None:
    figure = of_stage(Stage.ON_SCENE, an_incident(on_scene_at=None))
    assert (figure.counted, figure.missing, figure.median_s) == (0, 1, None)


def test_what_goes_on_still_misses_nothing() -> None:
    open_one = an_incident(state=IncidentState.HANDLING, resolved_at=None, closed_at=None)
    assert of_stage(Stage.RESOLVED, open_one).missing == 0


def test_what_a_person_opened_had_not_to_be_taken() -> None:
    assert of_stage(Stage.TAKEN, an_incident(origin=Origin.CALL_113)).counted == 0


def test_late_entries_have_no_times_of_the_centres_own() -> None:
    assert all(it.counted == 0 for it in stage_figures([an_incident(is_late_entry=True)]))


@pytest.mark.parametrize(("share", "value"), [(0.5, 2.0), (0.9, 4.0), (1.0, 4.0), (0.0, 1.0)])
def test_a_quantile_is_a_value_that_occurred(share: float, value: float) -> None:
    assert quantile([1.0, 2.0, 3.0, 4.0], share) == value


def test_nothing_has_no_quantile() -> None:
    assert quantile([], 0.5) is None


def test_the_load_is_told_by_ten_minutes_and_by_held_seat() -> None:
    tens = [TenMinutes(AT, Provenance.REAL, 12, 14), TenMinutes(after(600), Provenance.REAL, 6, 9)]
    load = alarm_load(tens, timedelta(hours=1), held_s=7200)
    assert (load.average, load.seats, load.per_seat) == (3.0, 2.0, 1.5)
    assert load.peak == 14
    assert load.flood_share == pytest.approx(1 / 6)


def test_without_anybody_at_a_seat_there_is_no_load_of_one() -> None:
    assert alarm_load([], timedelta(hours=1), held_s=0).per_seat is None


def test_critical_alerts_that_nobody_took_count_against_the_goals() -> None:
    taken = [TakenFact(AT, seconds, Provenance.REAL, False) for seconds in (4.0, 15.0, 16.0, None)]
    figures = critical_figures(taken)
    assert (figures.alerts, figures.taken, figures.in_time) == (4, 3, (2, 3))


def test_real_data_is_shown_where_there_is_any() -> None:
    simulated = an_incident(provenance=Provenance.SIMULATED)
    assert whose(facts(incidents=(simulated, simulated, an_incident()))) is Provenance.REAL


def test_only_where_nothing_is_real_the_simulated_is_shown() -> None:
    simulated = an_incident(provenance=Provenance.SIMULATED)
    assert whose(facts(incidents=(simulated,), cameras=())) is Provenance.SIMULATED
    drill = an_incident(exercise=True)
    assert whose(facts(incidents=(simulated, drill), cameras=())) is Provenance.SIMULATED


def test_simulated_and_drill_data_is_in_no_figure_but_said_to_be_left_out() -> None:
    rows = (an_incident(), an_incident(provenance=Provenance.SIMULATED), an_incident(exercise=True))
    alerts = (some_alerts(5), some_alerts(7, provenance=Provenance.SIMULATED), some_alerts(2, exercise=True))
    report = report_of(facts(incidents=rows, alerts=alerts), DAY, AFTER)
    assert (report.provenance, report.incidents, report.alerts) == (Provenance.REAL, 1, 5)
    assert unmeasured(report)["left_out_simulated"] == (1, 7)
    assert unmeasured(report)["exercise"] == (1, 2)


def test_duplicates_are_counted_apart_and_in_no_figure() -> None:
    rows = (an_incident(), an_incident(state=IncidentState.DUPLICATE))
    report = report_of(facts(incidents=rows), DAY, AFTER)
    assert (report.incidents, report.duplicates) == (1, 1)
    assert report.by_ward_and_kind == {("26743", IncidentKind.CRASH): 1}


def test_false_alarms_are_told_by_kind() -> None:
    alerts = (some_alerts(4, false_alarms=1), some_alerts(6, ward_code="26740", false_alarms=2))
    (crowds,) = report_of(facts(alerts=alerts), DAY, AFTER).false_alarms
    assert (crowds.alerts, crowds.false_alarms, crowds.share) == (10, 3, 0.3)


def test_uptime_is_of_the_camera_time_that_is_known() -> None:
    cameras = (CameraQuarters("26743", Provenance.REAL, 48, 4_560.0, 4_800.0),)
    report = report_of(facts(cameras=cameras), DAY, AFTER)
    (ward,) = report.uptime
    assert (ward.share, ward.known_share) == (0.95, 0.5)
    assert unmeasured(report)["camera_hours"] == (12.0, 24.0)


def test_a_report_of_a_day_that_is_not_over_says_so() -> None:
    assert "not_over" in unmeasured(report_of(facts(), DAY, AT))
    assert "not_over" not in unmeasured(report_of(facts(), DAY, AFTER))


def test_a_report_says_what_it_does_not_know() -> None:
    rows = (an_incident(is_late_entry=True), an_incident(origin=Origin.RADIO, on_scene_at=None))
    report = report_of(facts(incidents=rows, held_s=0.0), DAY, AFTER)
    assert unmeasured(report) == {
        "late": (1, 2),
        "by_hand": (1, 2),
        "stage_on_scene": (1, 1),
        "seats": (None, None),
        "keys": (None, None),
    }
