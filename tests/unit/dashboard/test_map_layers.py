"""What the map's layers say: streets, reports, heat and the systems' sites, and to whom."""

import json
import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

from dashboard.live_audience import LiveKind, audience_of
from dashboard.live_reports import RecentReports
from dashboard.live_state import LiveState
from dashboard.street_pieces import pieces_of
from db.rows import EventRow, ReportRow, SegmentStateRow
from db.segments import HEAT_LASTS, MOST_REPORTS, REPORTS_LAST
from domain.alerts import AlertState
from domain.kinds import IncidentKind
from domain.messages import Provenance
from domain.places import Street
from domain.roles import Person, Role
from opscenter.district_files import load_district
from tests.unit.dashboard.test_server_state import ALERT, AT, CAMERA, EVERYTHING, READING, WARD, said, took

SIM = Provenance.SIMULATED
SEGMENT = SegmentStateRow(WARD, "Lê Lợi", SIM, 0.8, 6.0, 30.0, 0.4, 3, AT)
REPORT = ReportRow(
    uuid.UUID(int=7), AT, AT, "citizen", "1022", "city", WARD, IncidentKind.FLOOD, 10.772512, 106.698034,
    "gọi lại số 0900 000 000", SIM, False,
)  # fmt: skip
EVENT = EventRow(
    uuid.UUID(int=8), AT, AT, CAMERA.code, CAMERA.code, WARD, IncidentKind.CRASH, 0.9, "", None, None, None,
    SIM, False, "opscenter", AT, None,
)  # fmt: skip


def layers(state: LiveState, kind: LiveKind) -> dict[str, Any]:
    return said(state)[kind]


def test_a_street_within_a_ward_is_told_with_its_usual() -> None:
    state = LiveState()
    took(state, SEGMENT)
    (told,) = layers(state, LiveKind.SEGMENTS).values()
    assert (told["st"], told["w"], told["c"], told["u"]) == ("Lê Lợi", WARD, 0.8, 0.4)


def test_a_report_says_neither_words_nor_the_door_of_a_citizen() -> None:
    state = LiveState()
    took(state, REPORT)
    (told,) = layers(state, LiveKind.REPORTS).values()
    assert (told["lat"], told["lon"]) == (10.7725, 106.698)
    assert "0900" not in json.dumps(told)


def test_reports_leave_after_two_hours() -> None:
    state = LiveState()
    took(state, REPORT)
    gone = state.notice_silence(AT + REPORTS_LAST + timedelta(seconds=1))
    assert [(entry.kind, entry.raw) for entry in gone] == [(LiveKind.REPORTS, None)]


def test_with_too_many_reports_the_oldest_give_way() -> None:
    reports = RecentReports()
    said_of_reports = [
        told for n in range(MOST_REPORTS + 1) for told in reports.take(replace(REPORT, id=uuid.UUID(int=n)))
    ]
    assert [key for key, _, entry in said_of_reports if entry is None] == [str(uuid.UUID(int=0))]


def test_an_event_warms_the_place_of_its_camera_once_and_for_an_hour() -> None:
    state = LiveState()
    took(state, replace(CAMERA, lat=10.7729), EVENT, replace(EVENT, revised_at=AT + timedelta(seconds=9)))
    (cell,) = layers(state, LiveKind.HEAT).values()
    assert (cell["lat"], cell["lon"], cell["n"]) == (10.773, 106.698, 8)
    state.notice_silence(AT + HEAT_LASTS + timedelta(seconds=1))
    assert layers(state, LiveKind.HEAT) == {}


def test_a_drill_gives_no_heat() -> None:
    state = LiveState()
    took(state, CAMERA, replace(EVENT, exercise=True))
    assert layers(state, LiveKind.HEAT) == {}


def test_a_site_is_as_the_queue_says() -> None:
    state = LiveState()
    alert = replace(ALERT, rule="system_reading", place_key="firefighting/s1/trucks_ready")
    took(state, READING, replace(READING, site="s2"), alert)
    sites = layers(state, LiveKind.SITES)
    assert {key: site["s"] for key, site in sites.items()} == {
        "firefighting/s1": "warn",
        "firefighting/s2": "ok",
    }
    took(state, replace(alert, state=AlertState.CLEARED))
    assert layers(state, LiveKind.SITES)["firefighting/s1"]["s"] == "ok"


def test_a_ward_bound_person_is_told_of_no_other_wards_reports() -> None:
    state = LiveState()
    took(state, REPORT, replace(REPORT, id=uuid.UUID(int=9), ward_code="26734"))
    liaison = audience_of(Person(1, "a", "A", Role.LIAISON, frozenset({WARD})))
    assert {report["w"] for report in said(state, liaison)["reports"].values()} == {WARD}
    assert len(said(state, EVERYTHING)["reports"]) == 2


def test_streets_are_cut_where_they_pass_from_ward_to_ward() -> None:
    district = load_district()
    pieces = pieces_of(district.streets, district.wards)
    whole = {street.name: street for street in district.streets}
    assert {piece.name for piece in pieces} == set(whole)
    assert {code for piece in pieces for code in piece.ward_codes} == {ward.code for ward in district.wards}


def test_the_pieces_of_a_street_meet_in_the_very_same_points() -> None:
    district = load_district()
    a, b = (ward.label for ward in district.wards[:2])
    pieces = pieces_of((Street("Đường thử", 1, False, (a, b)),), district.wards)
    assert [piece.line[0] for piece in pieces[1:]] == [piece.line[-1] for piece in pieces[:-1]]
    assert (pieces[0].line[0], pieces[-1].line[-1]) == (a, b)
