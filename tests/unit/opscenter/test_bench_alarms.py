"""The measure of alarms: how calls are set against the truth, and what a small day comes to."""

import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from domain.kinds import Severity
from ingest.rules.in_force import InForce
from opscenter.bench.alarms import AlarmTrial, DayOutcome, alarm_world, report_of
from opscenter.bench.alarms_crew import OPERATORS, Crew
from opscenter.bench.alarms_day import play_day
from opscenter.bench.alarms_keys import keys_to_dispatch
from opscenter.bench.alarms_score import flood_share, peak_in_ten_minutes, score_day, wilson_lower
from opscenter.bench.alarms_script import TUNING_SEEDS, UNSEEN_SEEDS, AlarmWorld, day_script
from simulators.stories.stage import Stage

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


def at(*minutes: float) -> list[datetime]:
    return [NOW + timedelta(minutes=it) for it in minutes]


@pytest.mark.parametrize(("hits", "total", "lower"), [(381, 381, 0.9900), (95, 100, 0.8882), (0, 10, 0.0)])
def test_the_lower_bound_is_wilsons(hits: int, total: int, lower: float) -> None:
    assert wilson_lower(hits, total) == pytest.approx(lower, abs=1e-4)


def test_the_peak_is_of_any_ten_minutes() -> None:
    assert peak_in_ten_minutes(at(0, 9, 9.5, 12, 18, 30)) == 4
    assert peak_in_ten_minutes([]) == 0


def test_a_span_is_in_flood_above_the_limit_alone() -> None:
    assert flood_share(at(*(it / 2 for it in range(11)), 20), NOW, hours=1.0) == pytest.approx(1 / 6)
    assert flood_share(at(*(it / 2 for it in range(10))), NOW, hours=1.0) == 0.0


def test_four_take_four_critical_alerts_at_once_and_the_fifth_waits() -> None:
    crew = Crew(random.Random(1))
    taken = [crew.take(NOW, Severity.CRITICAL) for _ in range(OPERATORS + 1)]
    assert len({it.operator for it in taken[:OPERATORS]}) == OPERATORS
    assert taken[-1].at > max(it.at for it in taken[:OPERATORS])


def test_a_critical_alert_waits_for_no_lesser_work() -> None:
    crew = Crew(random.Random(1))
    for _ in range(3 * OPERATORS):
        crew.take(NOW, Severity.LOW)
    assert (crew.take(NOW, Severity.CRITICAL).at - NOW).total_seconds() < 30


def test_four_keys_send_a_unit() -> None:
    assert keys_to_dispatch() == ("j", "d", "Space", "Enter")


def test_the_days_of_tuning_and_of_measuring_differ() -> None:
    assert not set(TUNING_SEEDS) & set(UNSEEN_SEEDS)


@pytest.fixture(scope="module")
def small() -> AlarmWorld:
    """Give a district of few cameras, in which a day has two hours."""
    world = alarm_world()
    cameras = world.cameras[:300]
    return replace(world, cameras=cameras, stage=Stage(world.district, cameras), hours=2.0)


def test_a_seed_tells_the_same_day_again(small: AlarmWorld) -> None:
    first, again = (day_script(small, 7, 3) for _ in range(2))
    assert first.truths == again.truths
    assert first.sent == again.sent


def test_a_day_of_stories_is_found_among_the_noise(small: AlarmWorld) -> None:
    script = day_script(small, 7, 12)
    day = play_day(script, small.situation(), InForce())
    report = report_of(AlarmTrial((7,), 12), [DayOutcome(day, score_day(script, day))])
    found = {figure.name: figure.value for figure in report.figures}
    assert found["alarms.recall"] > 0.8
    assert found["alarms.reduction"] >= found["alarms.uncorrelated.reduction"] > 1
