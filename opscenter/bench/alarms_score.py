"""Compares what people were called for with the truth: found or missed, right or false, and how fast."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.correlation import NEARNESS
from domain.geodesy import distance_m
from domain.kinds import IncidentKind, Severity
from opscenter.bench.alarms_crew import OPERATORS
from opscenter.bench.alarms_day import Call, DayResult, DayScript
from simulators.stories.noise import Really
from simulators.stories.truth import Truth

TEN_MINUTES = timedelta(minutes=10)
_BEFORE, _AFTER = timedelta(seconds=10), timedelta(minutes=5)
_REALLY_WITHIN_M = 200.0
_NORMAL_95 = 1.959964
_WARD_WIDE = "ward/"


@dataclass(frozen=True, slots=True)
class Found:
    """A story that asked for an alert: when the first right one came, None when none did."""

    truth: Truth
    delay_s: float | None


@dataclass(frozen=True, slots=True)
class DayScore:
    """A day's score. `right` and `false` are calls; the crew's time to take is that of critical calls."""

    found: tuple[Found, ...]
    right: int
    false: int
    false_kinds: Counter[IncidentKind]
    took_s: tuple[float, ...]


def score_day(script: DayScript, day: DayResult) -> DayScore:
    """Return how the calls of a day stand against the truth."""
    false = [call for call in day.calls if not call.joined and not _is_right(call, script)]
    right = sum(1 for call in day.calls if not call.joined) - len(false)
    return DayScore(
        found=tuple(Found(truth, _delay_s(truth, day.calls)) for truth in script.truths if truth.alert),
        right=right,
        false=len(false),
        false_kinds=Counter(call.alert.kind for call in false),
        took_s=tuple(
            (call.taken.at - call.at).total_seconds()
            for call in day.calls
            if call.alert.severity is Severity.CRITICAL
        ),
    )


def _delay_s(truth: Truth, calls: Iterable[Call]) -> float | None:
    """Return how long after the story's beginning the first alert about it came."""
    came = [
        (call.at - truth.begins_at).total_seconds()
        for call in calls
        if call.alert.kind in truth.kinds and _is_about(call, truth)
    ]
    return max(0.0, min(came)) if came else None


def _is_right(call: Call, script: DayScript) -> bool:
    """Tell whether a perfect centre would have called too: for a story, or for what happens every day."""
    about_stories = any(
        truth.alert and _goes_with(call.alert.kind, truth.kinds) and _is_about(call, truth)
        for truth in script.truths
    )
    return about_stories or any(_is_about_ordinary(call, it) for it in script.really)


def _goes_with(kind: IncidentKind, kinds: Sequence[IncidentKind]) -> bool:
    """Tell whether a kind is one of these, or one that comes with them: a jam with a crash."""
    near = NEARNESS.get(kind)
    return kind in kinds or (near is not None and any(other in near.goes_with for other in kinds))


def _is_about(call: Call, truth: Truth) -> bool:
    alert = call.alert
    if not truth.begins_at - _BEFORE <= call.at <= truth.ends_at + _AFTER:
        return False
    if alert.place_key.startswith(_WARD_WIDE) or alert.rule == "gateway_lost":
        return alert.ward_code == truth.ward_code
    slack_m = 300.0 if alert.kind is IncidentKind.CONGESTION else 0.0
    return distance_m(alert.lat, alert.lon, truth.lat, truth.lon) <= truth.within_m + slack_m


def _is_about_ordinary(call: Call, really: Really) -> bool:
    alert = call.alert
    if not really.is_worth_alert or alert.kind is not really.kind:
        return False
    if not really.begins_at - _BEFORE <= call.at <= really.ends_at + _AFTER:
        return False
    if alert.place_key.startswith(_WARD_WIDE):
        return alert.ward_code == really.ward_code
    slack_m = 300.0 if alert.kind is IncidentKind.CONGESTION else 0.0
    return distance_m(alert.lat, alert.lon, *really.place) <= _REALLY_WITHIN_M + slack_m


def wilson_lower(hits: int, total: int) -> float:
    """Return the lower bound of the 95 % interval of a share (Wilson)."""
    if total == 0:
        return math.nan
    share, z2 = hits / total, _NORMAL_95**2
    middle = share + z2 / (2 * total)
    spread = _NORMAL_95 * math.sqrt(share * (1 - share) / total + z2 / (4 * total**2))
    return (middle - spread) / (1 + z2 / total)


def operator_times(calls: Iterable[Call], *, with_joined: bool) -> Mapping[int, list[datetime]]:
    """Return when each operator was called; what joined an open incident calls nobody unless asked for."""
    times: dict[int, list[datetime]] = {operator: [] for operator in range(OPERATORS)}
    for call in calls:
        if with_joined or not call.joined:
            times[call.taken.operator].append(call.at)
    return times


def peak_in_ten_minutes(times: Sequence[datetime]) -> int:
    """Return the most calls within any ten minutes."""
    ordered, first, peak = sorted(times), 0, 0
    for number, at in enumerate(ordered):
        while at - ordered[first] >= TEN_MINUTES:
            first += 1
        peak = max(peak, number - first + 1)
    return peak


def flood_share(times: Sequence[datetime], begins_at: datetime, hours: float, limit: int = 10) -> float:
    """Return the share of the day's ten-minute spans in which there were more calls than the limit."""
    spans = int(hours * 6)
    counts = Counter(int((at - begins_at) / TEN_MINUTES) for at in times)
    return sum(1 for count in counts.values() if count > limit) / spans if spans else 0.0
