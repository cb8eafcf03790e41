"""The life of an incident, from the first word to the closed file: its states, and which step leads where."""

from dataclasses import dataclass
from enum import StrEnum

from domain.errors import DomainError


class IncidentState(StrEnum):
    """Where an incident stands."""

    NEW = "new"
    VERIFYING = "verifying"
    DISPATCHED = "dispatched"
    HANDLING = "handling"
    ON_HOLD = "on_hold"
    RESOLVED = "resolved"
    CLOSED = "closed"
    DUPLICATE = "duplicate"
    FALSE_ALARM = "false_alarm"


class IncidentAction(StrEnum):
    """What moves an incident from one state to another."""

    VERIFY = "verify"
    DISPATCH = "dispatch"
    HANDLE = "handle"
    HOLD = "hold"
    RESUME = "resume"
    RESOLVE = "resolve"
    CLOSE = "close"
    REOPEN = "reopen"
    MARK_DUPLICATE = "mark_duplicate"
    REJECT = "reject"


class Origin(StrEnum):
    """How the centre came to know of an incident."""

    CAMERA = "camera"
    SYSTEM = "system"
    POLICE = "police"
    CITIZEN = "citizen"
    CALL_113 = "call_113"
    RADIO = "radio"
    WALK_IN = "walk_in"
    POST = "post"


class EntryKind(StrEnum):
    """What a line of an incident's timeline tells of."""

    OPENED = "opened"
    TRANSITION = "transition"
    OWNER = "owner"
    VERIFIED = "verified"
    PRIORITY = "priority"
    COMMENT = "comment"
    ATTACHMENT = "attachment"
    LINK = "link"
    UNLINK = "unlink"
    SPLIT = "split"
    MERGE = "merge"
    STEP = "step"
    ORDER = "order"
    ANSWER = "answer"
    TRANSFER = "transfer"
    ESCALATION = "escalation"
    HANDOVER = "handover"


ACTIVE_STATES = frozenset(
    {
        IncidentState.NEW,
        IncidentState.VERIFYING,
        IncidentState.DISPATCHED,
        IncidentState.HANDLING,
        IncidentState.ON_HOLD,
    }
)
"""Somebody still has to do something."""

OPEN_STATES = ACTIVE_STATES | {IncidentState.RESOLVED}
"""What the next shift gets: until it is closed, an incident comes again."""

NEEDS_REASON = frozenset(
    {
        IncidentAction.HOLD,
        IncidentAction.RESOLVE,
        IncidentAction.REOPEN,
        IncidentAction.MARK_DUPLICATE,
        IncidentAction.REJECT,
    }
)

_ENDS = (IncidentState.RESOLVED, IncidentState.CLOSED, IncidentState.DUPLICATE, IncidentState.FALSE_ALARM)
_WORKING = (IncidentState.NEW, IncidentState.VERIFYING, IncidentState.DISPATCHED, IncidentState.HANDLING)

_FROM: dict[IncidentAction, tuple[tuple[IncidentState, ...], IncidentState]] = {
    IncidentAction.VERIFY: ((IncidentState.NEW,), IncidentState.VERIFYING),
    IncidentAction.DISPATCH: (_WORKING, IncidentState.DISPATCHED),
    IncidentAction.HANDLE: (
        (IncidentState.NEW, IncidentState.VERIFYING, IncidentState.DISPATCHED),
        IncidentState.HANDLING,
    ),
    IncidentAction.HOLD: (_WORKING, IncidentState.ON_HOLD),
    IncidentAction.RESOLVE: ((*_WORKING, IncidentState.ON_HOLD), IncidentState.RESOLVED),
    IncidentAction.CLOSE: ((IncidentState.RESOLVED,), IncidentState.CLOSED),
    IncidentAction.REOPEN: (_ENDS, IncidentState.VERIFYING),
    IncidentAction.MARK_DUPLICATE: ((*_WORKING, IncidentState.ON_HOLD), IncidentState.DUPLICATE),
    IncidentAction.REJECT: ((*_WORKING, IncidentState.ON_HOLD), IncidentState.FALSE_ALARM),
}


class IncidentStepRefusedError(DomainError):
    """The step cannot be taken now; the text says why."""


@dataclass(frozen=True, slots=True)
class IncidentStep:
    """One step in an incident's life."""

    before: IncidentState
    action: IncidentAction
    after: IncidentState
    reason: str


def incident_step(
    state: IncidentState,
    action: IncidentAction,
    reason: str = "",
    *,
    before_hold: IncidentState | None = None,
) -> IncidentStep:
    """Return the step that `action` makes from `state`; what was on hold goes on where it stood before.

    Raises IncidentStepRefusedError when there is none, or when the action needs a reason and has none.
    """
    after = _after(state, action, before_hold)
    if after is None:
        raise IncidentStepRefusedError(f"an incident that is {state} cannot be changed by {action}")
    if action in NEEDS_REASON and not reason.strip():
        raise IncidentStepRefusedError(f"{action} needs a reason")
    return IncidentStep(state, action, after, reason.strip())


def possible_actions(state: IncidentState) -> tuple[IncidentAction, ...]:
    """Return what can be done with an incident in `state`, in the order of the work."""
    return tuple(action for action in IncidentAction if _after(state, action, None) is not None)


def _after(
    state: IncidentState, action: IncidentAction, before_hold: IncidentState | None
) -> IncidentState | None:
    if action is IncidentAction.RESUME:
        return (before_hold or IncidentState.VERIFYING) if state is IncidentState.ON_HOLD else None
    begins, after = _FROM[action]
    return after if state in begins else None
