"""By when somebody must have reacted to an incident, and to whom it goes when nobody has."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from domain.incidents import IncidentState
from domain.kinds import IncidentKind, Severity
from domain.roles import Role


class Reaction(StrEnum):
    """What an incident waits for."""

    TAKE = "take"
    VERIFY = "verify"
    DISPATCH = "dispatch"
    RESOLVE = "resolve"
    RESUME = "resume"


@dataclass(frozen=True, slots=True)
class Deadlines:
    """How long each reaction may take, from the one before it on."""

    take: timedelta
    verify: timedelta
    dispatch: timedelta
    resolve: timedelta


def _within(take_s: float, verify_min: float, dispatch_min: float, resolve_h: float) -> Deadlines:
    return Deadlines(
        timedelta(seconds=take_s),
        timedelta(minutes=verify_min),
        timedelta(minutes=dispatch_min),
        timedelta(hours=resolve_h),
    )


BY_SEVERITY: Mapping[Severity, Deadlines] = {
    Severity.CRITICAL: _within(40, 2, 2, 2),
    Severity.HIGH: _within(120, 5, 5, 3),
    Severity.MEDIUM: _within(600, 15, 15, 6),
    Severity.LOW: _within(1800, 60, 120, 24),
}
"""How long it may take by how grave it is."""

RESOLVE_BY_KIND: Mapping[IncidentKind, timedelta] = {
    IncidentKind.CONGESTION: timedelta(hours=2),
    IncidentKind.ILLEGAL_PARKING: timedelta(hours=1),
    IncidentKind.SNATCHING: timedelta(hours=12),
    IncidentKind.THEFT: timedelta(hours=24),
    IncidentKind.FIRE: timedelta(hours=4),
    IncidentKind.RESCUE: timedelta(hours=4),
    IncidentKind.MEDICAL: timedelta(hours=1),
    IncidentKind.FLOOD: timedelta(hours=12),
    IncidentKind.FALLEN_TREE: timedelta(hours=6),
    IncidentKind.NOISE: timedelta(hours=2),
    IncidentKind.WASTE: timedelta(hours=48),
    IncidentKind.INFRASTRUCTURE: timedelta(hours=72),
    IncidentKind.MISSING_PERSON: timedelta(hours=24),
    IncidentKind.TOURIST_HELP: timedelta(hours=2),
    IncidentKind.CYBER: timedelta(hours=24),
}
"""Kinds whose own nature says how long it takes until they are resolved."""

LONGEST_HOLD = timedelta(hours=12)
"""What is put on hold without an end comes back after this time."""

ESCALATION: tuple[Role, ...] = (Role.OPERATOR, Role.SUPERVISOR)
"""Who has to react, and to whom an incident goes on when they do not."""


def deadlines_of(kind: IncidentKind, severity: Severity) -> Deadlines:
    """Return how long each reaction may take for a kind and severity."""
    usual = BY_SEVERITY[severity]
    resolve = RESOLVE_BY_KIND.get(kind)
    return usual if resolve is None else replace(usual, resolve=resolve)


def awaited(state: IncidentState, *, is_owned: bool, is_verified: bool) -> Reaction | None:
    """Return what an incident waits for next; None when nobody has to hurry any more."""
    match state:
        case IncidentState.NEW if not is_owned:
            return Reaction.TAKE
        case IncidentState.NEW | IncidentState.VERIFYING:
            return Reaction.DISPATCH if is_verified else Reaction.VERIFY
        case IncidentState.DISPATCHED | IncidentState.HANDLING:
            return Reaction.RESOLVE
        case IncidentState.ON_HOLD:
            return Reaction.RESUME
        case _:
            return None


def due_at(
    kind: IncidentKind,
    severity: Severity,
    reaction: Reaction | None,
    since: datetime,
    hold_until: datetime | None = None,
) -> datetime | None:
    """Return by when `reaction` must have come, counted from `since`; None when nothing is awaited."""
    if reaction is None:
        return None
    if reaction is Reaction.RESUME:
        return min(hold_until or since + LONGEST_HOLD, since + LONGEST_HOLD)
    allowed = deadlines_of(kind, severity)
    return (
        since
        + {
            Reaction.TAKE: allowed.take,
            Reaction.VERIFY: allowed.verify,
            Reaction.DISPATCH: allowed.dispatch,
            Reaction.RESOLVE: allowed.resolve,
        }[reaction]
    )


def next_role(reached: Role | None) -> Role:
    """Return to whom an incident goes on that `reached` (None: the first in the order) left lying.

    The last in the order keeps it: there is nobody further.
    """
    place = 0 if reached is None else ESCALATION.index(reached)
    return ESCALATION[min(place + 1, len(ESCALATION) - 1)]
