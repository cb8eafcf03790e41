"""What the watch over the console asks: alarm load and heartbeats, on each engine."""

import uuid
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from db.accounts import NewAccount, create_account, record_audit
from db.alarm_load import Span, Standing, arrivals, comings_and_goings, standing
from db.alerting import open_or_repeat
from db.connection import AsyncConnection, Connection, connect_async
from db.heartbeat import counted_lately, last_words
from db.intake import store
from db.registry import register_cameras
from domain.roles import Role
from tests.integration.db.making import WARD, a_camera, a_camera_status, a_count, a_sign, now, received
from tests.integration.postgres import Database

pytestmark = pytest.mark.anyio

OTHER_WARD = "26734"


@pytest.fixture
async def reader(each_engine_database: Database) -> AsyncIterator[AsyncConnection]:
    opened = await connect_async(each_engine_database.dsn, "test-watch")
    yield opened
    await opened.close()


async def test_alerts_count_while_the_person_was_here_and_in_the_own_wards(
    connection: Connection, reader: AsyncConnection
) -> None:
    began = now().replace(minute=0, second=0) - timedelta(hours=5)
    within = Span(began, began + timedelta(hours=1))
    for place, minute, ward in (("a", 9, WARD), ("b", 11, WARD), ("c", 12, OTHER_WARD), ("d", 50, WARD)):
        sign = a_sign(place_key=place, ward_code=ward, at=began + timedelta(minutes=minute))
        open_or_repeat(connection, sign)
    here = [Span(began, began + timedelta(minutes=30))]
    ten = [(row.alerts, row.most_in_ten_min) for row in await arrivals(reader, here, within)]
    assert ten == [(1, 1), (2, 3)]
    own = await arrivals(reader, here, within, {OTHER_WARD})
    assert [(row.began, row.alerts) for row in own] == [(began + timedelta(minutes=10), 1)]
    assert await arrivals(reader, here, within, real_only=True) == []


async def test_what_stands_for_a_day_is_stale(connection: Connection, reader: AsyncConnection) -> None:
    open_or_repeat(connection, a_sign(place_key="old", at=now() - timedelta(hours=25)))
    open_or_repeat(connection, a_sign(place_key="new"))
    assert await standing(reader, now()) == Standing(standing=2, shelved=0, stale=1)
    assert await standing(reader, now(), {OTHER_WARD}) == Standing(0, 0, 0)


async def test_a_person_comes_and_goes(reader: AsyncConnection) -> None:
    name = f"p{uuid.uuid4().hex[:8]}"
    account = await create_account(reader, NewAccount(name, "P", "-", Role.OPERATOR))
    for action in ("sign_in", "see_picture", "sign_out"):
        await record_audit(reader, account.person, action, name)
    marks = await comings_and_goings(reader, account.id, now() - timedelta(hours=1))
    assert [mark.action for mark in marks] == ["sign_in", "sign_out"]


async def test_a_ward_was_heard_when_its_newest_word_was_received(
    connection: Connection, reader: AsyncConnection
) -> None:
    register_cameras(connection, [a_camera(), a_camera("q1-td-001", ward_code=OTHER_WARD)])
    heard = {word.ward_code: word.heard_at for word in await last_words(reader, now())}
    assert heard == {WARD: None, OTHER_WARD: None}
    status, count = received(a_camera_status())[0], received(a_count(now()))[0]
    store(connection, [status, count], [])
    later = now() + timedelta(minutes=1)
    heard = {word.ward_code: word.heard_at for word in await last_words(reader, later)}
    assert heard == {WARD: max(status.received_at, count.received_at), OTHER_WARD: None}
    counted = await counted_lately(reader, now() - timedelta(minutes=1))
    assert [(word.ward_code, word.heard_at) for word in counted] == [(WARD, count.received_at)]
