"""The live state: what rows make to be said, what is different, and to whom."""

import json
import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from dashboard.live_audience import Audience, LiveKind, audience_of
from dashboard.live_state import MOST_PICTURE_SETS, Entry, LiveState
from dashboard.live_systems import SILENT_AFTER
from dashboard.live_wards import shown
from db.changes import Change, Position, Subject
from db.console_rows import LiveState as StoredState
from db.rows import AlertRow, AnyRow, CameraRow, GatewayRow, PictureRow, SystemRow, WardStateRow
from domain.alerts import AlertState
from domain.kinds import IncidentKind, Severity
from domain.messages import CameraState, GatewayState, Moment, Provenance
from domain.places import CameraKind
from domain.roles import Person, Role
from domain.smart_systems import SmartSystem

AT = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
WARD = "26740"
EVERYTHING = Audience(frozenset(LiveKind), None)

CAMERA = CameraRow(
    code="q1-bn-001",
    name="Chợ Bến Thành",
    ward_code=WARD,
    lat=10.7725,
    lon=106.698,
    heading_deg=45.0,
    fov_deg=70.0,
    range_m=60.0,
    kind=CameraKind.FIXED,
    recorder="rec-001",
    gateway="gw-26740",
    street="Lê Lợi",
    owner="ward",
    purpose="traffic",
    provenance=Provenance.SIMULATED,
    state=CameraState.ONLINE,
    reason=None,
    observed_at=AT,
    exercise=False,
)
ALERT = AlertRow(
    id=uuid.UUID(int=1),
    rule="r",
    place_key="p",
    ward_code=WARD,
    kind=IncidentKind.CRASH,
    severity=Severity.CRITICAL,
    state=AlertState.UNACKNOWLEDGED,
    camera_code=CAMERA.code,
    lat=10.7725,
    lon=106.698,
    place="Lê Lợi",
    source_channel="camera",
    event_id=None,
    event_at=None,
    opened_at=AT,
    last_at=AT,
    repeats=2,
    version=1,
    owner_id=None,
    owner_name=None,
    acknowledged_at=None,
    closed_at=None,
    provenance=Provenance.SIMULATED,
    exercise=False,
)
READING = SystemRow(
    system=SmartSystem.FIREFIGHTING,
    site="s1",
    metric="trucks_ready",
    ward_code=WARD,
    value=4.0,
    unit="xe",
    lat=None,
    lon=None,
    observed_at=AT,
    provenance=Provenance.SIMULATED,
    exercise=False,
)
TRAFFIC = WardStateRow(WARD, Provenance.SIMULATED, 0.4, 22.0, 80.0, 0.3, AT)


def took(state: LiveState, *rows: AnyRow) -> list[Entry]:
    changes = [Change(Position(1, 1), AT, Subject.CAMERA, "k", WARD, row) for row in rows]
    return state.take(changes)


def stored(**given: Any) -> StoredState:
    nothing: dict[str, Any] = dict.fromkeys(
        ("cameras", "units", "alerts", "wards", "systems", "gateways"), ()
    )
    return StoredState(at=AT, position=Position(1, 0), **nothing | given)


def said(state: LiveState, audience: Audience = EVERYTHING) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads(state.seen_by(audience))
    return found


def test_a_fixed_camera_does_not_say_where_it_is_and_a_moving_one_does() -> None:
    state = LiveState()
    took(state, CAMERA, replace(CAMERA, code="car", kind=CameraKind.VEHICLE))
    cameras = said(state)["cameras"]
    assert cameras[CAMERA.code] == {"s": "online", "p": "simulated", "at": "2026-01-05T08:00:00Z"}
    assert (cameras["car"]["lat"], cameras["car"]["lon"], cameras["car"]["h"]) == (10.7725, 106.698, 45.0)


def test_only_what_is_different_is_said() -> None:
    state = LiveState()
    assert {entry.key for entry in took(state, CAMERA)} == {CAMERA.code, "security_cameras"}
    assert took(state, CAMERA) == []


def test_of_several_changes_of_one_thing_the_last_is_said() -> None:
    state = LiveState()
    entries = took(state, CAMERA, replace(CAMERA, state=CameraState.OFFLINE))
    cameras = [entry for entry in entries if entry.kind is LiveKind.CAMERAS]
    assert [json.loads(entry.raw or b"null")["s"] for entry in cameras] == ["offline"]


def test_an_alert_that_closes_is_gone() -> None:
    state = LiveState()
    took(state, ALERT)
    assert said(state)["alerts"][str(ALERT.id)]["n"] == 3
    (entry,) = took(state, replace(ALERT, state=AlertState.CLEARED))
    assert (entry.kind, entry.ward_code, entry.raw) == (LiveKind.ALERTS, WARD, None)
    assert said(state)["alerts"] == {}


def test_an_alert_that_opens_and_closes_unseen_says_nothing() -> None:
    assert took(LiveState(), replace(ALERT, state=AlertState.FALSE_ALARM)) == []


def test_reading_everything_anew_says_what_changed_meanwhile_and_what_went() -> None:
    state = LiveState()
    other = replace(CAMERA, code="q1-bn-002")
    state.replace(stored(cameras=(CAMERA, other), alerts=(ALERT,)))
    entries = state.replace(stored(cameras=(CAMERA, replace(other, state=CameraState.OFFLINE))))
    changed = {(entry.kind, entry.key): entry.raw is None for entry in entries}
    assert changed == {
        (LiveKind.ALERTS, str(ALERT.id)): True,
        (LiveKind.CAMERAS, "q1-bn-002"): False,
        (LiveKind.SYSTEMS, "security_cameras"): False,
    }


def test_reading_everything_anew_when_nothing_changed_says_nothing() -> None:
    state = LiveState()
    everything = stored(cameras=(CAMERA,), alerts=(ALERT,), wards=(TRAFFIC,), systems=(READING,))
    state.replace(everything)
    assert state.replace(everything) == []


def test_a_bounded_number_of_pictures_is_remembered_and_the_oldest_forgotten() -> None:
    state = LiveState()
    for number in range(MOST_PICTURE_SETS + 1):
        entries = took(state, picture(number, Moment.AT))
    assert len(said(state)["pictures"]) == MOST_PICTURE_SETS
    assert {entry.key: entry.raw is None for entry in entries}[str(uuid.UUID(int=0))]


def test_the_pictures_of_an_event_are_told_in_their_order() -> None:
    state = LiveState()
    took(state, picture(1, Moment.AFTER), picture(1, Moment.BEFORE), picture(1, Moment.BEFORE))
    assert said(state)["pictures"][str(uuid.UUID(int=1))]["moments"] == ["before", "after"]


def picture(number: int, moment: Moment) -> PictureRow:
    return PictureRow(
        event_id=uuid.UUID(int=number),
        moment=moment,
        rendition="masked",
        observed_at=AT,
        camera_code=CAMERA.code,
        ward_code=WARD,
        sha256="0" * 64,
        width=640,
        height=360,
        retention_class="unreviewed",
        provenance=Provenance.SIMULATED,
        exercise=False,
    )


def test_a_ward_shows_its_real_traffic_while_that_is_current() -> None:
    real = replace(TRAFFIC, provenance=Provenance.REAL, observed_at=AT - timedelta(minutes=5))
    assert shown([TRAFFIC, real]) is real
    old = replace(real, observed_at=AT - timedelta(minutes=11))
    assert shown([TRAFFIC, old]) is TRAFFIC


def test_figures_of_different_provenance_are_never_added_up() -> None:
    state = LiveState()
    real = replace(READING, site="s3", value=100.0, provenance=Provenance.REAL)
    took(state, READING, replace(READING, site="s2"), real)
    system = said(state)["systems"]["firefighting"]
    assert (system["p"], system["figures"][0]["value"]) == ("simulated", 8.0)


def test_a_reading_of_a_drill_is_no_figure() -> None:
    state = LiveState()
    assert took(state, replace(READING, exercise=True)) == []


def test_the_camera_system_counts_what_the_map_shows() -> None:
    state = LiveState()
    took(state, CAMERA, replace(CAMERA, code="b"), replace(CAMERA, code="c"))
    took(state, replace(CAMERA, code="c", state=CameraState.OFFLINE))
    system = said(state)["systems"]["security_cameras"]
    assert [figure["value"] for figure in system["figures"]] == [2, 1]


def of_system(rule: str, place_key: str, state: AlertState = AlertState.UNACKNOWLEDGED) -> AlertRow:
    return replace(
        ALERT, id=uuid.uuid5(uuid.NAMESPACE_URL, place_key), rule=rule, place_key=place_key, state=state
    )


def state_of(live: LiveState, system: str = "firefighting") -> str:
    return str(said(live)["systems"][system]["state"])


def test_a_system_asks_for_attention_while_an_alert_of_it_is_open() -> None:
    live = LiveState()
    took(live, READING)
    assert state_of(live) == "ok"
    took(live, of_system("system_reading", "firefighting/s1/active_alarms"))
    assert state_of(live) == "warn"
    took(live, of_system("system_reading", "firefighting/s1/active_alarms", AlertState.CLEARED))
    assert state_of(live) == "ok"


def test_a_system_is_disconnected_while_the_rules_say_that_it_is_silent() -> None:
    live = LiveState()
    took(live, READING, of_system("system_silent", "system/firefighting"))
    assert state_of(live) == "down"


def test_a_lost_gateway_is_the_camera_systems_trouble() -> None:
    live = LiveState()
    took(live, CAMERA, of_system("gateway_lost", "gw-26740"))
    assert state_of(live, "security_cameras") == "warn"


def test_an_alert_of_something_else_is_no_systems_trouble() -> None:
    live = LiveState()
    took(live, READING, ALERT, of_system("system_reading", "nonsense"), of_system("system_silent", "a/b"))
    assert state_of(live) == "ok"


def test_a_system_that_goes_silent_before_an_alert_says_so_is_unknown_and_told_once() -> None:
    state = LiveState()
    took(state, READING)
    later = AT + SILENT_AFTER + timedelta(seconds=1)
    (entry,) = (entry for entry in state.notice_silence(later) if entry.kind is LiveKind.SYSTEMS)
    assert json.loads(entry.raw or b"null")["state"] == "unknown"
    assert state.notice_silence(later) == []
    assert state.notice_silence(AT) == []


def test_the_oldest_age_is_that_of_the_ward_that_is_silent_longest() -> None:
    state = LiveState()
    took(state, CAMERA, replace(CAMERA, code="b", ward_code="26734", observed_at=AT - timedelta(seconds=40)))
    assert state.sources.oldest_s(AT + timedelta(seconds=5), EVERYTHING) == 45.0
    own = Audience(frozenset(LiveKind), frozenset({WARD}))
    assert state.sources.oldest_s(AT + timedelta(seconds=5), own) == 5.0


def test_a_ward_whose_gateway_is_lost_is_shown_as_lost_and_not_as_old() -> None:
    state = LiveState()
    took(state, CAMERA)
    took(state, GatewayRow("gw-26740", WARD, GatewayState.LOST, AT, AT, Provenance.SIMULATED))
    assert state.sources.oldest_s(AT, EVERYTHING) is None


def test_the_simulated_share_counts_cameras_and_units() -> None:
    state = LiveState()
    assert state.sources.simulated_share(EVERYTHING) is None
    took(state, CAMERA, replace(CAMERA, code="b", provenance=Provenance.REAL))
    assert state.sources.simulated_share(EVERYTHING) == 0.5


def test_people_of_one_role_share_an_audience_and_liaisons_one_per_wards() -> None:
    def audience(role: Role, *wards: str) -> Audience:
        return audience_of(Person(1, "n", "N", role, frozenset(wards)))

    assert audience(Role.OPERATOR) == audience(Role.SUPERVISOR)
    assert audience(Role.VIEWER) != audience(Role.OPERATOR)
    assert audience(Role.LIAISON, "a") != audience(Role.LIAISON, "b")
    assert audience(Role.AUDITOR).kinds == frozenset()
