"""What the rules do with incidents: correlate, bring up what waits, respect what people parted."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from db.acting import act_on_alert
from db.alerting import changes, open_alerts, open_or_repeat, save_position
from db.connection import AsyncPool, Connection, open_pool
from db.console import alert_detail
from db.incident_links import Thing, links, split, unlink
from db.incident_ruling import bring_up_what_waits, open_incidents
from db.incidents import act_on_incident, incident, open_incident, take_incident, timeline
from db.intake import store
from domain.alerts import AlertAction, AlertState
from domain.correlation import spoken
from domain.incidents import EntryKind, IncidentAction, IncidentState
from domain.kinds import IncidentKind, Severity
from domain.roles import Role
from ingest.rules.correlating import Correlating
from tests.integration.db.making import a_police_report, a_sign, minutes, now, received
from tests.integration.db.test_incidents import LAN, a_call
from tests.integration.postgres import Database

pytestmark = pytest.mark.anyio


@pytest.fixture
async def pool(each_engine_database: Database) -> AsyncIterator[AsyncPool]:
    async with open_pool(each_engine_database.dsn, "test-console", 1, 4) as opened:
        yield opened


def correlate(connection: Connection, correlating: Correlating | None = None) -> Correlating:
    """Let the rules work through what is new."""
    correlating = correlating or Correlating(connection)
    found = changes(connection, "test")
    correlating.take(found)
    if found:
        save_position(connection, "test", found[-1].position)
    return correlating


def alert(connection: Connection, camera: str = "q1-bn-001", **given: Any) -> str:
    facts = {"severity": Severity.CRITICAL, "place_key": camera, "camera_code": camera} | given
    return str(open_or_repeat(connection, a_sign(**facts)).id)


async def test_two_alerts_and_a_report_become_one_incident_that_says_why(
    connection: Connection, pool: AsyncPool
) -> None:
    first = alert(connection)
    correlating = correlate(connection)
    second = alert(connection, "q1-bn-002")
    report = a_police_report(kind=IncidentKind.CRASH, lat=a_sign().lat, lon=a_sign().lon)
    store(connection, received(report), [])
    correlate(connection, correlating)
    (one,) = open_incidents(connection)
    assert (one.owner_id, one.state, [str(it) for it in one.alert_ids]) == (
        None,
        IncidentState.NEW,
        [first, second],
    )
    assert {str(it.incident_id) for it in open_alerts(connection)} == {str(one.id)}
    async with pool.connection() as asking:
        found = await links(asking, one.id)
    assert {it.subject for it in found} == {"alert", "report", "camera"}
    assert all(it.is_automatic for it in found)
    whys = {it.key: spoken(it.why, "vi") for it in found}
    assert whys[first] == "Tin mở đầu sự cố: Tai nạn giao thông."
    assert whys[second].startswith("Cùng loại (Tai nạn giao thông), cách 0 m")


def test_the_same_changes_once_more_change_nothing(connection: Connection) -> None:
    alert(connection)
    Correlating(connection).take(changes(connection, "test"))
    (before,) = open_incidents(connection)
    Correlating(connection).take(changes(connection, "test"))
    assert open_incidents(connection) == [before]


async def test_what_a_person_parted_is_not_joined_to_the_same_again(
    connection: Connection, pool: AsyncPool
) -> None:
    first, second = alert(connection), alert(connection, "q1-bn-002")
    correlate(connection)
    (whole,) = open_incidents(connection)
    async with pool.connection() as asking:
        part = await split(
            asking, whole.id, [Thing("alert", second)], LAN, whole.version, reason="Hai vụ khác nhau"
        )
        await unlink(asking, part.id, Thing("alert", second), LAN, "Không phải tai nạn")
        alert(connection, "q1-bn-002")
        correlate(connection)
        rest = await incident(asking, whole.id)
        apart = await incident(asking, part.id)
    assert ([str(it) for it in rest.alert_ids], apart.alert_ids) == ([first], ())
    assert len(open_incidents(connection)) == 2


def test_a_graver_sign_makes_the_incident_graver(connection: Connection) -> None:
    alert(connection, severity=Severity.HIGH)
    correlating = correlate(connection)
    alert(connection, "q1-bn-002")
    correlate(connection, correlating)
    (one,) = open_incidents(connection)
    assert (one.severity, one.priority) == (Severity.CRITICAL, 1)


def test_a_small_alert_opens_none(connection: Connection) -> None:
    alert(connection, severity=Severity.LOW)
    correlate(connection)
    assert open_incidents(connection) == []


async def test_what_nobody_takes_is_brought_to_the_supervisor_once(
    connection: Connection, pool: AsyncPool
) -> None:
    alert(connection)
    correlate(connection)
    assert bring_up_what_waits(connection, now()) == []
    (raised,) = bring_up_what_waits(connection, now() + minutes(2))
    assert (raised.escalated_to, raised.state) == (Role.SUPERVISOR, IncidentState.NEW)
    assert bring_up_what_waits(connection, now() + minutes(3)) == []
    async with pool.connection() as asking:
        line = (await timeline(asking, raised.id))[-1]
        assert (line.kind, line.after, (line.details or {})["awaits"]) == (
            EntryKind.ESCALATION,
            "supervisor",
            "take",
        )
        reacted = await act_on_incident(asking, raised.id, IncidentAction.VERIFY, LAN, expected_version=1)
    assert (reacted.owner_name, reacted.escalated_to) == ("Lan", None)


async def test_what_was_on_hold_long_enough_goes_on(connection: Connection, pool: AsyncPool) -> None:
    async with pool.connection() as asking:
        made = await open_incident(asking, a_call(), LAN)
        await act_on_incident(
            asking,
            made.id,
            IncidentAction.HOLD,
            LAN,
            reason="Chờ xe cẩu",
            expected_version=made.version,
            hold_until=now() + timedelta(minutes=5),
        )
    (resumed,) = bring_up_what_waits(connection, now() + minutes(6))
    assert (resumed.state, resumed.escalated_to) == (IncidentState.NEW, None)


async def test_who_acknowledges_the_alert_of_one_that_nobody_owns_owns_it(
    connection: Connection, pool: AsyncPool
) -> None:
    alert(connection)
    correlating = correlate(connection)
    alert(connection, "q1-bn-002")
    correlate(connection, correlating)
    (standing, _) = open_alerts(connection)
    async with pool.connection() as asking:
        await act_on_alert(
            asking, standing.id, AlertAction.ACKNOWLEDGE, LAN, reason="", expected_version=standing.version
        )
    (one,) = open_incidents(connection)
    assert (one.owner_name, one.state) == ("Lan", IncidentState.VERIFYING)
    assert {it.state for it in open_alerts(connection)} == {AlertState.ACKNOWLEDGED}


async def test_one_that_is_taken_has_its_alerts_acknowledged_and_closed_with_it(
    connection: Connection, pool: AsyncPool
) -> None:
    alert(connection)
    correlate(connection)
    (one,) = open_incidents(connection)
    async with pool.connection() as asking:
        taken = await take_incident(asking, one.id, LAN, one.version)
        (standing,) = open_alerts(connection)
        assert (standing.state, standing.owner_name) == (AlertState.ACKNOWLEDGED, "Lan")
        for action in (IncidentAction.RESOLVE, IncidentAction.CLOSE):
            taken = await act_on_incident(
                asking, one.id, action, LAN, reason="Xong", expected_version=taken.version
            )
        (last, *_) = reversed((await alert_detail(asking, standing.id)).transitions)
    assert open_alerts(connection) == []
    assert (last.action, last.reason) == ("clear", f"Sự cố {one.number} đã đóng")


async def test_an_incident_is_a_false_alarm_when_the_last_of_its_alerts_is(
    connection: Connection, pool: AsyncPool
) -> None:
    alert(connection)
    correlating = correlate(connection)
    alert(connection, "q1-bn-002")
    correlate(connection, correlating)
    (one,) = open_incidents(connection)
    states = []
    for standing in open_alerts(connection):
        async with pool.connection() as asking:
            await act_on_alert(
                asking,
                standing.id,
                AlertAction.REJECT,
                LAN,
                reason="Bóng cây",
                expected_version=standing.version,
            )
            states.append((await incident(asking, one.id)).state)
    assert states == [IncidentState.NEW, IncidentState.FALSE_ALARM]


async def test_a_false_incident_rejects_its_alerts(connection: Connection, pool: AsyncPool) -> None:
    alert(connection)
    correlate(connection)
    (one,) = open_incidents(connection)
    (standing,) = open_alerts(connection)
    async with pool.connection() as asking:
        await act_on_incident(
            asking, one.id, IncidentAction.REJECT, LAN, reason="Đóng phim", expected_version=one.version
        )
        assert (await alert_detail(asking, standing.id)).alert.state is AlertState.FALSE_ALARM
