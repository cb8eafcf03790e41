"""Wires the playing of stories."""

from collections.abc import Callable

from opscenter.beginning import begin
from opscenter.district_files import load_district
from opscenter.roots.simulate import broker_address
from opscenter.settings import LARGEST_SEED, MOST_CAMERAS, Environment
from simulators.fleet import simulated_cameras
from simulators.stories.play import Performance, StoryPlayed, cast, perform
from simulators.stories.stage import Stage
from simulators.stories.story import Story
from simulators.stories.truth import Truth


def play(
    environment: Environment, story: Story, performance: Performance, tell: Callable[[Truth], None]
) -> StoryPlayed:
    """Play a story among the simulated district's cameras until its end or until told to stop."""
    district = load_district(environment.path("OPSCENTER_DISTRICT"))
    many = environment.whole("OPSCENTER_SIM_CAMERAS", 1, MOST_CAMERAS)
    fleet_seed = environment.whole("OPSCENTER_SIM_SEED", 0, LARGEST_SEED)
    stage = Stage(district, simulated_cameras(district, many, fleet_seed))
    return perform(
        cast(story, stage, performance),
        broker_address(environment),
        district.slug,
        performance,
        stop=begin(environment),
        tell=tell,
    )
