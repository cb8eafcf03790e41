"""The ward posts of the simulated district: each says that it is there, and now and then cannot."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from domain.messages import LinkState, PostLinkReported
from domain.posts import Post
from simulators.agenda import Agenda, Outgoing
from simulators.timeline import Heads

SPEAKS_EVERY_S = 30.0
MEAN_BETWEEN_OUTAGES_S = 14 * 3_600.0
"""A post is out of reach about once in fourteen hours: one of ten posts every eighty minutes or so."""
OUTAGE_S = (180.0, 900.0)
_LOOKS_EVERY_S = 10.0


@dataclass(slots=True)
class _Link:
    """A post's link: silent until this second of life."""

    post: Post
    silent_until_s: float = 0.0


class Posts:
    """All posts of the district."""

    def __init__(self, posts: tuple[Post, ...], heads: Heads, rng: random.Random) -> None:
        self._links = [_Link(post) for post in posts]
        self._heads = heads
        self._rng = rng

    def begin(self, agenda: Agenda) -> None:
        """Put the posts on the agenda, one after the other."""
        for index, link in enumerate(self._links):
            offset_s = index / len(self._links)
            agenda.every(SPEAKS_EVERY_S, partial(self._speak, link), first_s=0.5 + offset_s)
            agenda.every(_LOOKS_EVERY_S, partial(self._maybe_lose, link), first_s=60.0 + offset_s)

    def _speak(self, link: _Link, at_s: float) -> Iterator[Outgoing]:
        """Say that the post is there, unless nobody can hear it."""
        if at_s >= link.silent_until_s:
            head = self._heads.of(link.post.code, at_s)
            yield Outgoing(link.post.ward_code, PostLinkReported(**head, state=LinkState.ONLINE))

    def _maybe_lose(self, link: _Link, at_s: float) -> Iterator[Outgoing]:
        """Lose the line by chance; as often as not the broker says so, as a will does."""
        is_lost = self._rng.random() < _LOOKS_EVERY_S / MEAN_BETWEEN_OUTAGES_S
        if not is_lost or at_s < link.silent_until_s:
            return
        link.silent_until_s = at_s + self._rng.uniform(*OUTAGE_S)
        if self._rng.random() < 0.5:
            head = self._heads.of(link.post.code, at_s)
            yield Outgoing(link.post.ward_code, PostLinkReported(**head, state=LinkState.LOST))
