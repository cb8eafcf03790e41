"""One's own alarm load: when a person was here, and what that makes of the alerts that arrived."""

from datetime import UTC, datetime, timedelta

from dashboard.alarm_load import SHOWN, first_bar, load_of, times_here
from db.alarm_load import SeatMark, Span, Standing, TenMinutes

NOW = datetime(2026, 1, 5, 8, 4, tzinfo=UTC)
WITHIN = Span(first_bar(NOW), NOW)


def before(**given: float) -> datetime:
    return NOW - timedelta(**given)


def test_eight_hours_end_with_the_ten_minutes_that_run() -> None:
    assert WITHIN.began == datetime(2026, 1, 5, 0, 10, tzinfo=UTC)
    assert timedelta() <= NOW - (WITHIN.began + SHOWN - timedelta(minutes=10)) < timedelta(minutes=10)


def test_a_person_is_here_from_signing_in_to_signing_out() -> None:
    marks = [SeatMark(before(hours=3), "sign_in"), SeatMark(before(hours=1), "sign_out")]
    assert times_here(marks, WITHIN) == [Span(before(hours=3), before(hours=1))]


def test_who_is_still_here_is_here_until_now() -> None:
    assert times_here([SeatMark(before(hours=2), "sign_in")], WITHIN) == [Span(before(hours=2), NOW)]


def test_who_signs_in_twice_is_here_once() -> None:
    marks = [SeatMark(before(hours=3), "sign_in"), SeatMark(before(hours=2), "sign_in")]
    assert times_here(marks, WITHIN) == [Span(before(hours=3), NOW)]


def test_a_session_that_nobody_ended_is_over_after_twelve_hours() -> None:
    marks = [SeatMark(before(hours=19), "sign_in"), SeatMark(before(hours=1), "sign_in")]
    assert times_here(marks, WITHIN) == [
        Span(WITHIN.began, before(hours=7)),
        Span(before(hours=1), NOW),
    ]


def test_only_the_time_that_the_person_was_here_makes_the_average() -> None:
    here = [Span(before(minutes=30), NOW)]
    arrived = [TenMinutes(datetime(2026, 1, 5, 7, 40, tzinfo=UTC), 6, 5)]
    load = load_of(here, arrived, Standing(4, 1, 0), WITHIN)
    assert (load.average, load.peak, load.here_min) == (2.0, 5, 30)
    assert [bar.alerts for bar in load.bars if bar.was_here] == [0, 6, 0, 0]
    assert len(load.bars) == 48


def test_a_person_who_has_just_come_has_no_average_of_a_second() -> None:
    load = load_of(
        [Span(NOW - timedelta(seconds=1), NOW)],
        [TenMinutes(NOW.replace(minute=0), 2, 2)],
        Standing(2, 0, 0),
        WITHIN,
    )
    assert load.average == 2.0
