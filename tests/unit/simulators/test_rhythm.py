"""The district's day: peaks, noon, night, dusk and showers."""

from datetime import UTC, datetime, timedelta

import pytest

from simulators.rhythm import LOCAL_TIME, darkness, demand, local, office_done, rain

TUESDAY = datetime(2026, 11, 24, tzinfo=LOCAL_TIME)
SATURDAY = datetime(2026, 11, 28, tzinfo=LOCAL_TIME)


def at(hour: float, day: datetime = TUESDAY) -> datetime:
    """Return an hour of a day, in UTC as the wire has it."""
    return (day + timedelta(hours=hour)).astimezone(UTC)


def test_local_time_is_seven_hours_ahead() -> None:
    assert local(datetime(2026, 1, 1, 20, tzinfo=UTC)).hour == 3


@pytest.mark.parametrize("peak", [7.75, 17.5])
@pytest.mark.parametrize("other", [3.0, 10.0, 12.75, 21.0])
def test_weekday_peaks_stand_above_the_rest(peak: float, other: float) -> None:
    assert demand(at(peak)) > demand(at(other)) + 0.2


def test_noon_dips_below_the_hours_around_it() -> None:
    assert demand(at(12.75)) < min(demand(at(11)), demand(at(15)))


def test_saturday_has_no_morning_peak_but_an_evening() -> None:
    assert demand(at(7.75, SATURDAY)) < demand(at(7.75))
    assert demand(at(20.5, SATURDAY)) > demand(at(20.5))


def test_demand_stays_between_nothing_and_everything() -> None:
    assert all(0 < demand(at(step / 4)) <= 1 for step in range(4 * 24 * 7))


def test_it_is_dark_at_night_and_light_by_day() -> None:
    assert (darkness(at(1)), darkness(at(12)), darkness(at(20))) == (1.0, 0.0, 1.0)
    assert 0 < darkness(at(17.6)) < 1


def test_office_hours_add_up_from_morning_to_evening() -> None:
    assert (office_done(at(6)), office_done(at(18))) == (0.0, 1.0)
    assert 0.4 < office_done(at(12.25)) < 0.6


def test_it_rains_in_the_wet_season_and_hardly_in_the_dry_one() -> None:
    def wet_hours(month: int) -> int:
        begin = datetime(2026, month, 1, tzinfo=UTC)
        return sum(rain(begin + timedelta(hours=hour), seed=1) > 0.1 for hour in range(28 * 24))

    assert wet_hours(9) > 5 * max(1, wet_hours(2))


def test_the_same_seed_gives_the_same_weather() -> None:
    hours = [datetime(2026, 9, 1, tzinfo=UTC) + timedelta(hours=hour) for hour in range(200)]

    assert [rain(hour, 3) for hour in hours] == [rain(hour, 3) for hour in hours]
    assert [rain(hour, 3) for hour in hours] != [rain(hour, 4) for hour in hours]
