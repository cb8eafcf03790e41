"""Plays a story into a running centre, by the clock: what it tells is simulated, or an exercise."""

import os
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import msgspec

from domain.codec import encode
from domain.messages import Message
from domain.topics import simulated_namespace, topic_for
from simulators.replay_link import Saying
from simulators.settings import BrokerAddress
from simulators.stories.course import Faults, Playing, Take, play_out
from simulators.stories.stage import Stage
from simulators.stories.story import Story
from simulators.stories.truth import Truth

_CLIENT_ID = "opscenter-story"


@dataclass(frozen=True, slots=True)
class Performance:
    """How a story is played: by which seed, how fast, and whether as an exercise."""

    seed: int
    speed: float = 1.0
    is_exercise: bool = False


@dataclass(frozen=True, slots=True)
class StoryPlayed:
    """What a playing came to."""

    said: int
    of: int


def cast(story: Story, stage: Stage, performance: Performance) -> Playing:
    """Return the playing that begins now."""
    take = Take(1, performance.seed, datetime.now(UTC), performance.is_exercise)
    return play_out(story, stage, take, Faults())


def perform(
    playing: Playing,
    broker: BrokerAddress,
    district: str,
    performance: Performance,
    *,
    stop: threading.Event,
    tell: Callable[[Truth], None],
) -> StoryPlayed:
    """Say every message when it is due, until the end or `stop`; `tell` hears the truth first."""
    namespace = simulated_namespace(district)
    client_id = f"{_CLIENT_ID}-{os.getpid()}"
    said = 0
    with Saying(broker, client_id, stop) as saying:
        tell(playing.truth)
        began_s = time.monotonic()
        for told in playing.told:
            due_s = told.at_s / performance.speed
            if stop.wait(max(0.0, began_s + due_s - time.monotonic())):
                break
            message = observed_now(told.outgoing.message, playing.truth.begins_at, due_s)
            saying.say(str(topic_for(namespace, told.outgoing.ward_code, message)), encode(message))
            said += 1
    return StoryPlayed(said, len(playing.told))


def observed_now(message: Message, begins_at: datetime, due_s: float) -> Message:
    """Return the message as observed when it is due: a story that is played faster ends sooner."""
    return msgspec.structs.replace(message, observed_at=begins_at + timedelta(seconds=due_s))
