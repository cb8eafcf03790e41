"""The centre's watch over itself: what opens an alert, what is only catching up, and that nothing flaps."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from db.alerting import NewAlert
from db.self_watch import LanePulse
from domain.kinds import KINDS, IncidentKind, Severity
from domain.messages import Provenance
from ingest.rules.decisions import Clear, Decision
from ingest.rules.engine import Engine
from ingest.rules.self_watch import SelfFacts
from tests.unit.ingest.rows_of_tests import an_engine, later

WELL = LanePulse("test-ingest-0", "facts", is_connected=True, is_pressed=False, lag_s=0.1, silent_s=1.0)
EVERY_S = 5


def facts(lane: LanePulse = WELL, refused: int = 0, free_disk: float | None = None) -> SelfFacts:
    return SelfFacts([lane], refused, free_disk)


def delayed(lag_s: float) -> SelfFacts:
    return facts(replace(WELL, is_pressed=True, lag_s=lag_s))


def looked(engine: Engine, seen: Iterable[SelfFacts], start_s: float = 0) -> list[Decision]:
    """Let the engine look every five seconds; return all that it decides."""
    return [
        decision
        for number, fact in enumerate(seen)
        for decision in engine.on_self(fact, later(start_s + number * EVERY_S))
    ]


def kinds(decisions: Iterable[Decision]) -> list[IncidentKind]:
    return [decision.kind for decision in decisions if isinstance(decision, NewAlert)]


def test_a_centre_that_is_well_says_nothing() -> None:
    assert looked(an_engine(), [facts()] * 30) == []


def test_a_worker_that_cannot_keep_up_opens_one_alert_of_the_centre() -> None:
    (alert,) = looked(an_engine(), [delayed(40 + number) for number in range(20)])
    assert isinstance(alert, NewAlert)
    assert (alert.kind, alert.severity) == (IncidentKind.INGEST_BEHIND, Severity.HIGH)
    assert (alert.provenance, alert.exercise, alert.source_channel) == (Provenance.REAL, False, "system")
    assert "test-ingest-0" in alert.place


def test_a_short_delay_opens_nothing() -> None:
    assert looked(an_engine(), [delayed(60), delayed(60), *[facts()] * 10]) == []


def test_old_data_that_comes_slowly_is_not_our_delay() -> None:
    old = facts(replace(WELL, is_pressed=False, lag_s=86_400.0))
    assert looked(an_engine(), [old] * 20) == []


def test_a_backlog_that_shrinks_is_called_catching_up() -> None:
    decisions = looked(an_engine(), [delayed(3600 - 100 * number) for number in range(20)])
    assert kinds(decisions) == [IncidentKind.INGEST_CATCHING_UP]
    assert KINDS[IncidentKind.INGEST_CATCHING_UP].severity is Severity.LOW


def test_catching_up_that_comes_to_a_halt_is_falling_behind() -> None:
    shrinking = [delayed(3600 - 100 * number) for number in range(10)]
    decisions = looked(an_engine(), [*shrinking, *[delayed(2700)] * 20])
    assert kinds(decisions) == [IncidentKind.INGEST_CATCHING_UP, IncidentKind.INGEST_BEHIND]
    cleared = [decision.key.kind for decision in decisions if isinstance(decision, Clear)]
    assert cleared == [IncidentKind.INGEST_CATCHING_UP]


def test_it_clears_when_caught_up_for_a_while() -> None:
    decisions = looked(an_engine(), [*[delayed(60)] * 10, *[facts()] * 10])
    assert [type(decision) for decision in decisions] == [NewAlert, Clear]


def test_a_delay_that_swings_around_the_limit_does_not_flap() -> None:
    swinging = [delayed(35 if number % 2 else 20) for number in range(60)]
    decisions = looked(an_engine(), [*[delayed(60)] * 10, *swinging])
    assert len(kinds(decisions)) == 1
    assert not any(isinstance(decision, Clear) for decision in decisions)


@pytest.mark.parametrize("change", [{"is_connected": False}, {"silent_s": 300.0}])
def test_a_worker_that_is_silent_or_has_lost_the_broker_is_said_to_have_stopped(
    change: dict[str, object],
) -> None:
    lost = facts(replace(WELL, **change))  # type: ignore[arg-type] # names of fields
    decisions = looked(an_engine(), [*[facts()] * 6, *[lost] * 10])
    assert kinds(decisions) == [IncidentKind.INGEST_STOPPED]


def test_silence_from_before_the_start_counts_from_the_start() -> None:
    stale = facts(replace(WELL, silent_s=7200.0))
    assert looked(an_engine(), [stale] * 5) == []
    assert kinds(looked(an_engine(), [stale] * 10)) == [IncidentKind.INGEST_STOPPED]


def test_many_refused_messages_open_an_alert_that_clears_when_few_are_left() -> None:
    engine = an_engine()
    assert kinds(looked(engine, [facts(refused=150)] * 6)) == [IncidentKind.MESSAGES_REFUSED]
    assert looked(engine, [facts(refused=50)] * 6, 30) == []
    (end,) = looked(engine, [facts(refused=5)] * 6, 60)
    assert isinstance(end, Clear)


def test_a_disk_that_fills_opens_an_alert_that_clears_when_there_is_room_to_spare() -> None:
    engine = an_engine()
    assert kinds(looked(engine, [facts(free_disk=0.08)] * 6)) == [IncidentKind.DATABASE_DISK_FILLING]
    assert looked(engine, [facts(free_disk=0.12)] * 6, 30) == []
    (end,) = looked(engine, [facts(free_disk=0.3)] * 6, 60)
    assert isinstance(end, Clear)
