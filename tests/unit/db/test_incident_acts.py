"""What an act makes of an incident, decided without a database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from db.incident_acts import (
    Actor,
    after_step,
    after_take,
    after_verification,
    case_number,
    priority_of,
)
from domain.incidents import IncidentAction, IncidentState, Origin, incident_step
from domain.kinds import IncidentKind, Severity
from domain.local_time import local_day
from tests.unit.ingest.test_correlation import an_incident

AT = datetime(2026, 3, 1, 10, 0, tzinfo=UTC)
LAN, MINH, RULES = Actor("Lan", 1), Actor("Minh", 2), Actor("rules")


def test_a_number_is_said_by_the_local_day() -> None:
    late_evening_utc = datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
    assert case_number(local_day(late_evening_utc), 7) == "Q1-261124-007"


def test_the_gravest_comes_first() -> None:
    assert [priority_of(severity) for severity in Severity] == [4, 3, 2, 1]


def test_who_acts_on_what_nobody_owns_owns_it_but_a_rule_owns_nothing() -> None:
    incident = an_incident()
    step = incident_step(incident.state, IncidentAction.HANDLE)
    assert after_step(incident, step, LAN, AT).owner_name == "Lan"
    assert after_step(incident, step, RULES, AT).owner_name is None
    owned = after_step(incident, step, LAN, AT)
    again = incident_step(owned.state, IncidentAction.RESOLVE, "Xong")
    assert after_step(owned, again, MINH, AT).owner_name == "Lan"


def test_every_act_frees_it_from_having_been_brought_up_and_sets_the_next_deadline() -> None:
    raised = an_incident(escalated_to="supervisor", escalated_at=AT, due_at=AT)
    taken = after_take(raised, LAN, AT)
    assert (taken.escalated_to, taken.state) == (None, IncidentState.VERIFYING)
    assert taken.due_at == AT + timedelta(minutes=2)


def test_taking_over_what_is_worked_on_leaves_its_deadline() -> None:
    worked_on = an_incident(state=IncidentState.HANDLING, owner_id=1, owner_name="Lan", due_at=AT)
    taken = after_take(worked_on, MINH, AT + timedelta(hours=1))
    assert (taken.owner_name, taken.state, taken.due_at) == ("Minh", IncidentState.HANDLING, AT)


def test_a_verified_one_waits_for_a_unit() -> None:
    verified = after_verification(an_incident(), LAN, AT)
    assert (verified.verified_by, verified.state) == ("Lan", IncidentState.VERIFYING)
    assert verified.due_at == AT + timedelta(minutes=2)


def test_what_police_tell_needs_no_further_verification() -> None:
    told = an_incident(IncidentKind.NOISE, origin=Origin.POLICE, severity=Severity.LOW)
    assert after_take(told, LAN, AT).due_at == AT + timedelta(hours=2)


def test_the_first_moment_of_each_step_is_kept() -> None:
    sent = an_incident(dispatched_at=AT)
    step = incident_step(IncidentState.NEW, IncidentAction.DISPATCH)
    assert after_step(sent, step, LAN, AT + timedelta(minutes=9)).dispatched_at == AT


def test_what_is_reopened_has_no_end_any_more() -> None:
    over = an_incident(state=IncidentState.CLOSED, closed_at=AT, resolved_at=AT, result="Xong")
    step = incident_step(over.state, IncidentAction.REOPEN, "Tái diễn")
    again = after_step(over, step, LAN, AT)
    assert (again.closed_at, again.resolved_at, again.result, again.reopened) == (None, None, "", 1)


def test_a_hold_remembers_where_it_stood() -> None:
    step = incident_step(IncidentState.DISPATCHED, IncidentAction.HOLD, "Chờ")
    held = after_step(replace(an_incident(), state=IncidentState.DISPATCHED), step, LAN, AT)
    assert (held.state, held.state_before_hold) == (IncidentState.ON_HOLD, IncidentState.DISPATCHED)
    assert held.due_at == AT + timedelta(hours=12)
