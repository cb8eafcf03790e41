"""The day of the district: how busy its streets are, when it is dark, when it rains. All pure."""

import math
import random
from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone

LOCAL_TIME = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")
"""Ho Chi Minh City's time; the country has no summer time, so no time-zone data is needed."""

_Points = Sequence[tuple[float, float]]

_WEEKDAY: _Points = (
    (0, 0.14), (3, 0.06), (4.5, 0.10), (5.5, 0.32), (6.5, 0.74), (7, 0.96), (7.75, 1.0), (8.5, 0.92),
    (9.5, 0.70), (11, 0.73), (11.75, 0.75), (12.75, 0.54), (13.5, 0.66), (15.5, 0.75), (16.5, 0.94),
    (17.5, 1.0), (18.5, 0.97), (19, 0.86), (20, 0.72), (21, 0.62), (22, 0.47), (23, 0.27), (24, 0.14),
)  # fmt: skip
_WEEKEND: _Points = (
    (0, 0.20), (3, 0.08), (5, 0.12), (6.5, 0.40), (8, 0.58), (10, 0.70), (11.5, 0.72), (13, 0.52),
    (15, 0.62), (17, 0.78), (18.5, 0.90), (20, 0.94), (21.5, 0.80), (22.5, 0.58), (24, 0.20),
)  # fmt: skip
_SUNRISE_H, _SUNSET_H, _SEASON_H = 5.85, 17.85, 0.22
_TWILIGHT_H = 0.45
_RAIN_CHANCE_BY_MONTH = (0.02, 0.01, 0.02, 0.06, 0.22, 0.30, 0.30, 0.30, 0.34, 0.30, 0.16, 0.05)


def local(at: datetime) -> datetime:
    """Return the aware time `at` as the city's clocks show it."""
    return at.astimezone(LOCAL_TIME)


def demand(at: datetime) -> float:
    """Return how many want to drive, 0 to 1: two peaks on weekdays, lively evenings at weekends."""
    here = local(at)
    return _between(_WEEKEND if here.weekday() >= 5 else _WEEKDAY, _hour(here))


def office_done(at: datetime) -> float:
    """Return how much of the office day is over, 0 to 1: from 7:30 to 17:00."""
    return min(1.0, max(0.0, (_hour(local(at)) - 7.5) / 9.5))


def darkness(at: datetime) -> float:
    """Return 0 by day, 1 by night, between the two at dawn and dusk."""
    here = local(at)
    season = _SEASON_H * math.cos(2 * math.pi * (here.timetuple().tm_yday + 10) / 365)
    rise, dusk = _SUNRISE_H + season, _SUNSET_H - season
    hour = _hour(here)
    light = min(hour - (rise - _TWILIGHT_H), (dusk + _TWILIGHT_H) - hour) / (2 * _TWILIGHT_H)
    return 1.0 - min(1.0, max(0.0, light))


def rain(at: datetime, seed: int) -> float:
    """Return how hard it rains, 0 to 1; showers of the wet season, mostly in the afternoon."""
    here = local(at)
    return max(_shower(here, day_start, seed) for day_start in (here, here - timedelta(days=1)))


def _shower(here: datetime, day: datetime, seed: int) -> float:
    """Return the rain of the one shower that `day` may have had."""
    rng = random.Random(f"rain {seed} {day.date()}")
    has_one = rng.random() < _RAIN_CHANCE_BY_MONTH[day.month - 1] * 2
    begin = day.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(hours=rng.gauss(15.5, 2.2))
    length_h, strength = rng.uniform(0.6, 2.4), rng.uniform(0.35, 1.0)
    done = (here - begin) / timedelta(hours=length_h)
    return strength * min(1.0, 6 * done, 4 * (1 - done)) if has_one and 0 < done < 1 else 0.0


def _hour(here: datetime) -> float:
    """Return the hour of the day with its fraction."""
    return here.hour + here.minute / 60 + here.second / 3600


def _between(points: _Points, x: float) -> float:
    """Return the value at `x` on the line through the points."""
    index = min(bisect_right([hour for hour, _ in points], x), len(points) - 1)
    (x0, y0), (x1, y1) = points[index - 1], points[index]
    return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
