"""Writes the script of a day: stories drawn by a seed among the district's ordinary noise."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from domain.places import Camera, District
from ingest.rules.situation import Situation
from opscenter.bench.alarms_day import DayScript
from simulators.fleet import latest_wards
from simulators.stories.course import Faults, Take, play_out
from simulators.stories.noise import Noise, noisy_day
from simulators.stories.stage import Stage
from simulators.stories.story import Story

TUNING_SEEDS = (1, 2, 3)
"""The rules' shipped figures were found on these days."""
UNSEEN_SEEDS = tuple(range(101, 121))
"""The figures are measured on these, of which nothing was known when the rules were set."""
_FIRST_DAY = datetime(2026, 6, 1, 17, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class AlarmWorld:
    """The district, its cameras, its stories, and how much noise and how many faults there are."""

    district: District
    cameras: tuple[Camera, ...]
    stories: tuple[Story, ...]
    stage: Stage
    noise: Noise
    faults: Faults
    hours: float = 24.0

    def situation(self) -> Situation:
        """Return what the rules know beside what is told."""
        wards = {ward.code: ward for ward in latest_wards(self.district)}
        sites = {site.code: site.name for site in self.district.sites}
        return Situation({camera.code: camera for camera in self.cameras}, wards, sites)


def day_script(world: AlarmWorld, seed: int, stories: int) -> DayScript:
    """Return the script of the day that a seed draws; each seed is another date, so another weather."""
    rng = random.Random(f"day {seed}")
    begins_at = _FIRST_DAY + timedelta(days=seed)
    playings = [
        play_out(story, world.stage, Take(number, seed, at), world.faults)
        for number, (story, at) in enumerate(_drawn(world, begins_at, stories, rng))
    ]
    noise = noisy_day(world.stage.fixed, begins_at, world.hours, world.noise, seed)
    told = [it.outgoing for playing in playings for it in playing.told]
    ends_at = begins_at + timedelta(hours=world.hours)
    sent = [it for it in (*noise.sent, *told) if it.message.observed_at < ends_at]
    return DayScript(
        seed=seed,
        begins_at=begins_at,
        hours=world.hours,
        sent=tuple(sorted(sent, key=lambda it: it.message.observed_at)),
        truths=tuple(playing.truth for playing in playings),
        really=noise.really,
    )


def _drawn(
    world: AlarmWorld, begins_at: datetime, many: int, rng: random.Random
) -> list[tuple[Story, datetime]]:
    """Return stories by their weight, each at a moment of its hours; the day begins at local midnight."""
    chosen = rng.choices(world.stories, [story.weight for story in world.stories], k=many)
    drawn = []
    for story in chosen:
        first_h, last_h = story.when.hours
        latest_s = min(last_h, world.hours) * 3600 - story.lasts_s
        at_s = rng.uniform(min(first_h * 3600, latest_s), latest_s)
        drawn.append((story, begins_at + timedelta(seconds=at_s)))
    return drawn
