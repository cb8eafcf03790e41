"""An incident goes from its first word to the closed file, and nowhere else."""

import pytest

from domain.incidents import (
    ACTIVE_STATES,
    NEEDS_REASON,
    OPEN_STATES,
    IncidentAction,
    IncidentState,
    IncidentStepRefusedError,
    incident_step,
    possible_actions,
)


def test_the_usual_way_leads_from_new_to_closed() -> None:
    state = IncidentState.NEW
    for action in ("verify", "dispatch", "handle", "resolve", "close"):
        state = incident_step(state, IncidentAction(action), "đã xong").after
    assert state is IncidentState.CLOSED


def test_what_was_on_hold_goes_on_where_it_stood() -> None:
    step = incident_step(IncidentState.ON_HOLD, IncidentAction.RESUME, before_hold=IncidentState.HANDLING)
    assert step.after is IncidentState.HANDLING


@pytest.mark.parametrize("state", sorted(set(IncidentState) - ACTIVE_STATES))
def test_what_has_ended_can_only_be_closed_or_opened_again(state: IncidentState) -> None:
    assert set(possible_actions(state)) <= {IncidentAction.CLOSE, IncidentAction.REOPEN}
    assert incident_step(state, IncidentAction.REOPEN, "gọi lại").after is IncidentState.VERIFYING


def test_an_impossible_step_is_refused_with_a_sentence() -> None:
    with pytest.raises(IncidentStepRefusedError, match="an incident that is new cannot be changed by close"):
        incident_step(IncidentState.NEW, IncidentAction.CLOSE)


@pytest.mark.parametrize("action", sorted(NEEDS_REASON - {IncidentAction.REOPEN}))
def test_what_needs_a_reason_is_refused_without_one(action: IncidentAction) -> None:
    with pytest.raises(IncidentStepRefusedError, match=f"{action} needs a reason"):
        incident_step(IncidentState.HANDLING, action, "  ")


def test_a_resolved_incident_stays_open_until_it_is_closed() -> None:
    assert {IncidentState.RESOLVED} == OPEN_STATES - ACTIVE_STATES
