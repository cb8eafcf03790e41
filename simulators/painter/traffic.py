"""The vehicles of a scene: as many as the street is full, the same ones before and after, moved on."""

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from domain.kinds import IncidentKind
from simulators.painter.canvas import Canvas
from simulators.painter.fire_and_water import wade
from simulators.painter.layout import Spot, View
from simulators.painter.scene import Scene
from simulators.painter.vehicles import draw_bicycle, draw_bus, draw_car, draw_motorcycle, draw_truck

_DEPTH_M = 75.0
_FIRST_M = 8.0
_KINDS = ("motorcycle", "car", "bus", "truck", "bicycle")
_MIX = (80, 14, 1.6, 1.6, 2.8)
_ROOM_M = {
    "motorcycle": (0.5, 2.6),
    "bicycle": (0.4, 2.4),
    "car": (1.0, 6.0),
    "truck": (1.2, 7.5),
    "bus": (1.4, 11.5),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Something to draw at a distance; the farthest is drawn first."""

    y: float
    draw: Callable[[Canvas], None]


@dataclass(frozen=True, slots=True)
class Vehicle:
    """A vehicle: kind, place at the beginning, direction, and its own randomness for colours."""

    kind: str
    x: float
    y: float
    comes: bool
    chance: int


def traffic(scene: Scene, view: View, kept_free: Spot | None) -> Iterator[Standing]:
    """Yield the vehicles of a scene; none stands where something is happening."""
    return moved_on(vehicles_of(scene, view), scene, kept_free)


def kept_free_of(scene: Scene, spot: Spot | None) -> Spot | None:
    """Return where vehicles make way for what happens; under water they do not."""
    return None if scene.kind is IncidentKind.FLOOD else spot


def moved_on(vehicles: Iterable[Vehicle], scene: Scene, kept_free: Spot | None) -> Iterator[Standing]:
    """Yield vehicles where they are by the scene's time."""
    is_flooded = scene.kind is IncidentKind.FLOOD and scene.is_true
    speed_m_s = 10.0 * (1 - scene.fullness) ** 1.5
    for vehicle in vehicles:
        way_m = speed_m_s * scene.phase_s * (-1 if vehicle.comes else 1)
        y = _FIRST_M + (vehicle.y + way_m) % _DEPTH_M
        if kept_free is None or not _is_in_way(vehicle, y, kept_free):
            draw = partial(_draw, vehicle, y, scene.rain)
            yield Standing(y, partial(_draw_wading, vehicle, y, draw) if is_flooded else draw)


def vehicles_of(scene: Scene, view: View) -> Iterable[Vehicle]:
    """Return the vehicles, none on top of another at the beginning."""
    rng = random.Random(f"traffic {scene.chance}")
    lanes = (view.road_right - view.road_left) / 3.2
    wanted = round((4 + 95 * scene.fullness**1.15) * lanes / 4)
    chosen: list[Vehicle] = []
    for _ in range(wanted * 3):
        if len(chosen) >= wanted:
            break
        (kind,) = rng.choices(_KINDS, _MIX)
        comes = rng.random() < 0.48
        new = Vehicle(
            kind, _across(kind, comes, view, rng), rng.uniform(0, _DEPTH_M), comes, rng.getrandbits(32)
        )
        if not any(_collide(new, other) for other in chosen):
            chosen.append(new)
    return chosen


def _across(kind: str, comes: bool, view: View, rng: random.Random) -> float:
    """Return where across the road a vehicle drives: two wheels outside, the rest near the middle."""
    low, high = (view.road_left, view.middle) if comes else (view.middle, view.road_right)
    margin = 0.6 if kind in {"motorcycle", "bicycle"} else min(1.4, (high - low) / 2)
    return rng.uniform(low + margin, high - margin) if high - low > 2 * margin else (low + high) / 2


def _collide(one: Vehicle, other: Vehicle) -> bool:
    """Tell whether two vehicles would stand in each other."""
    (half_a, long_a), (half_b, long_b) = _ROOM_M[one.kind], _ROOM_M[other.kind]
    near = one if one.y < other.y else other
    return abs(one.x - other.x) < half_a + half_b and abs(one.y - other.y) < (
        long_a if near is one else long_b
    )


def _is_in_way(vehicle: Vehicle, y: float, spot: Spot) -> bool:
    """Tell whether a vehicle would hide or cross what happens."""
    half, long = _ROOM_M[vehicle.kind]
    is_beside = abs(vehicle.x - spot.x) < half + spot.width / 2 + 0.3
    return is_beside and spot.y - long - 3.5 < y < spot.y + 2.5


def _draw_wading(vehicle: Vehicle, y: float, draw: Callable[[Canvas], None], canvas: Canvas) -> None:
    """Draw a vehicle whose wheels are under water."""
    draw(canvas)
    wade(canvas, vehicle.x, y, _ROOM_M[vehicle.kind][0] + 0.15)


def _draw(vehicle: Vehicle, y: float, rain: float, canvas: Canvas) -> None:
    """Draw one vehicle where it is now."""
    rng = random.Random(vehicle.chance)
    if vehicle.kind == "motorcycle":
        draw_motorcycle(canvas, vehicle.x, y, comes=vehicle.comes, rain=rain, rng=rng)
    elif vehicle.kind == "bicycle":
        draw_bicycle(canvas, vehicle.x, y, rng=rng)
    else:
        draw = {"car": draw_car, "bus": draw_bus, "truck": draw_truck}[vehicle.kind]
        draw(canvas, vehicle.x, y, comes=vehicle.comes, rng=rng)
