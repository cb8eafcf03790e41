"""The figures of a report: times against goals, the load of alarms, how soon critical alerts were taken."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import ceil

from domain.deadlines import deadlines_of
from domain.incidents import OPEN_STATES, IncidentState, Origin
from domain.kinds import IncidentKind, Severity
from domain.messages import Provenance

TEN_MINUTES = timedelta(minutes=10)
FLOOD = 10
"""More alerts than this within ten minutes are a flood (ISA-18.2)."""
TAKE_GOALS = ((15.0, 0.95), (40.0, 0.99))
"""Critical alerts: within so many seconds, for at least this share."""
ON_SCENE_WITHIN: Mapping[Severity, timedelta] = {
    Severity.CRITICAL: timedelta(minutes=10),
    Severity.HIGH: timedelta(minutes=15),
    Severity.MEDIUM: timedelta(minutes=30),
    Severity.LOW: timedelta(minutes=60),
}
"""How soon after it was sent a unit is to be there."""
BY_HAND = frozenset({Origin.CALL_113, Origin.RADIO, Origin.WALK_IN, Origin.POST})
"""Who opens such an incident owns it: nobody had to take it."""


class Stage(StrEnum):
    """What happens to an incident, one after the other."""

    TAKEN = "taken"
    VERIFIED = "verified"
    DISPATCHED = "dispatched"
    ON_SCENE = "on_scene"
    RESOLVED = "resolved"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class IncidentFact:
    """What a report needs of one incident."""

    number: str
    kind: IncidentKind
    severity: Severity
    ward_code: str
    place: str
    origin: Origin
    state: IncidentState
    opened_at: datetime
    taken_at: datetime | None
    verified_at: datetime | None
    dispatched_at: datetime | None
    on_scene_at: datetime | None
    resolved_at: datetime | None
    closed_at: datetime | None
    is_late_entry: bool
    provenance: Provenance
    exercise: bool

    @property
    def is_open(self) -> bool:
        """Whether the next shift gets it."""
        return self.state in OPEN_STATES


@dataclass(frozen=True, slots=True)
class StageFigure:
    """How long a stage took: of how many, how many within the goal, and of how many it is not known."""

    stage: Stage
    counted: int
    in_time: int | None
    median_s: float | None
    slow_s: float | None
    missing: int

    @property
    def share(self) -> float | None:
        """The share within the goal; None where there is no goal or nothing to count."""
        return None if self.in_time is None or not self.counted else self.in_time / self.counted


@dataclass(frozen=True, slots=True)
class TenMinutes:
    """The alerts that opened in ten minutes, and the most within any ten minutes that ended in them."""

    began: datetime
    provenance: Provenance
    alerts: int
    most_in_ten_min: int


@dataclass(frozen=True, slots=True)
class AlarmLoad:
    """Alerts in ten minutes: on average, per held seat, at most; the share of time in flood.

    Per seat nothing is known while on average not even one was held.
    """

    average: float
    seats: float
    per_seat: float | None
    peak: int
    flood_share: float


@dataclass(frozen=True, slots=True)
class TakenFact:
    """A critical alert, and after how many seconds somebody first took it; None: nobody did."""

    opened_at: datetime
    taken_s: float | None
    provenance: Provenance
    exercise: bool


@dataclass(frozen=True, slots=True)
class CriticalFigures:
    """How soon critical alerts were taken: `in_time` counts by the goals of TAKE_GOALS, in their order."""

    alerts: int
    taken: int
    in_time: tuple[int, ...]
    median_s: float | None
    slow_s: float | None


def stage_figures(incidents: Sequence[IncidentFact]) -> tuple[StageFigure, ...]:
    """Return how long each stage took; what was entered late has no times of the centre's own."""
    on_time = [it for it in incidents if not it.is_late_entry]
    return tuple(_stage_figure(stage, on_time) for stage in Stage)


def alarm_load(tens: Sequence[TenMinutes], length: timedelta, held_s: float) -> AlarmLoad:
    """Return the load of alarms over a time; `held_s` is for how long seats were held, all together."""
    periods = max(1.0, length / TEN_MINUTES)
    average = sum(it.alerts for it in tens) / periods
    seats = held_s / length.total_seconds() if length else 0.0
    return AlarmLoad(
        average=average,
        seats=seats,
        per_seat=average / seats if seats >= 1 else None,
        peak=max((it.most_in_ten_min for it in tens), default=0),
        flood_share=min(1.0, sum(it.alerts > FLOOD for it in tens) / periods),
    )


def critical_figures(alerts: Sequence[TakenFact]) -> CriticalFigures:
    """Return how soon critical alerts were taken."""
    taken = sorted(it.taken_s for it in alerts if it.taken_s is not None)
    return CriticalFigures(
        alerts=len(alerts),
        taken=len(taken),
        in_time=tuple(sum(it <= within_s for it in taken) for within_s, _ in TAKE_GOALS),
        median_s=quantile(taken, 0.5),
        slow_s=quantile(taken, 0.9),
    )


def quantile(ordered: Sequence[float], share: float) -> float | None:
    """Return the smallest value that at least `share` of them do not exceed; None of none."""
    return ordered[max(0, ceil(share * len(ordered)) - 1)] if ordered else None


def goal_of(stage: Stage, kind: IncidentKind, severity: Severity) -> timedelta | None:
    """Return how long a stage may take; None where nothing is set."""
    allowed = deadlines_of(kind, severity)
    return {
        Stage.TAKEN: allowed.take,
        Stage.VERIFIED: allowed.verify,
        Stage.DISPATCHED: allowed.dispatch,
        Stage.ON_SCENE: ON_SCENE_WITHIN[severity],
        Stage.RESOLVED: allowed.resolve,
        Stage.CLOSED: None,
    }[stage]


_BEGAN: Mapping[Stage, Callable[[IncidentFact], datetime | None]] = {
    Stage.TAKEN: lambda it: None if it.origin in BY_HAND else it.opened_at,
    Stage.VERIFIED: lambda it: it.taken_at,
    Stage.DISPATCHED: lambda it: it.verified_at or it.taken_at,
    Stage.ON_SCENE: lambda it: it.dispatched_at,
    Stage.RESOLVED: lambda it: it.dispatched_at or it.taken_at,
    Stage.CLOSED: lambda it: it.resolved_at,
}
_ENDED: Mapping[Stage, Callable[[IncidentFact], datetime | None]] = {
    Stage.TAKEN: lambda it: it.taken_at,
    Stage.VERIFIED: lambda it: it.verified_at,
    Stage.DISPATCHED: lambda it: it.dispatched_at,
    Stage.ON_SCENE: lambda it: it.on_scene_at,
    Stage.RESOLVED: lambda it: it.resolved_at,
    Stage.CLOSED: lambda it: it.closed_at,
}


def _stage_figure(stage: Stage, incidents: Iterable[IncidentFact]) -> StageFigure:
    took: list[float] = []
    in_time, missing = 0, 0
    for it in incidents:
        began, ended = _BEGAN[stage](it), _ENDED[stage](it)
        if began is None:
            continue
        if ended is None:
            missing += it.state in (IncidentState.RESOLVED, IncidentState.CLOSED)
            continue
        seconds = max(0.0, (ended - began).total_seconds())
        took.append(seconds)
        goal = goal_of(stage, it.kind, it.severity)
        in_time += goal is not None and seconds <= goal.total_seconds()
    took.sort()
    within = None if stage is Stage.CLOSED else in_time
    return StageFigure(stage, len(took), within, quantile(took, 0.5), quantile(took, 0.9), missing)
