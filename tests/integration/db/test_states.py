"""What is known of cameras, gateways, units and systems: the newest word wins, in whatever order it comes."""

import itertools

import pytest

from db.connection import Connection
from db.intake import store
from db.registry import register_cameras, register_units
from domain.messages import CameraState, GatewayState, UnitState
from tests.integration.db.conftest import Looking
from tests.integration.db.making import (
    a_camera,
    a_camera_status,
    a_gateway_status,
    a_position,
    a_reading,
    a_unit,
    a_unit_status,
    minutes,
    now,
    received,
)


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_newest_state_of_a_camera_wins_in_any_order(
    connection: Connection, look: Looking, order: tuple[int, ...]
) -> None:
    at = now()
    words = [
        a_camera_status(at, seq=1, state=CameraState.ONLINE),
        a_camera_status(at, seq=2, state=CameraState.OBSCURED),
        a_camera_status(at + minutes(1), seq=3, state=CameraState.OFFLINE),
    ]
    for number in order:
        store(connection, received(words[number], at=at + minutes(1)))
    assert look.value("SELECT state FROM camera_state") == "offline"


def test_a_lost_gateway_makes_its_cameras_unknown(connection: Connection, look: Looking) -> None:
    register_cameras(connection, [a_camera("cam-1"), a_camera("cam-2"), a_camera("cam-3", gateway="gw-9")])
    ours = [a_camera_status(source=code) for code in ("cam-1", "cam-2")]
    store(connection, received(*ours, a_camera_status(source="cam-3", gateway="gw-9")))
    lost_at = now() + minutes(1)
    store(connection, received(a_gateway_status(state=GatewayState.LOST), at=lost_at))
    assert look.values("SELECT state FROM camera_now ORDER BY code") == ["unknown", "unknown", "online"]
    assert look.value("SELECT reason FROM camera_now WHERE code = 'cam-1'") == "gateway lost"
    assert look.value("SELECT observed_at FROM camera_now WHERE code = 'cam-1'") == lost_at


def test_a_camera_of_a_lost_gateway_tells_by_its_next_word_even_with_a_slow_clock(
    connection: Connection, look: Looking
) -> None:
    store(connection, received(a_camera_status(now() - minutes(5))))
    store(connection, received(a_gateway_status(state=GatewayState.LOST), at=now()))
    back = a_camera_status(now() - minutes(4))
    store(connection, received(back, at=now() + minutes(1)))
    assert look.value("SELECT state FROM camera_state") == "online"
    assert look.value("SELECT reason FROM camera_state") is None


def test_a_will_that_comes_again_does_not_lose_the_cameras_again(
    connection: Connection, look: Looking
) -> None:
    will = a_gateway_status(now() - minutes(60), state=GatewayState.LOST)
    store(connection, received(a_camera_status(now() - minutes(50)), at=now() - minutes(50)))
    store(connection, received(will, at=now() - minutes(30)))
    store(connection, received(a_camera_status(now() - minutes(20)), at=now() - minutes(20)))
    store(connection, received(will, at=now()))
    assert look.value("SELECT state FROM camera_state") == "online"


def test_a_gateway_that_was_lost_and_returned_in_one_batch_is_there(
    connection: Connection, look: Looking
) -> None:
    store(connection, received(a_camera_status()))
    at = now() + minutes(1)
    lost, back = a_gateway_status(state=GatewayState.LOST), a_gateway_status(state=GatewayState.ONLINE)
    store(connection, received(lost, back, a_camera_status(now() + minutes(0.5)), at=at))
    assert look.value("SELECT state FROM gateway_state") == "online"
    assert look.value("SELECT state FROM camera_state") == "online"


def test_a_clock_far_ahead_does_not_silence_its_camera_later(connection: Connection, look: Looking) -> None:
    store(connection, received(a_camera_status(now() + minutes(50)), at=now() - minutes(5)))
    store(connection, received(a_camera_status(now(), state=CameraState.OFFLINE), at=now()))
    assert look.value("SELECT state FROM camera_state") == "offline"


def test_where_a_unit_is_and_what_it_does_do_not_overtake_each_other(
    connection: Connection, look: Looking
) -> None:
    register_units(connection, [a_unit()])
    store(connection, received(a_unit_status(now(), state=UnitState.EN_ROUTE)))
    store(connection, received(a_position(now() - minutes(1), lat=10.5)))
    assert look.value("SELECT state FROM unit_now") == "en_route"
    assert look.value("SELECT lat FROM unit_now") == 10.5


def test_a_unit_stays_where_it_was_last_when_an_old_position_comes_late(
    connection: Connection, look: Looking
) -> None:
    store(connection, received(a_position(now(), lat=10.7)))
    store(connection, received(a_position(now() - minutes(1), lat=10.6)))
    assert look.value("SELECT lat FROM unit_state") == 10.7
    assert look.value("SELECT count(*) FROM unit_position") == 2


def test_the_newest_reading_is_what_is_known_of_a_system(connection: Connection, look: Looking) -> None:
    store(connection, received(a_reading(now(), value=5.0), a_reading(now() - minutes(1), value=9.0)))
    store(connection, received(a_reading(now() - minutes(2), value=7.0)))
    assert look.value("SELECT value FROM system_state") == 5.0
    assert look.value("SELECT count(*) FROM reading") == 3


def test_a_moving_camera_is_where_it_said_last(connection: Connection, look: Looking) -> None:
    register_cameras(connection, [a_camera()])
    store(connection, received(a_camera_status(lat=10.79, lon=106.69, heading_deg=180.0)))
    assert look.value("SELECT lat FROM camera_now") == 10.79


def test_a_camera_that_was_never_heard_is_unknown(connection: Connection, look: Looking) -> None:
    register_cameras(connection, [a_camera()])
    assert look.value("SELECT state FROM camera_now") == "unknown"
    assert look.value("SELECT observed_at FROM camera_now") is None
