"""Looks at cameras and how often a rule was right, on both engines."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from db.acting import act_on_alert
from db.alerting import open_or_repeat
from db.connection import AsyncConnection, Connection, connect_async
from db.intake import store
from db.looks import (
    HitRate,
    begin_looks,
    cameras_to_look_at,
    extend_looks,
    hit_rate,
    looks_page,
    may_see_kept_pictures,
)
from db.registry import register_cameras
from db.uptime import camera_uptime
from domain.alerts import AlertAction
from domain.kinds import IncidentKind
from domain.messages import Provenance
from domain.roles import Person, Role
from tests.integration.db.making import CAMERA, a_camera, a_camera_status, a_sign, received
from tests.integration.postgres import Database

pytestmark = pytest.mark.anyio
LAN = Person(1, "lan", "Lan", Role.OPERATOR)
MINH = Person(2, "minh", "Minh", Role.OPERATOR)


@pytest.fixture
async def reader(each_engine_database: Database) -> AsyncIterator[AsyncConnection]:
    opened = await connect_async(each_engine_database.dsn, "test-looks")
    yield opened
    await opened.close()


async def close(reader: AsyncConnection, connection: Connection, place: str, *actions: AlertAction) -> None:
    """Let an alert come and people close it."""
    alert_id = open_or_repeat(connection, a_sign(place_key=place)).id
    for version, action in enumerate(actions, 1):
        await act_on_alert(reader, alert_id, action, LAN, reason="seen", expected_version=version)


async def test_a_rule_is_right_where_people_took_its_alert_and_finished_it(
    reader: AsyncConnection, connection: Connection
) -> None:
    await close(reader, connection, "one", AlertAction.ACKNOWLEDGE, AlertAction.CLEAR)
    await close(reader, connection, "two", AlertAction.ACKNOWLEDGE, AlertAction.CLEAR)
    await close(reader, connection, "three", AlertAction.REJECT)
    await close(reader, connection, "four", AlertAction.CLEAR)  # Nobody took it: that says nothing.
    await close(reader, connection, "five", AlertAction.ACKNOWLEDGE)
    sign = a_sign()
    found = await hit_rate(reader, sign.rule, sign.kind, sign.provenance, datetime.now(UTC))
    assert found == HitRate(confirmed=2, refuted=1)
    other = await hit_rate(reader, sign.rule, IncidentKind.NOISE, sign.provenance, datetime.now(UTC))
    assert other == HitRate(confirmed=0, refuted=0)


async def test_a_look_is_written_down_as_long_as_it_lasts_and_opens_what_the_camera_took(
    reader: AsyncConnection, connection: Connection
) -> None:
    register_cameras(connection, [a_camera(stream_url="https://nvr/1")])
    (camera,) = await cameras_to_look_at(reader, [CAMERA, "no-such-camera"])
    assert (camera.provenance, camera.stream_url, camera.alert_id) == (
        Provenance.SIMULATED,
        "https://nvr/1",
        None,
    )
    assert not await may_see_kept_pictures(reader, LAN, CAMERA)
    look_ids = await begin_looks(reader, LAN, [camera], "camera_check")
    await extend_looks(reader, look_ids)
    assert await may_see_kept_pictures(reader, LAN, CAMERA)
    assert not await may_see_kept_pictures(reader, MINH, CAMERA)
    (look,) = await looks_page(reader, limit=10)
    assert (look.username, look.camera_code, look.purpose) == ("lan", CAMERA, "camera_check")
    assert 0 < look.seconds < 60
    alert_id = open_or_repeat(connection, a_sign(camera_code=CAMERA)).id
    (camera,) = await cameras_to_look_at(reader, [CAMERA])
    assert camera.alert_id == alert_id
    assert await may_see_kept_pictures(reader, MINH, CAMERA)


async def test_a_cameras_uptime_is_known_from_its_first_word_on(
    reader: AsyncConnection, connection: Connection
) -> None:
    register_cameras(connection, [a_camera()])
    store(connection, received(a_camera_status()), [])
    uptime = await camera_uptime(reader, CAMERA, datetime.now(UTC))
    assert 0 < uptime.up_s == uptime.known_s < 60
