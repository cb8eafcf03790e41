"""Counts follow Saigon's mix, and flow, speed and occupancy agree."""

import random
from statistics import mean

import pytest

from simulators.congestion import Jam
from simulators.traffic import Conditions, Counted, CountingPlace, counted, poisson

PLACE = CountingPlace("Lê Lợi", 1, (0.0, 0.0), 0.9, 75.0, 0.0)


def many(conditions: Conditions, place: CountingPlace = PLACE) -> list[Counted]:
    """Return an hour of counts under the same conditions."""
    rng = random.Random(5)
    return [counted(place, conditions, step * 10.0, rng) for step in range(360)]


def total(counts: list[Counted]) -> int:
    """Return how many vehicles passed."""
    return sum(one.motorcycles + one.cars + one.buses + one.trucks + one.bicycles for one in counts)


@pytest.mark.parametrize("rank", [1, 2, 3, 4])
def test_four_in_five_are_motorcycles(rank: int) -> None:
    place = CountingPlace("Lê Lợi", rank, (0.0, 0.0), 0.9, 75.0, 0.0)

    counts = many(Conditions(0.8, 0.0, 0.0), place)

    assert 0.77 < sum(one.motorcycles for one in counts) / total(counts) < 0.85


def test_a_busier_hour_has_more_vehicles_that_are_slower() -> None:
    calm, busy = many(Conditions(0.2, 0, 0)), many(Conditions(0.95, 0, 0))

    assert total(busy) > 2 * total(calm)
    assert mean(one.speed_kmh for one in busy) < mean(one.speed_kmh for one in calm)
    assert mean(one.occupancy for one in busy) > mean(one.occupancy for one in calm)


def test_in_a_jam_fewer_pass_at_walking_pace_over_a_full_road() -> None:
    busy, jammed = many(Conditions(0.95, 0, 0)), many(Conditions(0.95, 0.95, 0))

    assert total(jammed) < 0.6 * total(busy)
    assert mean(one.speed_kmh for one in jammed) < 7
    assert mean(one.occupancy for one in jammed) > 0.7


def test_rain_slows() -> None:
    dry, wet = many(Conditions(0.6, 0, 0)), many(Conditions(0.6, 0, 1))

    assert mean(one.speed_kmh for one in wet) < 0.8 * mean(one.speed_kmh for one in dry)


@pytest.mark.parametrize("expected", [0.2, 4.0, 29.0, 60.0])
def test_counts_are_poisson(expected: float) -> None:
    rng = random.Random(1)
    numbers = [poisson(expected, rng) for _ in range(20_000)]

    average = mean(numbers)
    spread = mean((number - average) ** 2 for number in numbers)
    assert average == pytest.approx(expected, rel=0.06)
    assert spread == pytest.approx(expected, rel=0.12)


def test_a_jam_rises_and_dissolves_and_is_felt_less_far_away_and_aside() -> None:
    jam = Jam("Lê Lợi", (0.0, 0.0), 200.0, 100.0, 60.0, 300.0, 120.0, 0.9)

    assert jam.level("Lê Lợi", (0, 0), 50) == jam.level("Lê Lợi", (0, 0), 700) == 0
    assert jam.level("Lê Lợi", (0, 0), 300) == pytest.approx(0.9)
    assert jam.level("Lê Lợi", (150, 0), 300) < 0.9
    assert jam.level("Pasteur", (0, 0), 300) < 0.45
