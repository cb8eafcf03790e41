"""One telling of the eight systems: strip, cards, a system's own page and the queue never contradict."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from dashboard.live_systems import MOST_WRONGS, SILENT_AFTER, Systems
from dashboard.system_metrics import METRICS
from db.alerting import NewAlert
from db.rows import AlertRow, CameraRow, SystemRow
from domain.alerts import AlertState
from domain.kinds import Severity
from domain.messages import CameraState, Provenance
from domain.places import CameraKind
from domain.smart_systems import SmartSystem
from domain.system_limits import LIMITS, Limit
from tests.unit.ingest.rows_of_tests import an_engine, told

AT = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
FIRE = SmartSystem.FIREFIGHTING


def a_reading(system: SmartSystem, metric: str, value: float, site: str = "s1") -> SystemRow:
    return SystemRow(system, site, metric, "26740", value, "", 10.77, 106.69, AT, Provenance.SIMULATED, False)


def an_alert(asked: NewAlert, state: AlertState = AlertState.UNACKNOWLEDGED) -> AlertRow:
    """Return the row that the database makes of what a rule asks for."""
    return AlertRow(
        id=uuid.uuid5(uuid.NAMESPACE_URL, asked.place_key),
        rule=asked.rule,
        place_key=asked.place_key,
        ward_code=asked.ward_code,
        kind=asked.kind,
        severity=asked.severity,
        state=state,
        camera_code=asked.camera_code,
        lat=asked.lat,
        lon=asked.lon,
        place=asked.place,
        source_channel=asked.source_channel,
        event_id=None,
        event_at=None,
        opened_at=asked.at,
        last_at=asked.at,
        repeats=0,
        version=1,
        owner_id=None,
        owner_name=None,
        acknowledged_at=None,
        closed_at=None,
        provenance=asked.provenance,
        exercise=asked.exercise,
        details=asked.details,
    )


def asked_by_the_rules(row: SystemRow) -> NewAlert:
    """Return the alert that the rules open for a reading."""
    (opened,) = [it for it in told(an_engine(), row) if isinstance(it, NewAlert)]
    return opened


@pytest.mark.parametrize(
    "limit", [it for it in LIMITS if any(m.key == it.metric for m in METRICS[it.system])], ids=str
)
def test_what_the_rules_call_about_is_what_the_card_says_with_the_same_figure(limit: Limit) -> None:
    row = a_reading(limit.system, limit.metric, limit.at)
    alert = an_alert(asked_by_the_rules(row))
    systems = Systems()
    systems.take(row)
    systems.take_alert(alert)
    entry = systems.entry_of(limit.system, AT)
    assert entry is not None
    (wrong,) = entry.wrong
    assert (entry.state, entry.alerts, wrong.id) == ("warn", 1, alert.id)
    assert wrong.figure is not None
    assert (wrong.figure.value, wrong.limit) == (row.value, limit.at)
    assert wrong.figure in entry.figures


def test_the_entry_that_is_streamed_is_the_one_that_pages_ask_for() -> None:
    systems = Systems()
    systems.take(a_reading(FIRE, "trucks_ready", 4))
    assert dict(systems.changed())[FIRE] == systems.entry_of(FIRE, AT)
    later = AT + SILENT_AFTER + timedelta(seconds=1)
    assert dict(systems.silent(later))[FIRE] == systems.entry_of(FIRE, later)


def test_the_worst_of_many_alerts_are_told_and_all_are_counted() -> None:
    systems = Systems()
    systems.take(a_reading(FIRE, "trucks_ready", 4))
    pressures = [a_reading(FIRE, "hydrant_pressure", 2.0, f"s{n}") for n in range(MOST_WRONGS + 3)]
    for row in [*pressures, a_reading(FIRE, "active_alarms", 1)]:
        systems.take_alert(an_alert(asked_by_the_rules(row)))
    entry = systems.entry_of(FIRE, AT)
    assert entry is not None
    assert (len(entry.wrong), entry.alerts) == (MOST_WRONGS, MOST_WRONGS + 4)
    assert systems.alerts_of(FIRE)[0].severity is Severity.CRITICAL
    assert entry.wrong[0].id == systems.alerts_of(FIRE)[0].id


def test_files_of_the_day_are_those_of_offices_and_of_every_field() -> None:
    systems = Systems()
    services = SmartSystem.PUBLIC_SERVICES
    for metric, value in (("files_today", 40), ("land.files_today", 12), ("land.level_4_share", 30)):
        systems.take(a_reading(services, metric, value))
    entry = systems.entry_of(services, AT)
    assert entry is not None
    assert [figure.value for figure in entry.figures] == [52]


def a_camera(code: str, state: CameraState) -> CameraRow:
    return CameraRow(
        code=code,
        name=code,
        ward_code="26740",
        lat=10.77,
        lon=106.69,
        heading_deg=0,
        fov_deg=70,
        range_m=60,
        kind=CameraKind.FIXED,
        recorder="r",
        gateway="g",
        street="",
        owner="",
        purpose="",
        provenance=Provenance.SIMULATED,
        state=state,
        reason=None,
        observed_at=AT,
        exercise=False,
    )


@pytest.mark.parametrize(("online", "state"), [(0, "down"), (1, "ok")])
def test_a_camera_system_of_which_nothing_is_seen_is_down(online: int, state: str) -> None:
    systems = Systems()
    for n in range(3):
        systems.take_camera(a_camera(f"cam-{n}", CameraState.ONLINE if n < online else CameraState.OFFLINE))
    assert dict(systems.changed())[SmartSystem.SECURITY_CAMERAS].state == state


@pytest.mark.parametrize(("one_camera", "state"), [("cam-1", "ok"), (None, "warn")])
def test_the_camera_system_asks_for_attention_by_alerts_alone(one_camera: str | None, state: str) -> None:
    """One camera of many is its own alert's matter; a ward's cameras together are the system's."""
    systems = Systems()
    for n in range(40):
        systems.take_camera(a_camera(f"cam-{n}", CameraState.OFFLINE if n < 10 else CameraState.ONLINE))
    unasked = systems.entry_of(SmartSystem.SECURITY_CAMERAS, AT)
    asked = asked_by_the_rules(a_reading(FIRE, "active_alarms", 1))
    systems.take_alert(replace(an_alert(asked), rule="camera_trouble", camera_code=one_camera))
    entry = systems.entry_of(SmartSystem.SECURITY_CAMERAS, AT)
    assert unasked is not None
    assert entry is not None
    assert [unasked.state, entry.state, entry.alerts] == ["ok", state, 1]
    assert [figure.value for figure in entry.figures] == [30, 10]
