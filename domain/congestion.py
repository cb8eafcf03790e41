"""How jammed a place and a ward are, 0 (free) to 1 (standing): one definition for map, rules and trends."""

from collections.abc import Iterable
from statistics import fmean

FREE_SPEED_KMH = 30.0
FULL_OCCUPANCY = 0.85
WORST_SHARE = 0.25


def level_of(speed_kmh: float, occupancy: float) -> float:
    """Return how jammed a place is: half by its speed, half by how full it is."""
    slow = 1 - min(1.0, max(0.0, speed_kmh) / FREE_SPEED_KMH)
    full = min(1.0, max(0.0, occupancy) / FULL_OCCUPANCY)
    return 0.5 * slow + 0.5 * full


def ward_level(levels: Iterable[float]) -> float:
    """Return how jammed a ward is: the mean of its worst quarter, for a jam is where somebody is needed."""
    worst_first = sorted(levels, reverse=True)
    return fmean(worst_first[: max(1, round(len(worst_first) * WORST_SHARE))])
