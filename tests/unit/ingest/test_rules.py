"""The rules, one by one: what opens an alert, what repeats it, what ends it."""

from dataclasses import replace

import pytest

from db.alerting import CameraFlow, SilentGateway
from domain.alarm_suppression import Cause
from domain.alerts import AlertState
from domain.camera_papers import HELD_REASON
from domain.congestion import level_of
from domain.kinds import IncidentKind, Severity
from domain.messages import CameraState, GatewayState
from domain.smart_systems import SmartSystem
from ingest.rules.congestion import ward_states
from ingest.rules.decisions import Clear, Suppressed
from ingest.rules.rulebook import RULES
from tests.unit.ingest.registry_of_tests import OTHER_WARD, WARD
from tests.unit.ingest.rows_of_tests import (
    NOW,
    SIM,
    a_camera_row,
    a_gateway,
    a_reading,
    a_report,
    an_alert_row,
    an_engine,
    an_event,
    later,
    opened,
    told,
)


def test_every_rule_has_a_name_of_its_own_and_a_sentence() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert all(rule.sentence.endswith(".") for rule in RULES)


def test_a_sure_event_opens_an_alert_at_its_camera() -> None:
    (alert,) = opened(told(an_engine(), an_event()))
    assert (alert.rule, alert.place_key, alert.severity) == ("camera_event", "cam-1", Severity.CRITICAL)
    assert alert.place == "Camera cam-1 · Lê Lợi"


@pytest.mark.parametrize(
    ("kind", "score"),
    [
        (IncidentKind.FIRE, 0.49),
        (IncidentKind.CROWD, 0.64),
        (IncidentKind.STREET_VENDING, 1.0),
        (IncidentKind.SIDEWALK, 1.0),
        (IncidentKind.CONGESTION, 1.0),
        (IncidentKind.CAMERA_OBSCURED, 1.0),
    ],
)
def test_what_is_unsure_or_of_a_kind_that_is_off_decides_nothing(kind: IncidentKind, score: float) -> None:
    assert told(an_engine(), an_event(kind, score)) == []


def test_a_revision_of_the_same_event_is_no_further_sign() -> None:
    event = an_event()
    assert told(an_engine(), event, replace(event, score=0.99)) == opened(told(an_engine(), event))


@pytest.mark.parametrize(
    ("frigate", "severity", "is_alert"),
    [("review", "alert", True), ("review", "detection", False), ("event", "alert", False)],
)
def test_of_frigate_only_reviews_of_severity_alert_count(frigate: str, severity: str, is_alert: bool) -> None:
    details = {"frigate": frigate, "severity": severity}
    event = an_event(IncidentKind.OTHER, 1.0, dialect="frigate", details=details)
    decided = opened(told(an_engine(), event))
    assert [(it.rule, it.severity) for it in decided] == (
        [("frigate_review", Severity.MEDIUM)] if is_alert else []
    )


def test_a_police_report_opens_an_alert() -> None:
    (alert,) = opened(told(an_engine(), a_report("police", IncidentKind.DISORDER)))
    assert (alert.rule, alert.source_channel) == ("police_report", "police")


def test_a_small_matter_of_the_police_is_logged() -> None:
    (decision,) = told(an_engine(), a_report("police", IncidentKind.WASTE))
    assert isinstance(decision, Suppressed)
    assert decision.cause is Cause.LOG_ONLY


def test_reports_close_by_have_one_place_and_others_their_own() -> None:
    near = a_report("police", IncidentKind.DISORDER, lat=10.0059)
    far = a_report("police", IncidentKind.DISORDER, lat=10.0099)
    keys = [
        it.place_key for it in opened(told(an_engine(), a_report("police", IncidentKind.DISORDER), near, far))
    ]
    assert keys[0] == keys[1] != keys[2]


@pytest.mark.parametrize(
    ("kind", "reports", "severities"),
    [
        (IncidentKind.FIRE, 1, [Severity.CRITICAL]),
        (IncidentKind.WASTE, 1, []),
        (IncidentKind.WASTE, 2, [Severity.LOW]),
        (IncidentKind.DISORDER, 1, [Severity.LOW]),
        (IncidentKind.DISORDER, 2, [Severity.LOW, Severity.HIGH]),
    ],
)
def test_citizens_count_by_danger_or_by_number(
    kind: IncidentKind, reports: int, severities: list[Severity]
) -> None:
    decided = told(an_engine(), *(a_report("citizen", kind) for _ in range(reports)))
    assert [alert.severity for alert in opened(decided)] == severities


def test_a_citizens_report_of_long_ago_counts_no_more() -> None:
    old = a_report("citizen", IncidentKind.WASTE)
    assert told(an_engine(), old, a_report("citizen", IncidentKind.WASTE, observed_at=later(601))) == []


def test_a_figure_beyond_its_limit_opens_once_and_ends_when_it_is_back() -> None:
    engine = an_engine()
    city = SmartSystem.URBAN_ADMINISTRATION
    values = (1.2, 1.55, 1.6, 1.45, 1.3)
    decided = [told(engine, a_reading(city, "water_level", value)) for value in values]
    assert [len(decisions) for decisions in decided] == [0, 1, 0, 0, 1]
    (alert,) = opened(decided[1])
    assert (alert.kind, alert.place) == (IncidentKind.FLOOD, "Chợ Bến Thành")
    assert isinstance(decided[4][0], Clear)


def test_a_fire_alarm_that_falls_silent_does_not_end_by_itself() -> None:
    engine = an_engine()
    alarms = [told(engine, a_reading(SmartSystem.FIREFIGHTING, "active_alarms", n)) for n in (1, 0, 1)]
    assert [len(decisions) for decisions in alarms] == [1, 0, 0]


def test_a_system_that_falls_silent_opens_an_alert_until_it_speaks() -> None:
    engine = an_engine()
    told(engine, a_reading(SmartSystem.TOURISM, "visitors_now", 5))
    assert engine.on_time(later(299)) == []
    (alert,) = opened(engine.on_time(later(301)))
    assert alert.rule == "system_silent"
    assert engine.on_time(later(302)) == []
    (end,) = told(engine, a_reading(SmartSystem.TOURISM, "visitors_now", 5, later(310)))
    assert isinstance(end, Clear)


def test_a_lost_gateway_is_one_alert_until_it_is_back() -> None:
    engine = an_engine()
    lost, online = a_gateway(GatewayState.LOST), a_gateway(GatewayState.ONLINE)
    decided = [told(engine, row) for row in (online, lost, lost, online, lost)]
    assert [len(decisions) for decisions in decided] == [0, 1, 0, 1, 1]


def test_a_gateway_whose_cameras_fell_silent_is_an_alert_until_they_count() -> None:
    engine = an_engine()
    silent = SilentGateway("gw-1", WARD, GatewayState.ONLINE, SIM, NOW, NOW)
    assert len(opened(engine.on_traffic([], [silent], NOW))) == 1
    assert engine.on_traffic([], [silent], later(5)) == []
    (end,) = engine.on_traffic([], [], later(10))
    assert isinstance(end, Clear)


def test_a_camera_offline_counts_after_the_hold_time_and_ends_when_it_is_back() -> None:
    engine = an_engine()
    told(engine, a_camera_row("cam-1", CameraState.OFFLINE))
    assert engine.on_time(later(1799)) == []
    (alert,) = opened(engine.on_time(later(1801)))
    assert (alert.kind, alert.camera_code) == (IncidentKind.CAMERA_OFFLINE, "cam-1")
    assert engine.on_time(later(1802)) == []
    (end,) = told(engine, a_camera_row("cam-1", CameraState.ONLINE))
    assert isinstance(end, Clear)


def test_a_camera_that_is_back_within_the_hold_time_is_nothing() -> None:
    engine = an_engine()
    told(engine, a_camera_row("cam-1", CameraState.OFFLINE))
    assert told(engine, a_camera_row("cam-1", CameraState.ONLINE)) == []
    assert engine.on_time(later(3600)) == []


def test_many_cameras_of_a_ward_offline_at_once_are_one_alert() -> None:
    engine = an_engine()
    codes = [f"cam-{n}" for n in range(1, 7)]
    for code in codes:
        told(engine, a_camera_row(code, CameraState.OFFLINE))
    (alert,) = opened(engine.on_time(later(31)))
    assert (alert.place_key, alert.severity) == (f"ward/{WARD}", Severity.MEDIUM)
    assert alert.details == {"cameras": codes}
    for code in codes[:5]:
        told(engine, a_camera_row(code, CameraState.ONLINE))
    (end,) = engine.on_time(later(40))
    assert isinstance(end, Clear)


def test_cameras_of_a_lost_gateway_are_not_each_an_alert() -> None:
    engine = an_engine()
    told(engine, a_camera_row("cam-1", CameraState.UNKNOWN))
    assert engine.on_time(later(3600)) == []


def a_flow(code: str, speed_kmh: float, occupancy: float, ward_code: str = WARD) -> CameraFlow:
    return CameraFlow(code, ward_code, SIM, False, 10, 60.0, speed_kmh, occupancy, NOW)


def test_the_level_goes_from_free_to_standing() -> None:
    assert level_of(40.0, 0.0) == 0.0
    assert level_of(0.0, 0.9) == 1.0
    assert 0.3 < level_of(18.0, 0.3) < 0.5


def test_a_jam_is_called_after_the_hold_time_and_ended_after_it_flowed_as_long() -> None:
    engine = an_engine()
    jammed, flowing = [a_flow("cam-1", 2.0, 0.8)], [a_flow("cam-1", 30.0, 0.1)]
    assert engine.on_traffic(jammed, [], NOW) == []
    (alert,) = opened(engine.on_traffic(jammed, [], later(300)))
    assert (alert.kind, alert.place_key) == (IncidentKind.CONGESTION, f"{WARD}/Lê Lợi")
    assert engine.on_traffic(jammed, [], later(305)) == []
    assert engine.on_traffic(flowing, [], later(310)) == []
    (end,) = engine.on_traffic(flowing, [], later(610))
    assert isinstance(end, Clear)


def test_between_the_limits_nothing_changes() -> None:
    engine = an_engine()
    middling = [a_flow("cam-1", 10.0, 0.55)]
    engine.on_traffic([a_flow("cam-1", 2.0, 0.8)], [], NOW)
    engine.on_traffic(middling, [], later(30))
    assert engine.on_traffic([a_flow("cam-1", 2.0, 0.8)], [], later(310)) == []


def test_a_ward_is_as_jammed_as_its_worst_quarter() -> None:
    jammed, free = a_flow("cam-1", 0.0, 0.85), a_flow("cam-2", 30.0, 0.0)
    flows = [jammed, *[free] * 7, a_flow("cam-far", 30.0, 0.0, OTHER_WARD)]
    states = {it.ward_code: it for it in ward_states(flows, {(WARD, SIM): 0.4}, NOW)}
    assert (states[WARD].congestion, states[WARD].usual) == (0.5, 0.4)
    assert (states[OTHER_WARD].congestion, states[OTHER_WARD].usual) == (0.0, None)


def test_drills_stay_out_of_a_wards_traffic() -> None:
    assert ward_states([replace(a_flow("cam-1", 0.0, 0.85), exercise=True)], {}, NOW) == []


def test_what_a_person_closed_stays_closed_for_a_while() -> None:
    engine = an_engine()
    (alert,) = opened(told(engine, an_event(IncidentKind.DISORDER)))
    told(engine, an_alert_row(alert), an_alert_row(alert, AlertState.FALSE_ALARM))
    (held,) = told(engine, an_event(IncidentKind.DISORDER, observed_at=later(60)))
    assert isinstance(held, Suppressed)
    assert held.cause is Cause.REACTIVATION
    assert len(told(engine, an_event(IncidentKind.DISORDER, observed_at=later(200)))) == 1


def test_danger_to_life_opens_again_at_once() -> None:
    engine = an_engine()
    (alert,) = opened(told(engine, an_event(IncidentKind.FIRE)))
    told(engine, an_alert_row(alert), an_alert_row(alert, AlertState.CLEARED))
    assert len(told(engine, an_event(IncidentKind.FIRE, observed_at=later(1)))) == 1


def test_what_a_rule_ended_may_begin_again_at_once() -> None:
    engine = an_engine()
    (alert,) = opened(told(engine, a_gateway(GatewayState.LOST)))
    told(engine, an_alert_row(alert), a_gateway(GatewayState.ONLINE))
    told(engine, an_alert_row(alert, AlertState.CLEARED))
    assert len(opened(told(engine, a_gateway(GatewayState.LOST)))) == 1


@pytest.mark.parametrize(
    ("kind", "state", "is_cleared"),
    [
        (IncidentKind.MISSING_PERSON, AlertState.UNACKNOWLEDGED, True),
        (IncidentKind.MISSING_PERSON, AlertState.ACKNOWLEDGED, False),
        (IncidentKind.CRASH, AlertState.UNACKNOWLEDGED, False),
        (IncidentKind.WRONG_WAY, AlertState.UNACKNOWLEDGED, False),
    ],
)
def test_only_small_alerts_that_nobody_took_up_clear_when_quiet(
    kind: IncidentKind, state: AlertState, is_cleared: bool
) -> None:
    (alert,) = opened(told(an_engine(), an_event(kind)))
    engine = an_engine(an_alert_row(alert, state))
    assert engine.on_time(later(19 * 60)) == []
    assert bool(engine.on_time(later(21 * 60))) is is_cleared


def test_a_held_camera_opens_no_alert_until_it_is_released() -> None:
    engine = an_engine()
    told(engine, replace(a_camera_row("cam-1", CameraState.UNKNOWN), reason=HELD_REASON))
    assert told(engine, an_event()) == []
    told(engine, a_camera_row("cam-1", CameraState.UNKNOWN))
    assert len(opened(told(engine, an_event()))) == 1
