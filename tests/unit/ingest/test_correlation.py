"""Alerts and reports become incidents, decided without a database."""

import uuid
from dataclasses import replace
from datetime import timedelta
from typing import Any

from db.alerting import NewAlert
from db.incident_acts import Actor, NewIncident, opening_values
from db.incident_rows import IncidentRow
from db.rows import AlertRow
from domain.alerts import AlertState
from domain.correlation import WhyCode
from domain.incidents import IncidentState, Origin
from domain.kinds import KINDS, IncidentKind, Severity
from ingest.rules.correlation import Correlator, JoinIncident, OpenIncident
from tests.unit.ingest.registry_of_tests import WARD
from tests.unit.ingest.rows_of_tests import NOW, SIM, a_report, an_alert_row, new_ids

_ids = new_ids()


def an_alert(kind: IncidentKind = IncidentKind.CRASH, camera: str = "cam-1", **changed: Any) -> AlertRow:
    new = NewAlert(
        "camera_event",
        camera,
        WARD,
        kind,
        KINDS[kind].severity,
        10.005,
        106.005,
        "Lê Lợi",
        "camera",
        NOW,
        SIM,
    )
    return replace(an_alert_row(new), id=next(_ids), **changed)


def an_incident(kind: IncidentKind = IncidentKind.CRASH, **changed: Any) -> IncidentRow:
    new = NewIncident(kind, KINDS[kind].severity, Origin.CAMERA, WARD, 10.005, 106.005, "Lê Lợi", NOW, SIM)
    never: dict[str, Any] = dict.fromkeys(
        (
            "state_before_hold", "verified_by", "verified_at", "dispatched_at", "on_scene_at", "resolved_at",
            "closed_at", "escalated_to", "escalated_at", "hold_until", "duplicate_of",
        )
    )  # fmt: skip
    opened = opening_values(new, "Q1-260301-001", Actor("rules"), NOW)
    for name in ("caller_name", "caller_phone"):
        opened.pop(name)
    row = IncidentRow(
        **never, **opened, entered_at=NOW, reopened=0, result="", alert_ids=(), unit_codes=(), version=1,
        acted_version=1,
    )  # fmt: skip
    return replace(row, id=next(_ids), **changed)


def test_a_grave_alert_opens_an_incident_and_takes_with_it_what_belongs_to_it() -> None:
    other = an_alert(IncidentKind.CONGESTION, "cam-2")
    correlator = Correlator([], [other])
    report = a_report("citizen", IncidentKind.CRASH)
    assert correlator.on_report(report) is None
    decided = correlator.on_alert(an_alert())
    assert isinstance(decided, OpenIncident)
    assert decided.why.code is WhyCode.OPENED
    assert [alert.id for alert, _ in decided.alerts] == [other.id]
    assert [it.id for it, _ in decided.reports] == [report.id]


def test_a_further_sign_joins_what_is_open() -> None:
    incident = an_incident()
    correlator = Correlator([incident], [])
    decided = correlator.on_alert(an_alert(camera="cam-2"))
    assert isinstance(decided, JoinIncident)
    assert (decided.incident_id, decided.severity) == (incident.id, Severity.CRITICAL)


def test_what_only_goes_with_it_does_not_make_it_graver() -> None:
    correlator = Correlator([an_incident()], [])
    decided = correlator.on_alert(an_alert(IncidentKind.CONGESTION, severity=Severity.HIGH))
    assert isinstance(decided, JoinIncident)
    assert decided.severity is None


def test_a_report_joins_what_is_open() -> None:
    incident = an_incident()
    decided = Correlator([incident], []).on_report(a_report("police", IncidentKind.CRASH))
    assert decided is not None
    assert decided.incident_id == incident.id


def test_what_was_parted_by_a_person_is_not_joined_again() -> None:
    incident = an_incident()
    decided = Correlator([incident], []).on_alert(an_alert(), frozenset({incident.id}))
    assert isinstance(decided, OpenIncident)


def test_what_is_resolved_takes_nothing_in() -> None:
    incident = an_incident(state=IncidentState.RESOLVED)
    assert isinstance(Correlator([incident], []).on_alert(an_alert()), OpenIncident)


def test_a_small_alert_alone_opens_nothing_and_enough_that_agree_do() -> None:
    small = {"severity": Severity.MEDIUM}
    first = an_alert(IncidentKind.CROWD, "cam-1", **small)
    correlator = Correlator([], [first])
    assert correlator.on_alert(first) is None
    second = an_alert(IncidentKind.CROWD, "cam-2", **small)
    correlator.note_alert(second)
    decided = correlator.on_alert(second)
    assert isinstance(decided, OpenIncident)
    assert (decided.why.code, decided.why.sources) == (WhyCode.AGREED, 2)
    assert [alert.id for alert, _ in decided.alerts] == [first.id]


def test_an_alert_that_belongs_to_one_already_decides_nothing() -> None:
    incident, alert = an_incident(), an_alert()
    correlator = Correlator([incident], [])
    correlator.note_joined(alert, incident)
    assert correlator.on_alert(alert) is None
    assert correlator.on_alert(an_alert(incident_id=uuid.UUID(int=5))) is None


def test_what_lies_on_the_shelf_or_is_closed_opens_nothing() -> None:
    correlator = Correlator([], [])
    for state in (AlertState.SHELVED, AlertState.CLEARED, AlertState.FALSE_ALARM):
        assert correlator.on_alert(an_alert(state=state)) is None


def test_further_signs_keep_an_incident_near_in_time() -> None:
    incident = an_incident()
    correlator = Correlator([incident], [])
    correlator.note_joined(an_alert(last_at=NOW + timedelta(minutes=15)), incident)
    late = an_alert(camera="cam-3", last_at=NOW + timedelta(minutes=30))
    assert isinstance(correlator.on_alert(late), JoinIncident)
    too_late = an_alert(camera="cam-4", last_at=NOW + timedelta(minutes=60))
    assert isinstance(correlator.on_alert(too_late), OpenIncident)
