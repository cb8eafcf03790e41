"""Painted scenes with a known truth: a street from above, its vehicles and what befalls its camera."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from edge.frames import Gray, Picture

WIDTH_PX = 480
HEIGHT_PX = 270
METRES_PER_PIXEL = 1 / 15
_NOISE_TILES = 7
_NOISE_SIGMA = 2.5
_BLOCK_PX = 15


class FaultKind(StrEnum):
    """What can happen to a camera."""

    COVERED = "covered"
    SHIFTED = "shifted"
    FROZEN = "frozen"


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault that begins at `from_s` and ends at `to_s`."""

    kind: FaultKind
    from_s: float
    to_s: float = float("inf")


@dataclass(frozen=True, slots=True)
class Vehicle:
    """A vehicle that drives down the picture; it may stop on its way, at `stops_at_m` from the top."""

    lane_m: float
    enters_s: float
    speed_mps: float
    width_m: float
    length_m: float
    brightness: int
    stops_at_m: float | None = None
    stops_for_s: float = 0.0

    def top_m(self, at_s: float) -> float | None:
        """Return how far the vehicle's rear is from the top of the picture, None before it enters."""
        driven_s = at_s - self.enters_s
        if driven_s < 0:
            return None
        if self.stops_at_m is not None:
            until_stop_s = (self.stops_at_m + self.length_m) / self.speed_mps
            driven_s -= min(max(driven_s - until_stop_s, 0.0), self.stops_for_s)
        return driven_s * self.speed_mps - self.length_m


@dataclass(frozen=True, slots=True)
class Scene:
    """A street, its vehicles and its camera's faults; `seed` makes the pictures repeatable."""

    vehicles: tuple[Vehicle, ...] = ()
    faults: tuple[Fault, ...] = ()
    seed: int = 1

    def fault_at(self, at_s: float) -> Fault | None:
        """Return the fault that holds at `at_s`."""
        return next((fault for fault in self.faults if fault.from_s <= at_s < fault.to_s), None)


class ScenePainter:
    """Paints a scene at any second; the same scene gives the same pictures."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        generator = np.random.default_rng(scene.seed)
        self._street = _empty_street(generator)
        self._noise = generator.normal(0, _NOISE_SIGMA, (_NOISE_TILES, HEIGHT_PX, WIDTH_PX)).astype(
            np.float32
        )

    def paint(self, at_s: float, index: int) -> Picture:
        """Return the picture at `at_s`; `index` counts frames and picks the noise of the sensor."""
        fault = self._scene.fault_at(at_s)
        if fault is not None and fault.kind is FaultKind.FROZEN:
            return self.paint_clear(fault.from_s, 0)
        if fault is not None and fault.kind is FaultKind.COVERED:
            return self._seen(np.full_like(self._street, 24), index)
        picture = self._with_vehicles(at_s)
        if fault is not None:
            picture = np.roll(picture, (21, 52), axis=(0, 1))
        return self._seen(picture, index)

    def paint_clear(self, at_s: float, index: int) -> Picture:
        """Return the picture at `at_s` as a camera without faults would see it."""
        return self._seen(self._with_vehicles(at_s), index)

    def _with_vehicles(self, at_s: float) -> Gray:
        picture = self._street.copy()
        for vehicle in self._scene.vehicles:
            top_m = vehicle.top_m(at_s)
            if top_m is not None:
                _paint_vehicle(picture, vehicle, top_m)
        return picture

    def _seen(self, picture: Gray, index: int) -> Picture:
        noisy = picture + self._noise[index % _NOISE_TILES]
        gray = np.clip(noisy, 0, 255).astype(np.uint8)
        return np.repeat(gray[:, :, np.newaxis], 3, axis=2)


def _empty_street(generator: np.random.Generator) -> Gray:
    """Return roofs left and right, and between them a road with lane marks."""
    blocks = generator.integers(60, 200, (HEIGHT_PX // _BLOCK_PX, WIDTH_PX // _BLOCK_PX))
    picture = np.kron(blocks, np.ones((_BLOCK_PX, _BLOCK_PX))).astype(np.uint8)
    picture[:, WIDTH_PX // 6 : WIDTH_PX * 5 // 6] = 96
    for lane in range(2, 5):
        left = WIDTH_PX * lane // 6
        for top in range(0, HEIGHT_PX, 60):
            picture[top : top + 30, left - 1 : left + 1] = 190
    return picture


def _paint_vehicle(picture: Gray, vehicle: Vehicle, top_m: float) -> None:
    top = round(top_m / METRES_PER_PIXEL)
    bottom = top + round(vehicle.length_m / METRES_PER_PIXEL)
    left = round((vehicle.lane_m - vehicle.width_m / 2) / METRES_PER_PIXEL)
    right = left + round(vehicle.width_m / METRES_PER_PIXEL)
    if bottom > 0 and top < HEIGHT_PX:
        picture[max(0, top) : bottom, max(0, left) : right] = vehicle.brightness


_BODIES = ((0.8, 2.0), (1.8, 4.3), (2.3, 7.0), (2.5, 11.5))
_MIX = (0.80, 0.15, 0.02, 0.03)
_LANES_M = (8.0, 13.3, 18.7, 24.0)


def busy_street(duration_s: float, vehicles_per_min: float, seed: int = 1) -> Scene:
    """Return a street with Saigon's mix, four fifths of it motorcycles, for `duration_s` seconds."""
    generator = np.random.default_rng(seed)
    free_s = dict.fromkeys(_LANES_M, 0.0)
    vehicles = []
    at_s = 0.0
    while (at_s := at_s + generator.exponential(60 / vehicles_per_min)) < duration_s:
        lane_m = _LANES_M[generator.integers(len(_LANES_M))]
        width_m, length_m = _BODIES[generator.choice(len(_BODIES), p=_MIX)]
        enters_s = max(at_s, free_s[lane_m])
        # One speed for a street keeps vehicles of a lane apart, so the truth is what can be seen.
        free_s[lane_m] = enters_s + (length_m + 2.5) / 8.0
        vehicles.append(
            Vehicle(lane_m, enters_s, 8.0, width_m, length_m, int(generator.choice((20, 35, 210, 235))))
        )
    return Scene(tuple(vehicles), seed=seed)
