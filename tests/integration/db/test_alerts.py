"""Alerts open once, repeat, and live by acts of which one wins."""

import asyncio
import threading
from collections.abc import AsyncIterator

import pytest

from db.acting import act_on_alert
from db.alerting import changes, clear, open_alerts, open_or_repeat, try_rules_lock
from db.changes import Subject
from db.connection import AsyncPool, Connection, connect, open_pool
from db.console import alert_detail, alert_history
from db.errors import AlertConflict, AlertNotFound, PlaceTaken
from db.intake import store
from db.rows import AlertRow
from domain.alerts import AlertAction, AlertState, TransitionRefusedError
from domain.kinds import IncidentKind, Severity
from domain.messages import Provenance
from domain.roles import Person, Role
from tests.integration.db.conftest import Looking
from tests.integration.db.making import a_picture, a_sign, an_event, minutes, new_id, now, received
from tests.integration.postgres import Database

pytestmark = pytest.mark.anyio

LAN = Person(1, "lan", "Lan", Role.OPERATOR)
MINH = Person(2, "minh", "Minh", Role.OPERATOR)


@pytest.fixture
async def pool(each_engine_database: Database) -> AsyncIterator[AsyncPool]:
    async with open_pool(each_engine_database.dsn, "test-console", 1, 4) as opened:
        yield opened


async def act(
    pool: AsyncPool, alert: AlertRow, action: AlertAction, person: Person = LAN, reason: str = "because"
) -> AlertRow:
    async with pool.connection() as connection:
        return await act_on_alert(
            connection, alert.id, action, person, reason=reason, expected_version=alert.version
        )


def test_the_first_sign_opens_and_the_next_repeats(connection: Connection) -> None:
    first = open_or_repeat(connection, a_sign())
    again = open_or_repeat(connection, a_sign(at=now() + minutes(1)))
    assert (first.is_new, again.is_new) == (True, False)
    assert again.id == first.id
    assert again.alert.repeats == 1
    assert again.alert.last_at > first.alert.last_at


def test_a_repeat_does_not_disturb_whoever_is_acting(connection: Connection) -> None:
    first = open_or_repeat(connection, a_sign())
    assert open_or_repeat(connection, a_sign()).alert.version == first.alert.version


def test_a_graver_sign_raises_the_severity_and_a_lesser_leaves_it(connection: Connection) -> None:
    open_or_repeat(connection, a_sign(severity=Severity.MEDIUM))
    assert open_or_repeat(connection, a_sign(severity=Severity.CRITICAL)).alert.severity is Severity.CRITICAL
    assert open_or_repeat(connection, a_sign(severity=Severity.LOW)).alert.severity is Severity.CRITICAL


@pytest.mark.parametrize(
    "other",
    [
        {"place_key": "elsewhere"},
        {"kind": IncidentKind.FIRE},
        {"rule": "another"},
        {"provenance": Provenance.REAL},
        {"exercise": True},
    ],
)
def test_another_place_kind_rule_provenance_or_a_drill_is_another_alert(
    connection: Connection, other: dict[str, object]
) -> None:
    open_or_repeat(connection, a_sign())
    assert open_or_repeat(connection, a_sign(**other)).is_new


def test_of_many_rivals_exactly_one_opens(each_engine_database: Database, look: Looking) -> None:
    opened: list[bool] = []
    start = threading.Barrier(4)

    def rival() -> None:
        with connect(each_engine_database.dsn, "test-rival") as own:
            start.wait(30)
            opened.extend(open_or_repeat(own, a_sign()).is_new for _ in range(10))

    rivals = [threading.Thread(target=rival) for _ in range(4)]
    for each in rivals:
        each.start()
    for each in rivals:
        each.join(60)
    assert (len(opened), sum(opened)) == (40, 1)
    assert look.value("SELECT repeats FROM alert") == 39


def test_a_cleared_alert_lets_the_next_sign_open_anew(connection: Connection) -> None:
    first = open_or_repeat(connection, a_sign())
    cleared = clear(
        connection,
        "camera_event",
        "q1-bn-001",
        IncidentKind.CRASH,
        provenance=Provenance.SIMULATED,
        reason="flows again",
    )
    assert cleared is not None
    assert (cleared.state, cleared.closed_at is not None) == (AlertState.CLEARED, True)
    assert open_alerts(connection) == []
    assert open_or_repeat(connection, a_sign()).id != first.id


def test_clearing_where_nothing_is_open_does_nothing(connection: Connection) -> None:
    assert clear(connection, "r", "p", IncidentKind.FIRE, provenance=Provenance.REAL, reason="calm") is None


def test_every_step_is_told_to_the_readers(connection: Connection) -> None:
    open_or_repeat(connection, a_sign())
    open_or_repeat(connection, a_sign())
    clear(
        connection,
        "camera_event",
        "q1-bn-001",
        IncidentKind.CRASH,
        provenance=Provenance.SIMULATED,
        reason="over",
    )
    told = [change for change in changes(connection, "test") if change.subject is Subject.ALERT]
    states = [(change.row.state, change.row.repeats) for change in told if isinstance(change.row, AlertRow)]
    assert states == [("unacknowledged", 0), ("unacknowledged", 1), ("cleared", 1)]


async def test_whoever_acknowledges_owns_the_alert(connection: Connection, pool: AsyncPool) -> None:
    alert = open_or_repeat(connection, a_sign()).alert
    taken = await act(pool, alert, AlertAction.ACKNOWLEDGE)
    assert (taken.state, taken.owner_name, taken.version) == (AlertState.ACKNOWLEDGED, "Lan", 2)
    assert taken.acknowledged_at is not None
    freed = await act(pool, taken, AlertAction.UNACKNOWLEDGE)
    assert (freed.owner_id, freed.acknowledged_at) == (None, None)


async def test_of_two_who_acknowledge_at_the_same_time_one_wins_and_is_named(
    connection: Connection, pool: AsyncPool, look: Looking
) -> None:
    for _ in range(5):
        alert = open_or_repeat(connection, a_sign(place_key=str(new_id()))).alert
        results = await asyncio.gather(
            act(pool, alert, AlertAction.ACKNOWLEDGE, LAN),
            act(pool, alert, AlertAction.ACKNOWLEDGE, MINH),
            return_exceptions=True,
        )
        (winner,) = [result for result in results if isinstance(result, AlertRow)]
        (conflict,) = [result for result in results if isinstance(result, AlertConflict)]
        assert conflict.by_name == winner.owner_name
        assert conflict.action == "acknowledge"
        steps = look.value(
            "SELECT count(*) FROM alert_transition WHERE alert_id = %(id)s AND action = 'acknowledge'",
            id=alert.id,
        )
        assert steps == 1


async def test_an_act_that_its_state_does_not_allow_changes_nothing(
    connection: Connection, pool: AsyncPool
) -> None:
    alert = open_or_repeat(connection, a_sign()).alert
    with pytest.raises(TransitionRefusedError):
        await act(pool, alert, AlertAction.REOPEN)
    with pytest.raises(TransitionRefusedError, match="reason"):
        await act(pool, alert, AlertAction.REJECT, reason=" ")
    assert (await act(pool, alert, AlertAction.ACKNOWLEDGE)).version == 2


async def test_an_alert_cannot_be_reopened_beside_another_at_its_place(
    connection: Connection, pool: AsyncPool
) -> None:
    closed = await act(pool, open_or_repeat(connection, a_sign()).alert, AlertAction.REJECT)
    open_or_repeat(connection, a_sign())
    with pytest.raises(PlaceTaken):
        await act(pool, closed, AlertAction.REOPEN)


async def test_an_alert_that_is_not_there_is_said_to_be_so(pool: AsyncPool) -> None:
    async with pool.connection() as connection:
        with pytest.raises(AlertNotFound):
            await alert_detail(connection, new_id())


async def test_the_detail_of_an_alert_is_its_life_its_event_and_its_pictures(
    connection: Connection, pool: AsyncPool
) -> None:
    event = an_event()
    store(connection, received(event, a_picture(event.id)))
    alert = open_or_repeat(connection, a_sign(event_id=event.id, event_at=event.observed_at)).alert
    await act(pool, alert, AlertAction.ACKNOWLEDGE)
    async with pool.connection() as reader:
        detail = await alert_detail(reader, alert.id)
    assert [step.action for step in detail.transitions] == ["open", "acknowledge"]
    assert [step.by_name for step in detail.transitions] == ["camera_event", "Lan"]
    assert detail.event is not None
    assert detail.event.id == event.id
    assert len(detail.pictures) == 1


async def test_the_history_can_be_narrowed(connection: Connection, pool: AsyncPool) -> None:
    open_or_repeat(connection, a_sign())
    open_or_repeat(connection, a_sign(ward_code="26734", provenance=Provenance.REAL))
    span = (now() - minutes(5), now() + minutes(5))
    async with pool.connection() as reader:
        assert len(await alert_history(reader, *span)) == 2
        assert len(await alert_history(reader, *span, ward_codes={"26734"})) == 1
        assert len(await alert_history(reader, *span, real_only=True)) == 1
        assert await alert_history(reader, *span, ward_codes=()) == []
        assert await alert_history(reader, *span, kind=IncidentKind.FIRE) == []


def test_one_rules_process_holds_the_lock_until_it_ends(
    each_engine_database: Database, connection: Connection
) -> None:
    with connect(each_engine_database.dsn, "test-rules") as first:
        assert try_rules_lock(first)
        assert not try_rules_lock(connection)
    # The server frees the lock when it notices the end of the session.
    for _ in range(100):
        if try_rules_lock(connection):
            return
        threading.Event().wait(0.05)
    pytest.fail("the lock was not freed")
