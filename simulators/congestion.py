"""Jams that form on a street, spread along it and into its neighbours, and dissolve again."""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

from domain.roads import XY, StreetNetwork

_SIDE_STREET_SHARE = 0.45
_JAMS_AT_FULL_DEMAND = 7.0
_WEIGHT_OF_RANK = {1: 5.0, 2: 4.0, 3: 2.0, 4: 0.4}


@dataclass(frozen=True, slots=True)
class Jam:
    """One jam: where its heart is, how far it reaches, and its rise, height and fall in time."""

    street: str
    heart: XY
    reach_m: float
    begin_s: float
    rise_s: float
    hold_s: float
    fall_s: float
    peak: float

    @property
    def end_s(self) -> float:
        """Return when it is gone."""
        return self.begin_s + self.rise_s + self.hold_s + self.fall_s

    def strength(self, at_s: float) -> float:
        """Return how strong it is at its heart, 0 to 1."""
        rising = (at_s - self.begin_s) / self.rise_s
        falling = (self.end_s - at_s) / self.fall_s
        return self.peak * max(0.0, min(1.0, rising, falling))

    def level(self, street: str, place: XY, at_s: float) -> float:
        """Return how much of it is felt at a place; less on other streets than on its own."""
        is_own = street == self.street
        reach_m = self.reach_m if is_own else self.reach_m * 0.6
        felt = math.exp(-((math.dist(self.heart, place) / reach_m) ** 2))
        return self.strength(at_s) * felt * (1.0 if is_own else _SIDE_STREET_SHARE)


class Congestion:
    """The jams of the district; `tend` lets old ones go and new ones form, as demand and rain have it."""

    def __init__(self, network: StreetNetwork, rng: random.Random) -> None:
        self._network = network
        self._rng = rng
        self._weights = [_WEIGHT_OF_RANK.get(piece.rank, 0.2) * piece.length_m for piece in network.pieces]
        self.jams: list[Jam] = []

    def tend(self, at_s: float, demand: float, rain: float) -> list[Jam]:
        """Return the jams that formed now, after forgetting those that are over."""
        self.jams = [jam for jam in self.jams if jam.end_s > at_s]
        wanted = _JAMS_AT_FULL_DEMAND * demand**2 * (1 + 0.6 * rain)
        formed: list[Jam] = []
        while len(self.jams) + len(formed) < wanted and self._rng.random() < 0.25:
            formed.append(self._new(at_s))
        self.jams += formed
        return formed

    def begin_in_the_middle(self, demand: float, rain: float) -> None:
        """Fill the district with jams of every age, as it would be had it run for long."""
        for _ in range(round(_JAMS_AT_FULL_DEMAND * demand**2 * (1 + 0.6 * rain))):
            self.add(self._new(-self._rng.uniform(60, 600)))

    def add(self, jam: Jam) -> None:
        """Let one more jam be."""
        self.jams.append(jam)

    def level(self, street: str, place: XY, at_s: float) -> float:
        """Return how jammed a place is, 0 (free) to 1 (standing)."""
        return min(1.0, max((jam.level(street, place, at_s) for jam in self.jams), default=0.0))

    def _new(self, at_s: float) -> Jam:
        """Return a jam on one of the streets, more often on a main one."""
        (piece,) = self._rng.choices(self._network.pieces, self._weights)
        heart, _ = piece.at(piece.length_m * self._rng.random())
        return Jam(
            street=piece.street,
            heart=heart,
            reach_m=self._rng.uniform(110, 330),
            begin_s=at_s,
            rise_s=self._rng.uniform(60, 210),
            hold_s=self._rng.uniform(120, 700),
            fall_s=self._rng.uniform(120, 360),
            peak=self._rng.uniform(0.45, 1.0),
        )


def strongest(jams: Sequence[Jam], at_s: float) -> Jam | None:
    """Return the jam that is strongest now, if any."""
    return max(jams, key=lambda jam: jam.strength(at_s), default=None)
