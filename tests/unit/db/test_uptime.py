"""A camera's uptime: from its states, as far as they are known."""

from datetime import UTC, datetime, timedelta

from db.uptime import StateFrom, Uptime, uptime_of
from domain.messages import CameraState

UNTIL = datetime(2026, 3, 2, tzinfo=UTC)
SINCE = UNTIL - timedelta(hours=24)


def at(hours: float, state: CameraState) -> StateFrom:
    return StateFrom(SINCE + timedelta(hours=hours), state)


def test_a_camera_that_was_never_heard_is_not_known() -> None:
    assert uptime_of([], SINCE, UNTIL) == Uptime(0, 0)


def test_what_held_before_the_span_counts_from_its_beginning() -> None:
    states = [at(-0.5, CameraState.ONLINE), at(12, CameraState.OFFLINE), at(18, CameraState.OBSCURED)]
    assert uptime_of(states, SINCE, UNTIL) == Uptime(18 * 3600, 24 * 3600)


def test_the_silence_of_its_gateway_is_neither_up_nor_down() -> None:
    states = [at(12, CameraState.ONLINE), at(18, CameraState.UNKNOWN)]
    assert uptime_of(states, SINCE, UNTIL) == Uptime(6 * 3600, 6 * 3600)
