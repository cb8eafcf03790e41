"""What keeps an alert from calling: windows, modes, verdicts, chattering, floods; a trial of settings."""

from datetime import timedelta

import msgspec

from db.alerting import NewAlert
from domain.alarm_suppression import Cause
from domain.alarm_windows import CameraWindow
from domain.kinds import KINDS, IncidentKind
from domain.messages import GatewayState
from domain.rule_list import RULE_STEPS
from domain.rule_settings import ChatterRule, FloodRule, RuleMode, shipped_settings
from ingest.rules.decisions import Clear, Decision, Suppressed
from ingest.rules.in_force import InForce
from ingest.rules.rulebook import RULES
from ingest.rules.trial import compared
from tests.unit.ingest.registry_of_tests import WARD
from tests.unit.ingest.rows_of_tests import (
    NOW,
    SIM,
    a_gateway,
    a_report,
    a_situation,
    an_alert_row,
    an_engine,
    an_event,
    later,
    opened,
    told,
)


def causes(decisions: list[Decision]) -> list[Cause]:
    return [decision.cause for decision in decisions if isinstance(decision, Suppressed)]


def test_the_list_that_people_read_names_every_rule() -> None:
    assert {rule.name for rule in RULES} <= set(RULE_STEPS)


def test_an_unsure_sign_alone_is_kept_and_a_neighbour_makes_it_an_alert() -> None:
    engine = an_engine()
    assert causes(told(engine, an_event(score=0.7))) == [Cause.ALONE]
    near = an_event(score=0.7, source="cam-2", camera_code="cam-2", observed_at=later(5))
    (alert,) = opened(told(engine, near))
    assert alert.details is not None
    assert alert.details["why"] == "2 signs of 2 sources in 5 s"


def test_a_second_camera_repeats_the_open_alert_close_by() -> None:
    engine = an_engine()
    first, second = opened(told(engine, an_event(), an_event(source="cam-2", camera_code="cam-2")))
    assert (second.place_key, second.camera_code) == (first.place_key, "cam-2")


def test_a_weaker_sign_keeps_an_open_alert_and_opens_none() -> None:
    engine = an_engine()
    weak = an_event(score=0.45, observed_at=later(60))
    assert told(engine, weak) == []
    told(engine, an_event())
    assert len(opened(told(engine, an_event(score=0.45, observed_at=later(61))))) == 1


def test_a_citizen_bears_a_camera_out() -> None:
    engine = an_engine()
    told(engine, an_event(IncidentKind.THEFT, 0.7))
    report = a_report("citizen", IncidentKind.THEFT, observed_at=later(30))
    (alert,) = opened(told(engine, report))
    assert alert.severity is KINDS[IncidentKind.THEFT].severity


def test_a_camera_that_is_looked_after_calls_nobody() -> None:
    work = CameraWindow(1, "cam-1", WARD, NOW, later(60), "lau ống kính", "Lan")
    engine = an_engine(in_force=InForce(windows=(work,)))
    assert causes(told(engine, an_event())) == [Cause.WINDOW]
    assert len(opened(told(engine, an_event(observed_at=later(61))))) == 1


def test_a_rule_silenced_by_verdicts_calls_nobody_and_a_danger_to_life_always_does() -> None:
    silenced = frozenset({("camera_event", kind, SIM) for kind in (IncidentKind.DISORDER, IncidentKind.FIRE)})
    engine = an_engine(in_force=InForce(silenced=silenced))
    assert causes(told(engine, an_event(IncidentKind.DISORDER))) == [Cause.VERDICTS]
    assert len(opened(told(engine, an_event(IncidentKind.FIRE)))) == 1


def test_in_a_flood_further_alerts_of_a_kind_and_ward_are_one_and_critical_ones_are_not() -> None:
    settings = msgspec.structs.replace(shipped_settings(), flood=FloodRule(more_than=2))
    engine = an_engine(in_force=InForce(settings))
    kinds = (IncidentKind.THEFT, IncidentKind.RACING)
    told(engine, *(an_event(kind) for kind in kinds))
    first = told(engine, an_event(IncidentKind.DISORDER))
    again = told(engine, an_event(IncidentKind.DISORDER, source="cam-far", observed_at=later(5)))
    assert (causes(first), [it.rule for it in opened(first)]) == ([Cause.FLOOD], ["flood_group"])
    assert opened(again)[0].place_key == opened(first)[0].place_key == f"ward/{WARD}"
    assert [it.rule for it in opened(told(engine, an_event(IncidentKind.CRASH)))] == ["camera_event"]


def test_what_chatters_stays_open_until_it_is_calm() -> None:
    settings = msgspec.structs.replace(shipped_settings(), chatter=ChatterRule(times=3))
    engine = an_engine(in_force=InForce(settings))
    rows = [a_gateway(state) for state in (GatewayState.LOST, GatewayState.ONLINE) * 3]
    decided = [told(engine, row, at=later(number * 5)) for number, row in enumerate(rows)]
    assert [len(decisions) for decisions in decided] == [1, 1, 1, 1, 1, 0]
    assert engine.on_time(later(200)) == []
    (end,) = engine.on_time(later(330))
    assert isinstance(end, Clear)


def test_a_trial_says_how_many_alerts_either_settings_would_have_opened() -> None:
    signs = [
        an_event(IncidentKind.DISORDER, 0.7, source=f"cam-{number % 3 + 1}", observed_at=later(number * 10))
        for number in range(3)
    ]
    shipped = shipped_settings()
    rule = msgspec.structs.replace(shipped.of_kind(IncidentKind.DISORDER), mode=RuleMode.LOG_ONLY)
    quieter = msgspec.structs.replace(shipped, kinds={**shipped.kinds, IncidentKind.DISORDER: rule})
    trial = compared(list(signs), quieter, InForce(), a_situation())
    assert (trial["before"], trial["after"], trial["kinds"]) == (1, 0, {"disorder": [1, 0]})


def test_in_a_trial_an_alert_counts_as_closed_after_a_while() -> None:
    signs = [an_event(observed_at=NOW + timedelta(minutes=minutes)) for minutes in (0, 10, 40)]
    trial = compared(list(signs), shipped_settings(), InForce(), a_situation())
    assert trial["before"] == 2


def test_a_repeat_passes_the_gates() -> None:
    engine = an_engine()
    (alert,) = opened(told(engine, an_event()))
    assert isinstance(alert, NewAlert)
    told(engine, an_alert_row(alert))
    work = CameraWindow(1, "cam-1", WARD, NOW, later(600), "", "Lan")
    engine.in_force = InForce(windows=(work,))
    assert len(opened(told(engine, an_event(observed_at=later(30))))) == 1
