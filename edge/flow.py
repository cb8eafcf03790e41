"""Vehicle flow: blobs that go over a counting line, by size, with their speed.

Bicycles cannot be told from motorcycles by size, so none are reported. Vehicles that touch in the
picture are one blob: the count is low when traffic is dense, and then occupancy is the better figure:
the share of the counting line that is covered, averaged over the period.
"""

import statistics
from dataclasses import dataclass

import cv2
import numpy as np

from edge.blobs import filled_share, find_blobs
from edge.frames import Mask
from edge.settings import CameraSettings, Point, SizeClasses
from edge.tracking import Track, Tracker, crosses

_FASTEST_KMH = 400.0
_REACH_M = 2.5
_KMH_PER_MPS = 3.6
_LINE_WIDTH_PX = 3


@dataclass(frozen=True, slots=True)
class FlowFigures:
    """What went over the line in `period_s` seconds."""

    period_s: float
    motorcycles: int
    cars: int
    buses: int
    trucks: int
    speed_kmh: float
    occupancy: float


def vehicle_class(area_m2: float, sizes: SizeClasses) -> str:
    """Return motorcycles, cars, trucks or buses, by the area of the blob."""
    if area_m2 <= sizes.motorcycle_m2:
        return "motorcycles"
    if area_m2 <= sizes.car_m2:
        return "cars"
    return "trucks" if area_m2 <= sizes.truck_m2 else "buses"


class FlowCounter:
    """Counts the vehicles of one camera, frame by frame."""

    def __init__(self, settings: CameraSettings, shape: tuple[int, ...]) -> None:
        rows, columns = shape[:2]
        self._sizes = settings.sizes
        self._metres_per_pixel = settings.metres_per_pixel * settings.scale_width_px / columns
        (x, y), (end_x, end_y) = settings.counting_line
        self._line = ((x * columns, y * rows), (end_x * columns, end_y * rows))
        self._tracker = Tracker(_REACH_M / self._metres_per_pixel)
        self._line_mask = _line_mask(self._line, shape)
        self._start_s: float | None = None
        self._clear()

    def add(self, mask: Mask, at_s: float) -> None:
        """Take the foreground of the frame at `at_s` seconds."""
        if self._start_s is None:
            self._start_s = at_s
        self._occupied.append(filled_share(mask, self._line_mask))
        blobs = find_blobs(mask, self._sizes.smallest_m2 / self._metres_per_pixel**2)
        for track in self._tracker.follow(blobs, at_s):
            step = track.last_step()
            if step is not None and not track.is_counted and crosses(step, self._line):
                track.is_counted = True
                self._count(track)

    def age_s(self, at_s: float) -> float:
        """Return how long the present period has been going on."""
        return 0.0 if self._start_s is None else at_s - self._start_s

    def close(self, at_s: float) -> FlowFigures:
        """Return the figures of the period that ends at `at_s`, and begin the next."""
        counts = {name: self._counted.count(name) for name in ("motorcycles", "cars", "buses", "trucks")}
        figures = FlowFigures(
            period_s=self.age_s(at_s),
            speed_kmh=min(_FASTEST_KMH, statistics.fmean(self._speeds_kmh)) if self._speeds_kmh else 0.0,
            occupancy=statistics.fmean(self._occupied) if self._occupied else 0.0,
            **counts,
        )
        self._start_s = at_s
        self._clear()
        return figures

    def _count(self, track: Track) -> None:
        area_m2 = track.area_px * self._metres_per_pixel**2
        self._counted.append(vehicle_class(area_m2, self._sizes))
        speed_px_s = track.speed_px_s()
        if speed_px_s is not None:
            self._speeds_kmh.append(speed_px_s * self._metres_per_pixel * _KMH_PER_MPS)

    def _clear(self) -> None:
        self._counted: list[str] = []
        self._speeds_kmh: list[float] = []
        self._occupied: list[float] = []


def _line_mask(line: tuple[Point, Point], shape: tuple[int, ...]) -> Mask:
    mask = np.zeros(shape[:2], np.uint8)
    (x, y), (end_x, end_y) = line
    cv2.line(mask, (round(x), round(y)), (round(end_x), round(end_y)), 255, _LINE_WIDTH_PX)
    return mask
