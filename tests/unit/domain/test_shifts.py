"""Shifts change at set hours, and a ward's incident is proposed to whoever holds its seat."""

from datetime import UTC, datetime, time

import pytest

from domain.local_time import ZONE
from domain.shifts import (
    USUAL_CHANGES,
    HeldSeat,
    Shift,
    ShiftHoursError,
    proposed_owner,
    shift_at,
    shift_changes,
)

HELD = HeldSeat("ban-1", "Bàn 1", ("a", "b"), 7, 1, "Lan")
FREE = HeldSeat("ban-2", "Bàn 2", ("c",))


def local(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZONE).astimezone(UTC)


def test_a_shift_that_begins_now_is_on_duty() -> None:
    assert shift_at(local(24, 6), USUAL_CHANGES, ZONE) == Shift(local(24, 6), local(24, 14))


def test_the_night_shift_began_yesterday() -> None:
    assert shift_at(local(24, 5, 59), USUAL_CHANGES, ZONE) == Shift(local(23, 22), local(24, 6))


def test_one_change_a_day_makes_shifts_of_a_day() -> None:
    assert shift_at(local(24, 3), (time(7),), ZONE) == Shift(local(23, 7), local(24, 7))


def test_hours_are_read_in_any_order() -> None:
    assert shift_changes("22:00, 06:00,14:00") == USUAL_CHANGES


@pytest.mark.parametrize("text", ["", "6", "06:00,06:00", "25:00", "06:00+07:00"])
def test_hours_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(ShiftHoursError):
        shift_changes(text)


def test_a_ward_is_proposed_to_who_holds_its_seat_and_to_nobody_while_it_is_free() -> None:
    assert proposed_owner("b", (HELD, FREE)) is HELD
    assert proposed_owner("c", (HELD, FREE)) is None
    assert proposed_owner("d", (HELD, FREE)) is None
