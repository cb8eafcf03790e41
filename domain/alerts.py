"""The life of an alert, in ISA-18.2 words: which transitions there are, and for whom."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from domain.errors import DomainError


class AlertState(StrEnum):
    """Where an alert stands; the first three are open."""

    UNACKNOWLEDGED = "unacknowledged"
    ACKNOWLEDGED = "acknowledged"
    SHELVED = "shelved"
    CLEARED = "cleared"
    FALSE_ALARM = "false_alarm"


class AlertAction(StrEnum):
    """What can be done with an alert."""

    ACKNOWLEDGE = "acknowledge"
    UNACKNOWLEDGE = "unacknowledge"
    SHELVE = "shelve"
    UNSHELVE = "unshelve"
    CLEAR = "clear"
    REJECT = "reject"
    REOPEN = "reopen"


OPEN_STATES = frozenset({AlertState.UNACKNOWLEDGED, AlertState.ACKNOWLEDGED, AlertState.SHELVED})

_NEXT: dict[tuple[AlertState, AlertAction], AlertState] = {
    (AlertState.UNACKNOWLEDGED, AlertAction.ACKNOWLEDGE): AlertState.ACKNOWLEDGED,
    (AlertState.UNACKNOWLEDGED, AlertAction.SHELVE): AlertState.SHELVED,
    (AlertState.UNACKNOWLEDGED, AlertAction.CLEAR): AlertState.CLEARED,
    (AlertState.UNACKNOWLEDGED, AlertAction.REJECT): AlertState.FALSE_ALARM,
    (AlertState.ACKNOWLEDGED, AlertAction.UNACKNOWLEDGE): AlertState.UNACKNOWLEDGED,
    (AlertState.ACKNOWLEDGED, AlertAction.SHELVE): AlertState.SHELVED,
    (AlertState.ACKNOWLEDGED, AlertAction.CLEAR): AlertState.CLEARED,
    (AlertState.ACKNOWLEDGED, AlertAction.REJECT): AlertState.FALSE_ALARM,
    (AlertState.SHELVED, AlertAction.UNSHELVE): AlertState.UNACKNOWLEDGED,
    (AlertState.SHELVED, AlertAction.ACKNOWLEDGE): AlertState.ACKNOWLEDGED,
    (AlertState.SHELVED, AlertAction.REJECT): AlertState.FALSE_ALARM,
    (AlertState.SHELVED, AlertAction.CLEAR): AlertState.CLEARED,
    (AlertState.CLEARED, AlertAction.REOPEN): AlertState.UNACKNOWLEDGED,
    (AlertState.FALSE_ALARM, AlertAction.REOPEN): AlertState.UNACKNOWLEDGED,
}

NEEDS_REASON = frozenset({AlertAction.REJECT, AlertAction.SHELVE, AlertAction.REOPEN})


LONGEST_SHELF = timedelta(hours=12)
"""However long somebody wants to be left alone by an alert, it comes back after this time."""


class ShelfTime(StrEnum):
    """How long an alert is shelved, as a person chooses it."""

    HALF_HOUR = "30m"
    TWO_HOURS = "2h"
    SHIFT = "shift"
    LONGEST = "12h"


_SHELF_TIMES = {
    ShelfTime.HALF_HOUR: timedelta(minutes=30),
    ShelfTime.TWO_HOURS: timedelta(hours=2),
    ShelfTime.LONGEST: LONGEST_SHELF,
}


class TransitionRefusedError(DomainError):
    """The action cannot be done now; the text says why."""


@dataclass(frozen=True, slots=True)
class Transition:
    """One step in an alert's life."""

    before: AlertState
    action: AlertAction
    after: AlertState
    reason: str


def transition(state: AlertState, action: AlertAction, reason: str = "") -> Transition:
    """Return the step that `action` makes from `state`.

    Raises TransitionRefusedError when there is none, or when the action needs a reason and has none.
    """
    after = _NEXT.get((state, action))
    if after is None:
        raise TransitionRefusedError(f"an alert that is {state} cannot be changed by {action}")
    if action in NEEDS_REASON and not reason.strip():
        raise TransitionRefusedError(f"{action} needs a reason")
    return Transition(state, action, after, reason.strip())


def shelf_end(chosen: ShelfTime, now: datetime, shift_ends_at: datetime) -> datetime:
    """Return when an alert that is shelved now comes back by itself; never later than LONGEST_SHELF."""
    asked = shift_ends_at if chosen is ShelfTime.SHIFT else now + _SHELF_TIMES[chosen]
    return min(asked, now + LONGEST_SHELF)
