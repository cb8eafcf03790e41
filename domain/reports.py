"""What the district reports: figures of a day, a week or a month, from rows alone, and what was not measured.

Figures of one provenance only, and never those of a drill: `whose` says which, and what else there was is
counted as left out.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import TypeVar

from domain.incidents import IncidentState
from domain.kinds import IncidentKind, Severity
from domain.messages import Provenance
from domain.report_figures import (
    BY_HAND,
    AlarmLoad,
    CriticalFigures,
    IncidentFact,
    StageFigure,
    TakenFact,
    TenMinutes,
    alarm_load,
    critical_figures,
    stage_figures,
)


class Period(StrEnum):
    """How long a report's time is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Span:
    """A report's time: its first and last day on the centre's calendar, and the same in UTC."""

    period: Period
    first: date
    last: date
    since: datetime
    until: datetime

    @property
    def length(self) -> timedelta:
        """How long it is."""
        return self.until - self.since


@dataclass(frozen=True, slots=True)
class AlertCount:
    """How many alerts of a ward, kind and severity opened, were false, and stand open still."""

    ward_code: str
    kind: IncidentKind
    severity: Severity
    provenance: Provenance
    exercise: bool
    alerts: int
    false_alarms: int
    still_open: int


@dataclass(frozen=True, slots=True)
class CameraQuarters:
    """A ward's cameras over the quarters of an hour that are known: sums of those online, and of all."""

    ward_code: str
    provenance: Provenance
    quarters: int
    online: float
    cameras: float


@dataclass(frozen=True, slots=True)
class Facts:
    """The rows that a report is made of; `held_s` is for how long seats were held, all together."""

    incidents: tuple[IncidentFact, ...]
    alerts: tuple[AlertCount, ...]
    ten_minutes: tuple[TenMinutes, ...]
    critical: tuple[TakenFact, ...]
    cameras: tuple[CameraQuarters, ...]
    held_s: float


@dataclass(frozen=True, slots=True)
class FalseAlarms:
    """How many of a kind's alerts were false."""

    kind: IncidentKind
    alerts: int
    false_alarms: int

    @property
    def share(self) -> float:
        """The share that was false."""
        return self.false_alarms / self.alerts


@dataclass(frozen=True, slots=True)
class WardUptime:
    """For which share of the camera time that is known a ward's cameras gave a picture."""

    ward_code: str
    share: float
    known_share: float


@dataclass(frozen=True, slots=True)
class Unmeasured:
    """Something that the figures do not say: why, of how many (None: of all), out of how many."""

    why: str
    count: float | None = None
    of: float | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A report's figures. `by_ward_and_kind` counts incidents; duplicates are in no figure."""

    span: Span
    provenance: Provenance
    made_at: datetime
    incidents: int
    duplicates: int
    false_incidents: int
    late_entries: int
    still_open: int
    by_ward_and_kind: Mapping[tuple[str, IncidentKind], int]
    by_severity: Mapping[Severity, int]
    stages: tuple[StageFigure, ...]
    alerts: int
    false_alarms: tuple[FalseAlarms, ...]
    load: AlarmLoad
    critical: CriticalFigures
    uptime: tuple[WardUptime, ...]
    listed: tuple[IncidentFact, ...]
    unmeasured: tuple[Unmeasured, ...] = ()


FactT = TypeVar("FactT", IncidentFact, AlertCount, TakenFact)

_QUARTER = timedelta(minutes=15)


def span_of(period: Period, day: date, zone: tzinfo) -> Span:
    """Return the day, the week from Monday or the month that `day` lies in."""
    first = day
    last = day
    if period is Period.WEEK:
        first = day - timedelta(days=day.weekday())
        last = first + timedelta(days=6)
    elif period is Period.MONTH:
        first = day.replace(day=1)
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    since, until = (datetime.combine(it, time(), zone) for it in (first, last + timedelta(days=1)))
    return Span(period, first, last, since.astimezone(UTC), until.astimezone(UTC))


def whose(facts: Facts) -> Provenance:
    """Return whose data a report shows: the real ones where there are any, else what there is."""
    told = Counter(it.provenance for it in facts.incidents if not it.exercise)
    told.update(it.provenance for it in facts.alerts if not it.exercise)
    told.update(it.provenance for it in facts.cameras)
    if not told or told[Provenance.REAL]:
        return Provenance.REAL
    return max(told, key=lambda provenance: (told[provenance], provenance))


def report_of(facts: Facts, span: Span, made_at: datetime, provenance: Provenance | None = None) -> Report:
    """Return the figures of a span; `provenance` None shows the real ones where there are any."""
    shown = provenance or whose(facts)
    mine = _shown(facts.incidents, shown)
    counted = [it for it in mine if it.state is not IncidentState.DUPLICATE]
    alerts = _shown(facts.alerts, shown)
    tens = [it for it in facts.ten_minutes if it.provenance is shown]
    length = min(span.until, made_at) - span.since
    report = Report(
        span=span,
        provenance=shown,
        made_at=made_at,
        incidents=len(counted),
        duplicates=len(mine) - len(counted),
        false_incidents=sum(it.state is IncidentState.FALSE_ALARM for it in counted),
        late_entries=sum(it.is_late_entry for it in counted),
        still_open=sum(it.is_open for it in counted),
        by_ward_and_kind=Counter((it.ward_code, it.kind) for it in counted),
        by_severity=Counter(it.severity for it in counted),
        stages=stage_figures(counted),
        alerts=sum(it.alerts for it in alerts),
        false_alarms=_false_alarms(alerts),
        load=alarm_load(tens, length, facts.held_s),
        critical=critical_figures(_shown(facts.critical, shown)),
        uptime=_uptime([it for it in facts.cameras if it.provenance is shown], length),
        listed=tuple(sorted(counted, key=lambda it: (it.opened_at, it.number))),
    )
    return replace(report, unmeasured=tuple(_unmeasured(facts, report)))


def _shown(rows: Iterable[FactT], provenance: Provenance) -> list[FactT]:
    """Return the rows of a provenance that belong to no drill."""
    return [it for it in rows if it.provenance is provenance and not it.exercise]


def _false_alarms(alerts: Iterable[AlertCount]) -> tuple[FalseAlarms, ...]:
    """Return by kind how many alerts were false, the kind with most alerts first."""
    all_of: Counter[IncidentKind] = Counter()
    false_of: Counter[IncidentKind] = Counter()
    for it in alerts:
        all_of[it.kind] += it.alerts
        false_of[it.kind] += it.false_alarms
    return tuple(FalseAlarms(kind, count, false_of[kind]) for kind, count in all_of.most_common() if count)


def _uptime(cameras: Iterable[CameraQuarters], length: timedelta) -> tuple[WardUptime, ...]:
    expected = max(1.0, length / _QUARTER)
    return tuple(
        WardUptime(it.ward_code, it.online / it.cameras, min(1.0, it.quarters / expected))
        for it in sorted(cameras, key=lambda it: it.ward_code)
        if it.cameras
    )


def _unmeasured(facts: Facts, report: Report) -> Iterable[Unmeasured]:
    """Yield what these figures do not say."""
    until = min(report.span.until, report.made_at)
    if until < report.span.until:
        yield Unmeasured("not_over")
    yield from _left_out(facts, report.provenance)
    if report.late_entries:
        yield Unmeasured("late", report.late_entries, report.incidents)
    by_hand = sum(it.origin in BY_HAND and not it.is_late_entry for it in report.listed)
    if by_hand:
        yield Unmeasured("by_hand", by_hand, report.incidents)
    for stage in report.stages:
        if stage.missing:
            yield Unmeasured(f"stage_{stage.stage}", stage.missing, stage.missing + stage.counted)
    still_open = sum(it.still_open for it in _shown(facts.alerts, report.provenance))
    if still_open:
        yield Unmeasured("alerts_open", still_open, report.alerts)
    known = min((it.known_share for it in report.uptime), default=0.0)
    if known < 1:
        hours = (until - report.span.since) / timedelta(hours=1)
        yield Unmeasured("camera_hours", round(hours * (1 - known), 1), round(hours, 1))
    if report.load.per_seat is None:
        yield Unmeasured("seats")
    yield Unmeasured("keys")


def _left_out(facts: Facts, shown: Provenance) -> Iterable[Unmeasured]:
    """Yield what there was of drills and of other provenances, which is in no figure."""
    drills = sum(it.exercise for it in facts.incidents)
    drill_alerts = sum(it.alerts for it in facts.alerts if it.exercise)
    if drills or drill_alerts:
        yield Unmeasured("exercise", drills, drill_alerts)
    for other in Provenance:
        incidents = sum(it.provenance is other and not it.exercise for it in facts.incidents)
        alerts = sum(it.alerts for it in facts.alerts if it.provenance is other and not it.exercise)
        if other is not shown and (incidents or alerts):
            yield Unmeasured(f"left_out_{other}", incidents, alerts)
