"""`opscenter bench alarms`: what the rules and the correlation make of days full of stories and noise."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from statistics import fmean

from domain.kinds import IncidentKind, Severity
from ingest.rules.in_force import InForce
from opscenter.bench.alarms_crew import OPERATORS, SCRIPT
from opscenter.bench.alarms_day import DayResult, play_day
from opscenter.bench.alarms_keys import keys_to_dispatch
from opscenter.bench.alarms_score import (
    DayScore,
    Found,
    flood_share,
    operator_times,
    peak_in_ten_minutes,
    score_day,
    wilson_lower,
)
from opscenter.bench.alarms_script import TUNING_SEEDS, UNSEEN_SEEDS, AlarmWorld, day_script
from opscenter.bench.city_watch import percentile
from opscenter.district_files import load_district
from opscenter.proving.figures import Figure, Report, Table, at_least, at_most
from opscenter.proving.progress import progress
from simulators.fleet import simulated_cameras
from simulators.stories.course import Faults
from simulators.stories.noise import Noise
from simulators.stories.stage import Stage
from simulators.stories.story import shipped_stories

_FAULTS = Faults(miss=0.2, dark=0.02)
_PROCESSES = 2


@dataclass(frozen=True, slots=True)
class AlarmTrial:
    """What to play: on which seeds, and how many stories a day."""

    seeds: tuple[int, ...] = UNSEEN_SEEDS[:10]
    stories: int = 60

    @property
    def is_unseen(self) -> bool:
        """Tell whether the rules were set without these days."""
        return not set(self.seeds) & set(TUNING_SEEDS)


@dataclass(frozen=True, slots=True)
class DayOutcome:
    """A day and its score."""

    day: DayResult
    score: DayScore


def measure_alarms(trial: AlarmTrial) -> Report:
    """Play every day and return the report."""
    with progress("days", len(trial.seeds)) as steps, ProcessPoolExecutor(_PROCESSES) as pool:
        outcomes = []
        for outcome in pool.map(play_seed, trial.seeds, [trial.stories] * len(trial.seeds)):
            outcomes.append(outcome)
            steps.advance()
    return report_of(trial, outcomes)


def play_seed(seed: int, stories: int) -> DayOutcome:
    """Play the day of one seed."""
    world = alarm_world()
    script = day_script(world, seed, stories)
    day = play_day(script, world.situation(), InForce())
    return DayOutcome(day, score_day(script, day))


def alarm_world() -> AlarmWorld:
    """Return the district that comes with the product, its stories, and the stated noise and faults."""
    district = load_district(None)
    cameras = simulated_cameras(district)
    stories = tuple(shipped_stories().values())
    return AlarmWorld(district, cameras, stories, Stage(district, cameras), Noise(), _FAULTS)


def report_of(trial: AlarmTrial, outcomes: Sequence[DayOutcome]) -> Report:
    """Return the report of a trial."""
    found = [it for outcome in outcomes for it in outcome.score.found]
    figures = (
        *_recall(found),
        *_precision(outcomes),
        *_delays(found),
        *_load(outcomes),
        *_uncorrelated(outcomes),
        *_crew(outcomes),
    )
    seeds = ", ".join(str(seed) for seed in trial.seeds)
    return Report(
        f"Alarms: {len(found)} stories that ask for an alert in {len(outcomes)} days (seeds {seeds})",
        figures,
        (_kinds_table(found), _alerts_table(outcomes)),
        remarks=_remarks(trial),
    )


def _recall(found: Sequence[Found]) -> tuple[Figure, ...]:
    hits = sum(1 for it in found if it.delay_s is not None)
    share = hits / len(found) if found else 0.0
    lower = wilson_lower(hits, len(found))
    return (
        Figure("alarms.recall", share, "", at_least(0.99), f"{hits} of {len(found)} stories"),
        Figure("alarms.recall_lower_95", lower, "", at_least(0.99), "lower bound, Wilson"),
    )


def _precision(outcomes: Sequence[DayOutcome]) -> tuple[Figure, ...]:
    right, false = (sum(getattr(it.score, name) for it in outcomes) for name in ("right", "false"))
    note = f"{false} of {right + false} calls that nobody needed"
    return (Figure("alarms.precision", right / max(1, right + false), "", at_least(0.9), note),)


def _delays(found: Sequence[Found]) -> tuple[Figure, ...]:
    critical = [
        it.delay_s for it in found if it.delay_s is not None and it.truth.severity is Severity.CRITICAL
    ]
    asked = [it for it in found if it.delay_s is not None]
    late = sum(1 for it in asked if (it.delay_s or 0.0) > it.truth.within_s)
    return (
        Figure("alarms.delay_p95_s", percentile(critical, 0.95), "s", at_most(60), "critical stories"),
        Figure("alarms.late_share", late / max(1, len(asked)), "", None, "later than the story asks for"),
    )


def _load(outcomes: Sequence[DayOutcome]) -> tuple[Figure, ...]:
    calls = sum(1 for it in outcomes for call in it.day.calls if not call.joined)
    eventful = sum(it.day.eventful for it in outcomes)
    note = f"{eventful:,} eventful messages, {calls:,} calls"
    return (
        *_load_figures(outcomes, with_joined=False),
        Figure("alarms.reduction", eventful / max(1, calls), "", at_least(100), note),
    )


def _uncorrelated(outcomes: Sequence[DayOutcome]) -> tuple[Figure, ...]:
    """Return the same days without correlation, where every alert calls; and without rules at all."""
    alerts = sum(len(it.day.calls) for it in outcomes)
    eventful = sum(it.day.eventful for it in outcomes)
    spans = sum(it.day.hours * 6 for it in outcomes) * OPERATORS
    return (
        *_load_figures(outcomes, with_joined=True),
        Figure("alarms.uncorrelated.reduction", eventful / max(1, alerts), "", None, f"{alerts:,} alerts"),
        Figure("alarms.no_rules.per_operator_10min", eventful / spans, "", None, "every eventful message"),
    )


def _load_figures(outcomes: Sequence[DayOutcome], *, with_joined: bool) -> tuple[Figure, ...]:
    """Return how much an operator has to take, with or without what joined an open incident."""
    prefix = "alarms.uncorrelated" if with_joined else "alarms"
    spans, total, peak = 0.0, 0, 0
    floods = []
    for outcome in outcomes:
        day = outcome.day
        for times in operator_times(day.calls, with_joined=with_joined).values():
            spans += day.hours * 6
            total += len(times)
            peak = max(peak, peak_in_ten_minutes(times))
            floods.append(flood_share(times, day.begins_at, day.hours))
    per_ten = total / spans if spans else 0.0
    goals = (None, None, None) if with_joined else (at_most(1), at_most(10), at_most(0.01))
    return (
        Figure(f"{prefix}.per_operator_10min", per_ten, "", goals[0], f"{OPERATORS} operators"),
        Figure(f"{prefix}.peak_10min", peak, "", goals[1], "of one operator"),
        Figure(f"{prefix}.flood_share", fmean(floods) if floods else 0.0, "", goals[2]),
    )


def _crew(outcomes: Sequence[DayOutcome]) -> tuple[Figure, ...]:
    took = [seconds for it in outcomes for seconds in it.score.took_s]
    keys = keys_to_dispatch()
    return (
        Figure("alarms.take_p95_s", percentile(took, 0.95), "s", at_most(15), "critical, scripted crew"),
        Figure("alarms.take_p99_s", percentile(took, 0.99), "s", at_most(40), "critical, scripted crew"),
        Figure("alarms.keys_to_dispatch", len(keys), "keys", at_most(4), " ".join(keys)),
    )


def _kinds_table(found: Iterable[Found]) -> Table:
    """Return recall and delay, story by story."""
    by_story: defaultdict[str, list[Found]] = defaultdict(list)
    for it in found:
        by_story[it.truth.story].append(it)
    rows = []
    for story, group in sorted(by_story.items()):
        delays = [it.delay_s for it in group if it.delay_s is not None]
        late = sum(1 for it in group if it.delay_s is not None and it.delay_s > it.truth.within_s)
        p95 = f"{percentile(delays, 0.95):.0f}" if delays else ""
        rows.append((story, str(len(group)), str(len(group) - len(delays)), p95, str(late)))
    return Table("Stories", ("story", "played", "missed", "delay p95, s", "late"), tuple(rows))


def _alerts_table(outcomes: Sequence[DayOutcome]) -> Table:
    """Return what people were called for, kind by kind."""
    calls: Counter[IncidentKind] = Counter()
    joined: Counter[IncidentKind] = Counter()
    false: Counter[IncidentKind] = Counter()
    for outcome in outcomes:
        false.update(outcome.score.false_kinds)
        for call in outcome.day.calls:
            (joined if call.joined else calls)[call.alert.kind] += 1
    rows = tuple(
        (kind, str(calls[kind]), str(joined[kind]), str(false[kind]))
        for kind, _ in (calls + joined).most_common()
    )
    return Table("Alerts", ("kind", "calls", "joined an incident", "false"), rows)


def _remarks(trial: AlarmTrial) -> tuple[str, ...]:
    noise = Noise()
    which = f"The rules were set on the days of the seeds {', '.join(map(str, TUNING_SEEDS))}; " + (
        "these days were not among them." if trial.is_unseen else "these days ARE among them."
    )
    rates = (
        f"Noise, an assumption of ours: each camera lies {noise.lies_per_camera:g} times an hour, "
        f"{noise.lasting_share:.1%} of its lies last; a camera misses {_FAULTS.miss:.0%} of its looks and "
        f"{_FAULTS.dark:.0%} are dark while a story is told; {noise.dropouts:g} cameras an hour drop out, "
        f"{noise.covered:g} are covered; {noise.pranks:g} pranks an hour; and what happens every day."
    )
    way = (
        "The engine and the correlation are those of the rules process, in simulated time; the broker, "
        "ingest, the database and the console are left out, so their time is not in the delays: see "
        "`bench console`."
    )
    counted = (
        "A call is an alert that does not join an incident which is open already. A story that is a false "
        "alarm counts against precision when somebody is called for it; an alert about what really happens "
        "every day does not. Peak and flood are of one operator, after EEMUA 191."
    )
    return which, rates, way, counted, SCRIPT
