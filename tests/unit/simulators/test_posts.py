"""The simulated posts say that they are there, and at a stated rate cannot."""

import itertools
import random
from datetime import UTC, datetime, timedelta

from domain.messages import LinkState, PostLinkReported
from domain.posts import SILENT_AFTER, Post
from simulators.agenda import Agenda
from simulators.posts import Posts
from simulators.timeline import Heads, Timeline

BEGIN = datetime(2026, 3, 1, 10, 0, tzinfo=UTC)
POST = Post("post-26743", "26743", "Công an phường Bến Thành", 10.77, 106.69, False)


def spoken(seed: int, hours: float) -> list[PostLinkReported]:
    """Return all that one post says in so many hours."""
    agenda, timeline = Agenda(), Timeline(BEGIN)
    Posts((POST,), Heads(timeline, random.Random(seed)), random.Random(seed)).begin(agenda)
    messages = [outgoing.message for outgoing in agenda.advance(hours * 3_600)]
    return [message for message in messages if isinstance(message, PostLinkReported)]


def test_a_post_speaks_often_enough_not_to_be_called_silent() -> None:
    times = [message.observed_at for message in spoken(seed=1, hours=0.2)]

    assert max(b - a for a, b in itertools.pairwise(times)) < SILENT_AFTER / 2


def test_a_post_is_out_of_reach_now_and_then_and_comes_back() -> None:
    said = [message for message in spoken(seed=2, hours=240) if message.state is LinkState.ONLINE]
    gaps = [b.observed_at - a.observed_at for a, b in itertools.pairwise(said)]
    outages = [gap for gap in gaps if gap > timedelta(seconds=100)]

    assert 8 <= len(outages) <= 28
    assert all(timedelta(minutes=2) < gap < timedelta(minutes=17) for gap in outages)
