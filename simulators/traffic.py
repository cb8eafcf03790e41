"""What a camera counts: Saigon's mix of vehicles, with flow, speed and occupancy that agree.

The three follow one fundamental diagram (Greenshields): flow is greatest at half the jam density,
and beyond it more vehicles mean fewer that pass.
"""

import math
import random
from dataclasses import dataclass

from domain.roads import XY

PERIOD_S = 10.0
_PER_PERIOD_AT_BEST = {1: 34.0, 2: 24.0, 3: 14.0, 4: 6.5}
_FREE_SPEED_KMH = {1: 38.0, 2: 34.0, 3: 29.0, 4: 23.0}
_FULLEST = 0.93
_OCCUPANCY_AT_JAM = 0.9


@dataclass(frozen=True, slots=True)
class CountingPlace:
    """Where a camera counts: its street, how busy that spot is beside others, its signal's rhythm."""

    street: str
    rank: int
    place: XY
    busyness: float
    cycle_s: float
    phase_s: float


@dataclass(frozen=True, slots=True)
class Conditions:
    """What traffic meets now: how many want to drive, how jammed the spot is, how hard it rains."""

    demand: float
    jam: float
    rain: float


@dataclass(frozen=True, slots=True)
class Counted:
    """What passed in one period."""

    motorcycles: int
    cars: int
    buses: int
    trucks: int
    bicycles: int
    speed_kmh: float
    occupancy: float


def density(conditions: Conditions, busyness: float) -> float:
    """Return how full the street is, 0 to 1: from free flow towards standing as a jam reaches it."""
    wish = min(0.97, conditions.demand * busyness)
    free = (1 - math.sqrt(1 - wish)) / 2
    return free + conditions.jam * (_FULLEST - free)


def counted(place: CountingPlace, conditions: Conditions, at_s: float, rng: random.Random) -> Counted:
    """Return what passes `place` in one period."""
    full = density(conditions, place.busyness)
    dry = 1 - 0.28 * conditions.rain
    speed = _FREE_SPEED_KMH.get(place.rank, 20.0) * (1 - full) * dry * rng.uniform(0.93, 1.07)
    best = _PER_PERIOD_AT_BEST.get(place.rank, 5.0)
    passing = best * 4 * full * (1 - full) * dry * _signal(place, at_s)
    shares = _shares(place.rank, conditions)
    motorcycles, cars, buses, trucks, bicycles = (poisson(passing * share, rng) for share in shares)
    occupancy = min(1.0, full * _OCCUPANCY_AT_JAM * rng.uniform(0.94, 1.06))
    return Counted(motorcycles, cars, buses, trucks, bicycles, round(max(0.0, speed), 1), round(occupancy, 3))


def _signal(place: CountingPlace, at_s: float) -> float:
    """Return how the traffic light upstream bunches the flow; 1 on the average."""
    return 1 + 0.3 * math.sin(2 * math.pi * (at_s + place.phase_s) / place.cycle_s)


def _shares(rank: int, conditions: Conditions) -> tuple[float, float, float, float, float]:
    """Return the shares of motorcycles, cars, buses, trucks and bicycles; trucks stay out at peaks."""
    buses = 0.014 if rank <= 2 else 0.003
    trucks = 0.022 * (1 - conditions.demand) + 0.002
    bicycles = 0.018 + 0.008 * (rank >= 3)
    cars = 0.145 + 0.03 * conditions.rain
    return 1 - buses - trucks - bicycles - cars, cars, buses, trucks, bicycles


def poisson(mean: float, rng: random.Random) -> int:
    """Return a Poisson number; above 30 its normal approximation."""
    if mean > 30:
        return max(0, round(rng.gauss(mean, math.sqrt(mean))))
    limit, product, number = math.exp(-mean), rng.random(), 0
    while product > limit:
        product *= rng.random()
        number += 1
    return number
