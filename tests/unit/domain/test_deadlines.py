"""By when somebody must react, and to whom it goes when nobody does."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.deadlines import BY_SEVERITY, LONGEST_HOLD, Reaction, awaited, deadlines_of, due_at, next_role
from domain.incidents import OPEN_STATES, IncidentState
from domain.kinds import IncidentKind, Severity
from domain.roles import Role

AT = datetime(2026, 3, 1, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("state", "is_owned", "is_verified", "reaction"),
    [
        (IncidentState.NEW, False, False, Reaction.TAKE),
        (IncidentState.NEW, False, True, Reaction.TAKE),
        (IncidentState.NEW, True, False, Reaction.VERIFY),
        (IncidentState.VERIFYING, True, False, Reaction.VERIFY),
        (IncidentState.VERIFYING, True, True, Reaction.DISPATCH),
        (IncidentState.DISPATCHED, True, True, Reaction.RESOLVE),
        (IncidentState.HANDLING, True, False, Reaction.RESOLVE),
        (IncidentState.ON_HOLD, True, False, Reaction.RESUME),
        (IncidentState.RESOLVED, True, True, None),
        (IncidentState.CLOSED, True, True, None),
    ],
)
def test_what_an_incident_waits_for(
    state: IncidentState, is_owned: bool, is_verified: bool, reaction: Reaction | None
) -> None:
    assert awaited(state, is_owned=is_owned, is_verified=is_verified) is reaction


def test_the_graver_the_sooner() -> None:
    takes = [BY_SEVERITY[severity].take for severity in Severity]
    assert takes == sorted(takes, reverse=True)
    assert takes[-1] == timedelta(seconds=40)


def test_a_kind_can_take_longer_than_its_severity_says() -> None:
    assert deadlines_of(IncidentKind.FLOOD, Severity.CRITICAL).resolve == timedelta(hours=12)
    assert deadlines_of(IncidentKind.FLOOD, Severity.CRITICAL).take == timedelta(seconds=40)


def test_every_reaction_of_every_open_state_has_its_moment() -> None:
    for state in OPEN_STATES - {IncidentState.RESOLVED}:
        reaction = awaited(state, is_owned=False, is_verified=False)
        due = due_at(IncidentKind.CRASH, Severity.CRITICAL, reaction, AT)
        assert due is not None
        assert due > AT


def test_nobody_has_to_hurry_with_what_is_resolved() -> None:
    assert due_at(IncidentKind.CRASH, Severity.CRITICAL, None, AT) is None


def test_a_hold_ends_when_it_was_said_but_never_later_than_the_longest() -> None:
    def ends(until: datetime | None) -> datetime | None:
        return due_at(IncidentKind.CRASH, Severity.LOW, Reaction.RESUME, AT, until)

    assert ends(AT + timedelta(hours=1)) == AT + timedelta(hours=1)
    assert ends(None) == ends(AT + timedelta(days=9)) == AT + LONGEST_HOLD


def test_what_is_left_lying_goes_to_the_supervisor_and_stays_there() -> None:
    assert [next_role(None), next_role(Role.OPERATOR), next_role(Role.SUPERVISOR)] == [Role.SUPERVISOR] * 3
