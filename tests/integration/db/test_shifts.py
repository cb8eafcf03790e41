"""Seats, notes, hand-overs and the facts of reports, on both engines."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from db.acting import act_on_alert
from db.alerting import open_alerts, open_or_repeat
from db.connection import AsyncPool, Connection, open_pool
from db.console import alert_detail
from db.errors import DataRefused
from db.incident_acts import NewIncident
from db.incident_rows import IncidentRow
from db.incidents import act_on_incident, incident, open_incident, timeline
from db.reports import report_facts
from db.seats import HANDED_OVER, Moved, SeatTaken, leave_seat, register_seats, seats, take_seat
from db.shift_handover import (
    HandoverRefused,
    add_note,
    handover,
    handovers,
    prepare_handover,
    sign_handover,
    withdraw_handover,
)
from db.shift_state import all_units, left_to_do
from domain.alerts import AlertAction
from domain.handovers import HandoverBody, Left, is_intact, read_body
from domain.incidents import EntryKind, IncidentAction, Origin
from domain.kinds import IncidentKind, Severity
from domain.local_time import ZONE
from domain.messages import Provenance
from domain.reports import Period, report_of, span_of
from domain.roles import Person, Role
from domain.shifts import Seat
from tests.integration.db.conftest import Looking
from tests.integration.db.making import WARD, a_sign
from tests.integration.postgres import Database

pytestmark = pytest.mark.anyio

LAN = Person(1, "lan", "Lan", Role.OPERATOR)
BINH = Person(2, "binh", "Bình", Role.OPERATOR)
SEATS = (Seat("ban-1", "Bàn 1", (WARD,)), Seat("ban-2", "Bàn 2", ("99999",)))


@pytest.fixture
async def pool(each_engine_database: Database) -> AsyncIterator[AsyncPool]:
    async with open_pool(each_engine_database.dsn, "test-console", 1, 2) as opened:
        yield opened


def now() -> datetime:
    return datetime.now(UTC)


def an_incident(ward: str = WARD, **given: object) -> NewIncident:
    facts = {
        "kind": IncidentKind.CRASH,
        "severity": Severity.CRITICAL,
        "origin": Origin.CALL_113,
        "ward_code": ward,
        "lat": 10.77,
        "lon": 106.69,
        "place": "Lê Lợi",
        "happened_at": now(),
        "provenance": Provenance.REAL,
    }
    return NewIncident(**(facts | given))  # type: ignore[arg-type] # the facts of a test


async def what_is_left(pool: AsyncPool, since: datetime | None = None) -> Left:
    async with pool.connection() as connection:
        return await left_to_do(connection, since or now() - timedelta(hours=8), now())


async def body(pool: AsyncPool, by: Person) -> HandoverBody:
    at = now()
    return HandoverBody(1, "Quận 1", at, at + timedelta(hours=8), by.display_name, await what_is_left(pool))


async def signed(pool: AsyncPool) -> None:
    """Let Lan hand over, and Bình take over."""
    prepared = await body(pool, LAN)
    async with pool.connection() as connection:
        kept = await prepare_handover(connection, prepared, LAN)
        await sign_handover(connection, kept.id, BINH, kept.sha256, "")


async def test_a_seat_that_is_handed_over_takes_along_what_its_holder_had_open_in_its_wards(
    pool: AsyncPool, connection: Connection
) -> None:
    register_seats(connection, SEATS)
    open_or_repeat(connection, a_sign())
    (alert,) = open_alerts(connection)
    async with pool.connection() as c:
        await act_on_alert(c, alert.id, AlertAction.ACKNOWLEDGE, LAN, reason="", expected_version=1)
        here = await open_incident(c, an_incident(), LAN)
        elsewhere = await open_incident(c, an_incident("26734"), LAN)
        await take_seat(c, "ban-1", LAN, None)
        held = next(it for it in await seats(c) if it.code == "ban-1")
        moved = await take_seat(c, "ban-1", BINH, held.holding_id)
        life = (await alert_detail(c, alert.id)).transitions
        lines = await timeline(c, here.id)
        owners = [(await incident(c, it.id)).owner_name for it in (here, elsewhere)]
    assert moved == Moved(alerts=1, incidents=1)
    assert owners == ["Bình", "Lan"]
    assert (life[-1].action, life[-1].by_name) == (HANDED_OVER, "Bình")
    assert (lines[-1].kind, lines[-1].details) == (
        EntryKind.HANDOVER,
        {"seat": "ban-1", "from": "Lan", "to": "Bình"},
    )


async def test_of_two_who_take_a_seat_the_second_is_told_who_sits_there(
    pool: AsyncPool, connection: Connection
) -> None:
    register_seats(connection, SEATS)
    async with pool.connection() as c:
        await take_seat(c, "ban-1", LAN, None)
        with pytest.raises(SeatTaken, match="Lan"):
            await take_seat(c, "ban-1", BINH, None)
        held = next(it for it in await seats(c) if it.code == "ban-1")
        await leave_seat(c, "ban-1", LAN, held.holding_id)
        assert next(it for it in await seats(c) if it.code == "ban-1").account_id is None


async def test_what_is_not_closed_comes_again_and_says_for_how_often(pool: AsyncPool) -> None:
    async with pool.connection() as c:
        stays = await open_incident(c, an_incident(), LAN)
        ends = await open_incident(c, an_incident(), LAN)
        await add_note(c, LAN, "Cầu Ông Lãnh đào đường")
    await signed(pool)
    async with pool.connection() as c:
        await _close(c, ends)
    await signed(pool)
    left = await what_is_left(pool)
    assert [(it.number, it.times_handed) for it in left.incidents] == [(stays.number, 2)]
    assert [it.text for it in left.notes] == ["Cầu Ông Lãnh đào đường"]
    assert left.counts[0].incidents_closed == 1


async def _close(connection: object, opened: IncidentRow) -> None:
    for action in (IncidentAction.RESOLVE, IncidentAction.CLOSE):
        opened = await act_on_incident(
            connection,  # type: ignore[arg-type] # one of the pool
            opened.id,
            action,
            LAN,
            reason="Xong",
            expected_version=opened.version,
        )


async def test_a_hand_over_is_signed_by_two_people_as_it_was_read(pool: AsyncPool) -> None:
    prepared = await body(pool, LAN)
    async with pool.connection() as c:
        kept = await prepare_handover(c, prepared, LAN)
        refusals = [
            sign_handover(c, kept.id, LAN, kept.sha256, ""),
            sign_handover(c, kept.id, BINH, "0" * 64, ""),
            prepare_handover(c, prepared, BINH),
            withdraw_handover(c, kept.id, BINH),
        ]
        why = []
        for refused in refusals:
            with pytest.raises(HandoverRefused) as told:
                await refused
            why.append(told.value.why)
        done = await sign_handover(c, kept.id, BINH, kept.sha256, "Đã nhận")
        (listed,) = await handovers(c, 10)
    assert why == ["same_person", "changed", "waits", "not_yours"]
    assert (done.left_by, done.taken_by, done.remark, listed.taken_by) == ("Lan", "Bình", "Đã nhận", "Bình")
    assert is_intact(done.body, done.sha256)
    assert read_body(done.body) == prepared


async def test_a_signed_hand_over_cannot_be_changed_in_the_database(pool: AsyncPool, look: Looking) -> None:
    await signed(pool)
    for change in (
        "UPDATE handover SET remark = 'khác'",
        "UPDATE handover SET body = '{}', sha256 = encode(sha256('{}'), 'hex')",
        "DELETE FROM handover",
    ):
        with pytest.raises(DataRefused):
            look.run(change)


async def test_a_hand_over_that_nobody_took_can_be_taken_back_and_is_not_listed(pool: AsyncPool) -> None:
    prepared = await body(pool, LAN)
    async with pool.connection() as c:
        kept = await prepare_handover(c, prepared, LAN)
        await withdraw_handover(c, kept.id, LAN)
        assert await handovers(c, 10) == []
        assert (await handover(c, kept.id)).withdrawn_at is not None
        assert await all_units(c) == []


async def test_a_report_counts_what_was_opened_on_its_day(pool: AsyncPool, connection: Connection) -> None:
    open_or_repeat(connection, a_sign(at=now(), severity=Severity.CRITICAL, provenance=Provenance.REAL))
    (alert,) = open_alerts(connection)
    register_seats(connection, SEATS)
    late = now() - timedelta(minutes=1)
    async with pool.connection() as c:
        await take_seat(c, "ban-1", LAN, None)
        await act_on_alert(c, alert.id, AlertAction.ACKNOWLEDGE, LAN, reason="", expected_version=1)
        await open_incident(c, an_incident(happened_at=late, is_late_entry=True), LAN)
        await open_incident(c, an_incident(exercise=True), LAN)
        span = span_of(Period.MONTH, late.astimezone(ZONE).date(), ZONE)
        facts = await report_facts(c, span, now())
    report = report_of(facts, span, now())
    assert (report.incidents, report.late_entries, report.alerts) == (1, 1, 1)
    assert report.critical.taken == 1
    assert facts.held_s > 0
    assert {"late", "exercise"} <= {it.why for it in report.unmeasured}
