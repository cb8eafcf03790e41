"""What the rules ask of the database: traffic lately and usually, and who has fallen silent."""

from datetime import timedelta
from typing import Any

import pytest

from db.alerting import flow_lately, silent_gateways, usual_flow
from db.connection import Connection
from db.intake import store
from db.registry import register_cameras
from domain.messages import GatewayState, Provenance
from tests.integration.db.conftest import Looking
from tests.integration.db.making import (
    CAMERA,
    GATEWAY,
    a_camera,
    a_count,
    a_gateway_status,
    minutes,
    now,
    received,
)
from tests.integration.db.rolling_up import refresh_as_of
from tests.integration.postgres import Database


def test_traffic_lately_is_per_camera_and_per_minute(connection: Connection) -> None:
    counts = [a_count(now() - timedelta(seconds=10 * n), motorcycles=9, cars=1) for n in range(6)]
    store(connection, received(*counts, a_count(now() - minutes(10))))
    (flow,) = flow_lately(connection, 60, now())
    assert (flow.camera_code, flow.vehicles, flow.vehicles_per_min) == (CAMERA, 60, 60.0)


def test_speed_lately_is_weighted_and_known_also_where_nothing_passed(connection: Connection) -> None:
    standing: dict[str, Any] = {"motorcycles": 0, "cars": 0, "speed_kmh": 3.0}
    store(connection, received(a_count(source="cam-1", **standing)))
    store(connection, received(a_count(source="cam-2", motorcycles=30, cars=0, speed_kmh=10.0)))
    store(connection, received(a_count(now() - minutes(0.2), source="cam-2", **standing)))
    flows = {flow.camera_code: flow.speed_kmh for flow in flow_lately(connection, 60, now())}
    assert flows == {"cam-1": 3.0, "cam-2": 10.0}


def test_drills_and_other_provenance_are_kept_apart_lately(connection: Connection) -> None:
    store(connection, received(a_count(), a_count(now() - minutes(0.1), exercise=True)))
    store(connection, received(a_count(now() - minutes(0.2), provenance=Provenance.REAL)))
    kinds = {(flow.provenance, flow.exercise) for flow in flow_lately(connection, 60, now())}
    assert kinds == {("simulated", False), ("simulated", True), ("real", False)}


def test_usual_traffic_is_the_mean_of_the_same_hour_of_the_week(
    each_engine_database: Database, connection: Connection, look: Looking
) -> None:
    hour = now().replace(minute=0, second=0)
    for week, motorcycles in ((2, 180), (1, 60)):
        at = hour - timedelta(weeks=week)
        store(connection, received(a_count(at, motorcycles=motorcycles, cars=0)))
        refresh_as_of(each_engine_database, connection, look, at + minutes(1))
    (usual,) = usual_flow(connection, hour + minutes(30))
    assert (usual.vehicles_per_min, usual.weeks) == (2.0, 2)


@pytest.mark.parametrize(("seconds", "silent"), [(30, [GATEWAY]), (90, [])])
def test_a_lost_gateway_is_silent_after_its_grace(
    connection: Connection, seconds: int, silent: list[str]
) -> None:
    store(connection, received(a_gateway_status(state=GatewayState.LOST), at=now() - minutes(1)))
    assert [row.gateway for row in silent_gateways(connection, seconds, now())] == silent


def test_a_gateway_whose_cameras_stopped_counting_is_silent(connection: Connection) -> None:
    register_cameras(connection, [a_camera(), a_camera("cam-2", gateway="gw-2")])
    store(connection, received(a_gateway_status(), a_gateway_status(source="gw-2")))
    store(connection, received(a_count(now() - minutes(5)), a_count(source="cam-2")))
    (silent,) = silent_gateways(connection, 60, now())
    assert (silent.gateway, silent.state) == (GATEWAY, GatewayState.ONLINE)
    assert silent.last_heard_at is not None


def test_a_gateway_without_counting_cameras_is_not_called_silent(connection: Connection) -> None:
    store(connection, received(a_gateway_status(source="frigate"), at=now() - minutes(60)))
    assert silent_gateways(connection, 60, now()) == []
