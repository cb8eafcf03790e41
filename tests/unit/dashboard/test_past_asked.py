"""What may be asked of the past: moments that have passed, in spans of some minutes."""

from datetime import UTC, datetime, timedelta

import pytest

from dashboard.errors import RequestRefusedError
from dashboard.past_asked import LONGEST_SPAN, check_span, moment_asked, moment_shown, not_kept

NOW = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_a_moment_that_has_passed_is_taken() -> None:
    assert moment_asked(NOW - SECOND, NOW) == NOW - SECOND


def test_a_clock_a_little_ahead_asks_for_the_present() -> None:
    assert moment_asked(NOW + 3 * SECOND, NOW) == NOW


def test_a_moment_that_has_not_come_is_refused() -> None:
    with pytest.raises(RequestRefusedError) as refused:
        moment_asked(NOW + timedelta(minutes=1), NOW)
    assert (refused.value.status, "chưa tới" in refused.value.vietnamese) == (422, True)


def test_the_beginning_of_all_times_can_be_counted_back_from() -> None:
    assert moment_asked(datetime.min.replace(tzinfo=UTC), NOW) - timedelta(days=365) < NOW


@pytest.mark.parametrize("span", [timedelta(0), -SECOND, LONGEST_SPAN + SECOND])
def test_a_span_is_neither_empty_nor_upside_down_nor_too_long(span: timedelta) -> None:
    with pytest.raises(RequestRefusedError):
        check_span(NOW, NOW + span)


@pytest.mark.parametrize("said", [None, "", "noon", "2026-01-05T07:00:00", "2099-01-01T00:00:00Z"])
def test_what_is_no_moment_of_the_past_is_the_present(said: str | None) -> None:
    assert moment_shown(said, NOW) is None


def test_the_moment_that_the_page_shows_is_read() -> None:
    assert moment_shown("2026-01-05T07:30:00.000Z", NOW) == NOW - timedelta(minutes=30)


def test_the_oldest_moment_is_named_in_local_time() -> None:
    assert "15:00 05/01/2026" in not_kept(NOW).vietnamese
    assert "chưa lưu" in not_kept(None).vietnamese
