"""Incidents are opened, taken by exactly one, worked on, and told to the readers without who called."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from db.alerting import changes, open_or_repeat
from db.changes import Subject
from db.connection import AsyncPool, Connection, open_pool
from db.console import live_state
from db.errors import DataRefused, IncidentConflict, IncidentNotFound
from db.incident_acts import NewIncident
from db.incident_links import Thing, incidents_near, link, links, merge, split, unlink
from db.incident_papers import attach, attachment, attachments, steps, tick_step, untick_step
from db.incident_rows import IncidentRow
from db.incidents import (
    act_on_incident,
    add_comment,
    callers_of,
    give_incident,
    incident,
    listed_incidents,
    open_incident,
    open_incidents,
    set_priority,
    take_incident,
    timeline,
    verify_incident,
)
from db.past import state_at
from domain.incidents import EntryKind, IncidentAction, IncidentState, IncidentStepRefusedError, Origin
from domain.kinds import IncidentKind, Severity
from domain.messages import Provenance
from domain.roles import Person, Role
from tests.integration.db.conftest import Looking
from tests.integration.db.making import WARD, a_sign, now
from tests.integration.postgres import Database

pytestmark = pytest.mark.anyio

LAN = Person(1, "lan", "Lan", Role.OPERATOR)
MINH = Person(2, "minh", "Minh", Role.OPERATOR)


@pytest.fixture
async def pool(each_engine_database: Database) -> AsyncIterator[AsyncPool]:
    async with open_pool(each_engine_database.dsn, "test-console", 1, 4) as opened:
        yield opened


def a_call(**given: Any) -> NewIncident:
    facts: dict[str, Any] = {
        "kind": IncidentKind.CRASH,
        "severity": Severity.CRITICAL,
        "origin": Origin.CALL_113,
        "ward_code": WARD,
        "lat": 10.7717,
        "lon": 106.6983,
        "place": "Lê Lợi × Nam Kỳ Khởi Nghĩa",
        "happened_at": now(),
        "provenance": Provenance.SIMULATED,
    }
    return NewIncident(**facts | given)


async def opened(pool: AsyncPool, person: Person = LAN, **given: Any) -> IncidentRow:
    async with pool.connection() as connection:
        return await open_incident(connection, a_call(**given), person)


async def nobodys(pool: AsyncPool, look: Looking) -> IncidentRow:
    """Return an incident that nobody owns, as a rule opens it."""
    made = await opened(pool)
    look.run("UPDATE incident SET owner_id = NULL, owner_name = NULL, taken_at = NULL")
    async with pool.connection() as connection:
        return await incident(connection, made.id)


async def test_one_opened_by_hand_is_its_openers_and_has_a_number_of_the_day(pool: AsyncPool) -> None:
    first, second = await opened(pool), await opened(pool)
    assert (first.owner_name, first.state, first.priority) == ("Lan", IncidentState.NEW, 1)
    assert (first.number[:3], first.number[9:], second.number[9:]) == ("Q1-", "-001", "-002")
    assert first.due_at is not None
    assert first.due_at > first.opened_at


async def test_a_late_entry_keeps_its_true_time(pool: AsyncPool) -> None:
    then = now() - timedelta(hours=3)
    late = await opened(pool, happened_at=then, is_late_entry=True)
    assert (late.happened_at, late.opened_at, late.is_late_entry) == (then, then, True)
    assert late.entered_at > then + timedelta(hours=2)
    async with pool.connection() as connection:
        assert (await timeline(connection, late.id))[0].happened_at == then


async def test_who_called_is_kept_apart_from_all_that_is_followed(pool: AsyncPool, look: Looking) -> None:
    made = await opened(pool, caller_name="Trần Văn Bảy", caller_phone="0901234567")
    async with pool.connection() as asking:
        await add_comment(asking, made.id, MINH, "Gọi lại", caller_name="Chị Tư", caller_phone=None)
        callers = await callers_of(asking, made.id)
    assert [(it.name, it.phone) for it in callers] == [("Trần Văn Bảy", "0901234567"), ("Chị Tư", None)]
    followed = "SELECT string_agg(body::text, '') FROM change"
    kept = "SELECT string_agg(body::text, '') FROM past"
    assert "0901234567" not in look.value(followed) + look.value(kept)


async def test_of_two_who_take_at_the_same_time_one_wins_and_is_named(pool: AsyncPool, look: Looking) -> None:
    made = await nobodys(pool, look)

    async def take(person: Person) -> IncidentRow | IncidentConflict:
        async with pool.connection() as connection:
            try:
                return await take_incident(connection, made.id, person, made.version)
            except IncidentConflict as error:
                return error

    outcomes = await asyncio.gather(take(LAN), take(MINH))
    won = [one for one in outcomes if isinstance(one, IncidentRow)]
    lost = [one for one in outcomes if isinstance(one, IncidentConflict)]
    assert (len(won), len(lost)) == (1, 1)
    assert lost[0].by_name == won[0].owner_name
    assert won[0].state is IncidentState.VERIFYING


async def test_the_way_of_an_incident_is_on_its_timeline(pool: AsyncPool) -> None:
    made = await opened(pool)
    async with pool.connection() as connection:
        at = await verify_incident(connection, made.id, LAN, made.version, how="Xem camera 0412")
        assert (at.state, at.verified_by) == (IncidentState.VERIFYING, "Lan")
        for action, reason in (
            (IncidentAction.DISPATCH, ""),
            (IncidentAction.HANDLE, ""),
            (IncidentAction.RESOLVE, "Đã giải tỏa"),
            (IncidentAction.CLOSE, ""),
        ):
            at = await act_on_incident(
                connection, made.id, action, LAN, reason=reason, expected_version=at.version
            )
        assert (at.state, at.result, at.due_at) == (IncidentState.CLOSED, "Đã giải tỏa", None)
        assert await open_incidents(connection) == []
        lines = await timeline(connection, made.id)
    assert [line.kind for line in lines] == [
        EntryKind.OPENED,
        EntryKind.VERIFIED,
        *[EntryKind.TRANSITION] * 4,
    ]
    assert [line.action for line in lines[2:]] == ["dispatch", "handle", "resolve", "close"]


async def test_a_step_that_there_is_not_is_refused(pool: AsyncPool) -> None:
    made = await opened(pool)
    async with pool.connection() as connection:
        with pytest.raises(IncidentStepRefusedError):
            await act_on_incident(
                connection, made.id, IncidentAction.CLOSE, LAN, expected_version=made.version
            )
        with pytest.raises(IncidentNotFound):
            await take_incident(connection, uuid.uuid4(), LAN, 1)


async def test_what_is_on_hold_goes_on_where_it_stood(pool: AsyncPool) -> None:
    made = await opened(pool)
    async with pool.connection() as connection:
        at = await act_on_incident(
            connection, made.id, IncidentAction.DISPATCH, LAN, expected_version=made.version
        )
        until = now() + timedelta(hours=1)
        at = await act_on_incident(
            connection,
            made.id,
            IncidentAction.HOLD,
            LAN,
            reason="Chờ xe cẩu",
            expected_version=at.version,
            hold_until=until,
        )
        assert (at.state, at.due_at) == (IncidentState.ON_HOLD, until)
        at = await act_on_incident(
            connection, made.id, IncidentAction.RESUME, LAN, expected_version=at.version
        )
    assert at.state is IncidentState.DISPATCHED


async def test_it_can_be_given_and_its_priority_set(pool: AsyncPool) -> None:
    made = await opened(pool)
    async with pool.connection() as connection:
        given = await give_incident(connection, made.id, MINH, LAN, made.version)
        assert given.owner_name == "Minh"
        last = await set_priority(connection, made.id, 3, MINH, given.version)
        assert last.priority == 3
        lines = await timeline(connection, made.id)
    assert [(line.kind, line.by_name) for line in lines[1:]] == [
        (EntryKind.OWNER, "Lan"),
        (EntryKind.PRIORITY, "Minh"),
    ]


async def test_a_comment_trips_nobody_up(pool: AsyncPool) -> None:
    made = await opened(pool)
    async with pool.connection() as connection:
        said = await add_comment(connection, made.id, MINH, "Có hai xe máy")
        assert said.version == made.version + 1
        acted = await verify_incident(connection, made.id, LAN, made.version)
    assert acted.verified_by == "Lan"


async def test_the_feed_and_the_live_state_tell_of_it(pool: AsyncPool, connection: Connection) -> None:
    made = await opened(pool)
    told = [change.row for change in changes(connection, "test") if change.subject is Subject.INCIDENT]
    assert told == [made]
    async with pool.connection() as asking:
        assert (await live_state(asking)).incidents == (made,)


async def test_a_moment_of_the_past_shows_its_incidents(pool: AsyncPool, look: Looking) -> None:
    made = await opened(pool)
    then = look.value("SELECT clock_timestamp()")
    async with pool.connection() as connection:
        await act_on_incident(
            connection,
            made.id,
            IncidentAction.REJECT,
            LAN,
            reason="Diễn viên đóng phim",
            expected_version=made.version,
        )
        later = look.value("SELECT clock_timestamp()")
        assert [one.number for one in (await state_at(connection, then)).incidents] == [made.number]
        assert (await state_at(connection, later)).incidents == ()


async def test_an_alert_belongs_to_one_incident_and_says_why(pool: AsyncPool, connection: Connection) -> None:
    alert = open_or_repeat(connection, a_sign()).alert
    one, other = await opened(pool), await opened(pool)
    thing = Thing("alert", str(alert.id))
    async with pool.connection() as asking:
        first = await link(asking, one.id, thing, LAN, "Cùng vụ")
        assert first.alert_ids == (alert.id,)
        moved = await link(asking, other.id, thing, MINH, "Đúng vụ này hơn")
        assert moved.alert_ids == (alert.id,)
        assert (await incident(asking, one.id)).alert_ids == ()
        before, after = await links(asking, one.id), await links(asking, other.id)
    assert [(row.why, row.unlinked_by) for row in before] == [("Cùng vụ", "Minh")]
    assert [(row.why, row.is_automatic) for row in after] == [("Đúng vụ này hơn", False)]


async def test_what_does_not_belong_cannot_be_taken_out(pool: AsyncPool) -> None:
    made = await opened(pool)
    async with pool.connection() as asking:
        with pytest.raises(IncidentNotFound):
            await unlink(asking, made.id, Thing("camera", "q1-bn-001"), LAN, "Nhầm")


async def test_a_split_makes_a_second_of_its_own(pool: AsyncPool, connection: Connection) -> None:
    alert = open_or_repeat(connection, a_sign(kind=IncidentKind.FIRE, severity=Severity.CRITICAL)).alert
    whole = await opened(pool)
    thing = Thing("alert", str(alert.id))
    async with pool.connection() as asking:
        joined = await link(asking, whole.id, thing, LAN, "Gần nhau")
        part = await split(asking, whole.id, [thing], LAN, joined.version, reason="Hai vụ khác nhau")
        rest = await incident(asking, whole.id)
    assert (part.kind, part.alert_ids, rest.alert_ids) == (IncidentKind.FIRE, (alert.id,), ())


async def test_a_merged_one_is_a_duplicate_and_gives_what_it_had(
    pool: AsyncPool, connection: Connection
) -> None:
    alert = open_or_repeat(connection, a_sign()).alert
    one, other = await opened(pool), await opened(pool)
    async with pool.connection() as asking:
        joined = await link(asking, one.id, Thing("alert", str(alert.id)), LAN, "Cùng vụ")
        gone = await merge(asking, one.id, other.id, LAN, joined.version, reason="Trùng")
        assert (gone.state, gone.duplicate_of) == (IncidentState.DUPLICATE, other.id)
        assert (await incident(asking, other.id)).alert_ids == (alert.id,)
        with pytest.raises(DataRefused):
            await merge(asking, other.id, other.id, LAN, 1, reason="Trùng")


async def test_steps_are_ticked_with_a_note_and_unticked(pool: AsyncPool) -> None:
    made = await opened(pool)
    async with pool.connection() as asking:
        await tick_step(asking, made.id, "call_115", LAN, "Gọi lúc 14:02")
        assert [(row.step, row.done_by, row.note) for row in await steps(asking, made.id)] == [
            ("call_115", "Lan", "Gọi lúc 14:02")
        ]
        await untick_step(asking, made.id, "call_115", MINH)
        assert await steps(asking, made.id) == []


async def test_a_file_is_kept_with_its_hash(pool: AsyncPool) -> None:
    made = await opened(pool)
    async with pool.connection() as asking:
        row = await attach(
            asking, made.id, LAN, name="bien-ban.pdf", media_type="application/pdf", content=b"%PDF-1.7"
        )
        assert [(one.name, one.size_bytes, one.sha256) for one in await attachments(asking, made.id)] == [
            ("bien-ban.pdf", 8, row.sha256)
        ]
        whole = await attachment(asking, made.id, row.id)
        elsewhere = await attachment(asking, uuid.uuid4(), row.id)
    assert whole is not None
    assert (whole.content, elsewhere) == (b"%PDF-1.7", None)


async def test_open_ones_close_by_are_found_the_nearest_first(pool: AsyncPool) -> None:
    near = await opened(pool, lat=10.7720)
    nearer = await opened(pool)
    await opened(pool, lat=10.79)
    await opened(pool, kind=IncidentKind.FLOOD)
    async with pool.connection() as asking:
        found = await incidents_near(asking, 10.7717, 106.6983, 150, kind=IncidentKind.CRASH)
    assert [one.incident.id for one in found] == [nearer.id, near.id]
    assert 30 < found[1].distance_m < 37


async def test_the_list_goes_by_wards_and_states(pool: AsyncPool) -> None:
    made = await opened(pool)
    async with pool.connection() as asking:
        assert await listed_incidents(asking, limit=10) == [made]
        assert await listed_incidents(asking, limit=10, ward_codes=["00000"]) == []
        assert await listed_incidents(asking, limit=10, states=["closed"]) == []
        assert await listed_incidents(asking, limit=10, before=made.opened_at) == []
