"""The pace of reading: at once for what somebody waits for, gathered for what comes all the time."""

from db.notices import AT_ONCE, GATHER_S, LATER, ReadingPace

IDLE_S = 1.0
NOW_S = 100.0


def a_pace(read_at_s: float = NOW_S) -> ReadingPace:
    pace = ReadingPace(IDLE_S)
    pace.begin_reading(read_at_s)
    return pace


def test_the_first_reading_is_due_at_once() -> None:
    assert ReadingPace(IDLE_S).wait_s(NOW_S) == 0


def test_without_a_notice_the_next_reading_comes_after_the_idle_time() -> None:
    assert a_pace().wait_s(NOW_S + 0.5) == IDLE_S - 0.5


def test_what_somebody_waits_for_is_read_at_once() -> None:
    pace = a_pace()
    pace.hear([LATER, AT_ONCE], NOW_S + 0.01)
    assert pace.wait_s(NOW_S + 0.01) == 0


def test_what_may_not_be_readable_yet_is_soon_looked_for_again() -> None:
    pace = a_pace()
    pace.hear([AT_ONCE], NOW_S)
    pace.begin_reading(NOW_S)
    assert 0 < pace.wait_s(NOW_S) < 0.01
    pace.begin_reading(NOW_S + 0.5)
    assert pace.wait_s(NOW_S + 0.5) == IDLE_S


def test_a_stream_is_read_at_its_own_pace_however_many_notices_it_gives() -> None:
    pace = a_pace()
    for tenths in range(3):
        now_s = NOW_S + tenths / 10
        pace.hear([LATER], now_s)
        assert pace.wait_s(now_s) > 0
    assert pace.wait_s(NOW_S + GATHER_S) == 0


def test_after_a_quiet_time_even_what_may_be_gathered_is_read_at_once() -> None:
    pace = a_pace()
    pace.hear([LATER], NOW_S + 0.9)
    assert pace.wait_s(NOW_S + 0.9) == 0
