"""What is a privacy zone, and who may decide on one."""

import pytest

from domain.privacy_zones import ZoneRefusedError, check_second_person, reason_of, zone_of


def test_a_rectangle_is_a_zone() -> None:
    assert zone_of([[0, 0], [1, 0], [1, 0.5], [0, 0.5]]).outline == ((0, 0), (1, 0), (1, 0.5), (0, 0.5))


@pytest.mark.parametrize(
    ("outline", "why"),
    [
        ([[0, 0], [1, 1]], "3 to 40 corners"),
        ([[0, 0], [1.2, 0], [1, 1]], "from 0 to 1"),
        ([[0, 0], [float("nan"), 0], [1, 1]], "from 0 to 1"),
        ([[0, 0], [1, 1], [1, 0], [0, 1]], "crosses itself"),
        ([[0, 0], [0.001, 0], [0.001, 0.001]], "too small"),
        ([[0, 0, 0], [1, 0], [1, 1]], "two numbers"),
    ],
)
def test_what_encloses_no_part_of_a_picture_is_refused(outline: list[list[float]], why: str) -> None:
    with pytest.raises(ZoneRefusedError, match=why):
        zone_of(outline)


def test_a_step_needs_a_reason_that_says_something() -> None:
    assert reason_of("  cửa sổ  nhà dân ") == "cửa sổ nhà dân"
    with pytest.raises(ZoneRefusedError, match="reason"):
        reason_of(" ok ")


def test_nobody_decides_on_what_they_proposed() -> None:
    check_second_person(1, 2)
    with pytest.raises(ZoneRefusedError, match="somebody else"):
        check_second_person(1, 1)
