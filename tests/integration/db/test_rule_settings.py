"""The rules' settings in the database: what is in force, what verdicts made of rules, what was suppressed."""

import uuid
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from db.acting import act_on_alert
from db.alerting import NewAlert, clear, open_or_repeat
from db.connection import Connection, connect_async
from db.errors import RuleVersionUntried
from db.rule_keeping import judge_rules, keep_suppressed, keep_trial, past_signs, suppressed
from db.rule_settings import (
    live_settings,
    make_live,
    release_mode,
    rule_modes,
    write_version,
)
from domain.alarm_suppression import Cause
from domain.alarm_verdicts import Finding
from domain.alerts import AlertAction
from domain.kinds import IncidentKind, Severity
from domain.messages import Provenance
from domain.roles import Person, Role
from domain.rule_settings import FloodRule, VerdictRule, shipped_settings
from tests.integration.postgres import Database

NOW = datetime.now(UTC)
pytestmark = pytest.mark.anyio
LAN = Person(1, "lan", "Lan", Role.SUPERVISOR)


def a_sign(kind: IncidentKind = IncidentKind.DISORDER, place: str = "cam-1") -> NewAlert:
    return NewAlert(
        "camera_event", place, "26740", kind, Severity.HIGH, 10.77, 106.7, "Lê Lợi", "camera", NOW,
        Provenance.SIMULATED, event_id=uuid.uuid4(), event_at=NOW,
    )  # fmt: skip


async def test_a_version_goes_live_only_after_its_trial(
    connection: Connection, each_engine_database: Database
) -> None:
    settings = msgspec.structs.replace(shipped_settings(), flood=FloodRule(more_than=12))
    reader = await connect_async(each_engine_database.dsn, "test-reader")
    try:
        number = await write_version(reader, LAN, settings, "thử")
        with pytest.raises(RuleVersionUntried):
            await make_live(reader, LAN, number, "vội")
        keep_trial(connection, number, {"before": 52, "after": 14})
        await make_live(reader, LAN, number, "đã thống nhất")
    finally:
        await reader.close()
    live = live_settings(connection)
    assert (live.number, live.settings.flood.more_than) == (number, 12)


async def test_signs_of_one_hour_place_and_cause_are_one_row(
    connection: Connection, each_engine_database: Database
) -> None:
    for _ in range(3):
        keep_suppressed(connection, a_sign(), Cause.ALONE, "1 sign")
    keep_suppressed(connection, a_sign(), Cause.FLOOD, "")
    reader = await connect_async(each_engine_database.dsn, "test-reader")
    try:
        found = await suppressed(reader, NOW - timedelta(hours=1))
        grouped = await suppressed(reader, NOW - timedelta(hours=1), Cause.FLOOD)
    finally:
        await reader.close()
    assert sorted((row.cause, row.signs) for row in found) == [(Cause.ALONE, 3), (Cause.FLOOD, 1)]
    assert [row.cause for row in grouped] == [Cause.FLOOD]


@pytest.mark.parametrize(
    ("kind", "finding"),
    [(IncidentKind.DISORDER, Finding.LOG_ONLY), (IncidentKind.FIRE, Finding.TELL_SUPERVISOR)],
)
async def test_a_rule_that_is_mostly_wrong_is_found_out_until_it_is_released(
    connection: Connection, each_engine_database: Database, kind: IncidentKind, finding: Finding
) -> None:
    reader = await connect_async(each_engine_database.dsn, "test-reader")
    try:
        for number in range(5):
            alert = open_or_repeat(connection, a_sign(kind, f"cam-{number}")).alert
            await act_on_alert(
                reader, alert.id, AlertAction.REJECT, LAN, reason="không có gì", expected_version=1
            )
        judge_rules(connection, VerdictRule(least=5), NOW + timedelta(minutes=1))
        (mode,) = rule_modes(connection)
        await release_mode(
            reader, LAN, rule="camera_event", kind=kind, provenance=Provenance.SIMULATED, why="đã sửa"
        )
    finally:
        await reader.close()
    judge_rules(connection, VerdictRule(least=5), NOW + timedelta(minutes=1))
    (released,) = rule_modes(connection)
    assert (mode.finding, mode.confirmed, mode.rejected) == (finding, 0, 5)
    assert released.released_by == "Lan"


def test_what_a_rule_ended_itself_is_no_verdict(connection: Connection) -> None:
    for number in range(6):
        sign = a_sign(place=f"cam-{number}")
        open_or_repeat(connection, sign)
        clear(connection, sign.rule, sign.place_key, sign.kind, provenance=sign.provenance, reason="quiet")
    judge_rules(connection, VerdictRule(least=5), NOW + timedelta(minutes=1))
    assert rule_modes(connection) == []


def test_a_trial_of_an_empty_past_has_no_signs(connection: Connection) -> None:
    assert past_signs(connection, NOW - timedelta(hours=24), NOW) == []
