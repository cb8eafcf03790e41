"""What is shelved says until when, by whom and why, and comes back by itself when its time is over."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from db.acting import act_on_alert
from db.alerting import changes, open_alerts, open_or_repeat
from db.connection import AsyncPool, Connection, open_pool
from db.console import alert_detail
from db.rows import AlertRow
from db.shelf import SHELF, return_from_shelf
from domain.alerts import LONGEST_SHELF, AlertAction, AlertState
from domain.roles import Person, Role
from tests.integration.db.making import a_sign, minutes, now
from tests.integration.postgres import Database

pytestmark = pytest.mark.anyio

LAN = Person(1, "lan", "Lan", Role.OPERATOR)


@pytest.fixture
async def pool(each_engine_database: Database) -> AsyncIterator[AsyncPool]:
    async with open_pool(each_engine_database.dsn, "test-console", 1, 2) as opened:
        yield opened


async def shelve(pool: AsyncPool, alert: AlertRow, time: timedelta) -> AlertRow:
    async with pool.connection() as connection:
        return await act_on_alert(
            connection,
            alert.id,
            AlertAction.SHELVE,
            LAN,
            reason="roadworks",
            expected_version=alert.version,
            shelved_until=now() + time,
        )


async def test_what_is_shelved_comes_back_when_its_time_is_over(
    connection: Connection, pool: AsyncPool
) -> None:
    shelved = await shelve(pool, open_or_repeat(connection, a_sign()).alert, minutes(30))
    assert (shelved.state, shelved.shelved_by, shelved.shelved_reason) == ("shelved", "Lan", "roadworks")
    assert return_from_shelf(connection, now() + minutes(29)) == []
    (back,) = return_from_shelf(connection, now() + minutes(31))
    assert (back.id, back.state, back.version) == (shelved.id, AlertState.UNACKNOWLEDGED, 3)
    assert (back.shelved_until, back.shelved_by, back.shelved_reason) == (None, None, None)
    assert return_from_shelf(connection, now() + minutes(31)) == []


async def test_the_way_to_the_shelf_and_back_stays_in_the_alerts_life_and_is_told(
    connection: Connection, pool: AsyncPool
) -> None:
    alert = open_or_repeat(connection, a_sign()).alert
    await shelve(pool, alert, minutes(30))
    return_from_shelf(connection, now() + minutes(31))
    async with pool.connection() as reader:
        life = (await alert_detail(reader, alert.id)).transitions
    assert [(step.action, step.by_name) for step in life][1:] == [("shelve", "Lan"), ("unshelve", SHELF)]
    told = [change.row for change in changes(connection, "test") if isinstance(change.row, AlertRow)]
    assert [row.state for row in told] == ["unacknowledged", "shelved", "unacknowledged"]
    assert told[1].shelved_until is not None


async def test_nothing_lies_on_the_shelf_longer_than_twelve_hours(
    connection: Connection, pool: AsyncPool
) -> None:
    shelved = await shelve(pool, open_or_repeat(connection, a_sign()).alert, timedelta(days=3))
    assert shelved.shelved_until is not None
    assert shelved.shelved_until <= now() + LONGEST_SHELF + minutes(1)


async def test_a_further_sign_leaves_a_shelved_alert_where_it_is(
    connection: Connection, pool: AsyncPool
) -> None:
    await shelve(pool, open_or_repeat(connection, a_sign()).alert, minutes(30))
    open_or_repeat(connection, a_sign())
    (alert,) = open_alerts(connection)
    assert (alert.state, alert.repeats) == ("shelved", 1)
