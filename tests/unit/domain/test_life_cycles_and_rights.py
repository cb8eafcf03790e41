"""The life of an alert, and who may do what."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest

from domain.alerts import (
    LONGEST_SHELF,
    AlertAction,
    AlertState,
    ShelfTime,
    TransitionRefusedError,
    shelf_end,
    transition,
)
from domain.kinds import KINDS, IncidentKind, Severity
from domain.roles import RIGHTS, Person, Right, Role
from domain.smart_systems import SYSTEM_WORDS, SmartSystem


def a_person(role: Role, *wards: str) -> Person:
    return Person(1, "lan", "Lan", role, frozenset(wards))


def test_an_acknowledgement_can_be_undone() -> None:
    taken = transition(AlertState.UNACKNOWLEDGED, AlertAction.ACKNOWLEDGE)
    assert taken.after is AlertState.ACKNOWLEDGED
    assert transition(taken.after, AlertAction.UNACKNOWLEDGE).after is AlertState.UNACKNOWLEDGED


def test_an_impossible_transition_is_refused_with_a_sentence() -> None:
    with pytest.raises(TransitionRefusedError, match="cleared cannot be changed by acknowledge"):
        transition(AlertState.CLEARED, AlertAction.ACKNOWLEDGE)


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_false_alarm_needs_a_reason(reason: str) -> None:
    with pytest.raises(TransitionRefusedError, match="reason"):
        transition(AlertState.ACKNOWLEDGED, AlertAction.REJECT, reason)


def test_shelving_ends_when_it_was_said_to_and_after_twelve_hours_at_the_latest() -> None:
    now = datetime(2026, 1, 1, 8, tzinfo=UTC)
    shift_ends_at = now + timedelta(hours=5)
    ends = {chosen: shelf_end(chosen, now, shift_ends_at) - now for chosen in ShelfTime}
    assert ends == {
        ShelfTime.HALF_HOUR: timedelta(minutes=30),
        ShelfTime.TWO_HOURS: timedelta(hours=2),
        ShelfTime.SHIFT: timedelta(hours=5),
        ShelfTime.LONGEST: timedelta(hours=12),
    }
    assert shelf_end(ShelfTime.SHIFT, now, now + timedelta(days=1)) == now + LONGEST_SHELF


def test_what_is_shelved_can_be_taken_or_dismissed_at_once() -> None:
    assert transition(AlertState.SHELVED, AlertAction.ACKNOWLEDGE).after is AlertState.ACKNOWLEDGED
    assert transition(AlertState.SHELVED, AlertAction.REJECT, "test").after is AlertState.FALSE_ALARM


def test_every_state_can_be_left() -> None:
    for state in AlertState:
        left = [action for action in AlertAction if _leaves(state, action)]
        assert left, state


def _leaves(state: AlertState, action: AlertAction) -> bool:
    try:
        return transition(state, action, "why").after is not state
    except TransitionRefusedError:
        return False


def test_a_liaison_acts_in_their_own_wards_only() -> None:
    liaison = a_person(Role.LIAISON, "26740")
    assert liaison.may(Right.ACT_ON_ALERTS, "26740")
    assert not liaison.may(Right.ACT_ON_ALERTS, "26734")


def test_an_operator_acts_in_every_ward() -> None:
    assert a_person(Role.OPERATOR).may(Right.ACT_ON_ALERTS, "26734")


def test_the_auditor_reads_the_audit_and_nothing_else() -> None:
    assert RIGHTS[Role.AUDITOR] == {Right.READ_AUDIT}


def test_nobody_who_reads_dead_letters_acts_on_alerts() -> None:
    for role, rights in RIGHTS.items():
        assert not {Right.READ_DEAD_LETTERS, Right.ACT_ON_ALERTS} <= rights, role


def test_every_kind_and_system_has_words_in_both_languages() -> None:
    words = [(facts.vi, facts.en) for facts in KINDS.values()] + list(SYSTEM_WORDS.values())
    assert set(KINDS) == set(IncidentKind)
    assert set(SYSTEM_WORDS) == set(SmartSystem)
    assert all(itertools.chain.from_iterable(words))


def test_severities_are_ordered() -> None:
    assert [severity.rank for severity in Severity] == [0, 1, 2, 3]
