"""Places: geometry that fits a city, and wards that come and go."""

from datetime import date

import pytest

from domain.geodesy import distance_m, heading_deg, moved
from domain.places import Ward, WardLocator

SQUARE = ((10.0, 106.0), (10.0, 106.01), (10.01, 106.01), (10.01, 106.0))


def a_ward(code: str, valid_from: date, valid_to: date | None = None) -> Ward:
    return Ward(code, f"Phường {code}", (10.005, 106.005), SQUARE, valid_from, valid_to)


def test_a_step_along_a_heading_has_its_length_and_its_heading() -> None:
    lat, lon = moved(10.77, 106.7, 60.0, 500.0)
    assert distance_m(10.77, 106.7, lat, lon) == pytest.approx(500.0, rel=0.01)
    assert heading_deg(10.77, 106.7, lat, lon) == pytest.approx(60.0, abs=0.1)


def test_a_point_belongs_to_the_ward_valid_on_the_day() -> None:
    wards = [a_ward("old", date(1988, 1, 1), date(2025, 7, 1)), a_ward("new", date(2025, 7, 1))]
    before = WardLocator(wards, date(2020, 1, 1)).locate(10.005, 106.005)
    after = WardLocator(wards, date(2026, 1, 1)).locate(10.005, 106.005)
    assert before is not None
    assert after is not None
    assert (before.code, after.code) == ("old", "new")


@pytest.mark.parametrize(("lat", "is_found"), [(10.0102, True), (10.011, False)])
def test_a_place_just_outside_still_has_its_ward(lat: float, is_found: bool) -> None:
    ward = WardLocator([a_ward("a", date(2000, 1, 1))], date(2020, 1, 1)).locate(lat, 106.005)
    assert (ward is not None) is is_found
