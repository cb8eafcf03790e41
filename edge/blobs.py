"""Blobs: connected areas of what is not background. Shapes and areas, nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from edge.frames import Gray, Mask, Picture
from edge.settings import Point

ANALYSIS_WIDTH_PX = 480


@dataclass(frozen=True, slots=True)
class Blob:
    """One area in an analysed picture, in its pixels: a box, and how many pixels are filled."""

    left: int
    top: int
    width: int
    height: int
    area_px: int

    @property
    def centre(self) -> Point:
        """Return the middle of the box (x, y)."""
        return self.left + self.width / 2, self.top + self.height / 2

    def box_share(self, shape: tuple[int, ...]) -> tuple[float, float, float, float]:
        """Return [left, top, right, bottom] as shares of a picture of `shape` (rows, columns)."""
        rows, columns = shape[:2]
        right, bottom = self.left + self.width, self.top + self.height
        return self.left / columns, self.top / rows, right / columns, bottom / rows


def for_analysis(picture: Picture) -> Gray:
    """Return the picture in grey, at most 480 pixels wide: what every analysis here looks at."""
    gray = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    rows, columns = gray.shape
    if columns > ANALYSIS_WIDTH_PX:
        size = (ANALYSIS_WIDTH_PX, round(rows * ANALYSIS_WIDTH_PX / columns))
        gray = cv2.resize(gray, size, interpolation=cv2.INTER_AREA)
    return np.asarray(gray, np.uint8)


def find_blobs(mask: Mask, smallest_px: float) -> list[Blob]:
    """Return the connected areas of `mask` of at least `smallest_px` pixels."""
    _, _, facts, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    return [Blob(*(int(value) for value in row)) for row in facts[1:] if row[cv2.CC_STAT_AREA] >= smallest_px]


def zone_mask(zone: Sequence[Point], shape: tuple[int, ...]) -> Mask:
    """Return the outline `zone` (shares) filled, for a picture of `shape`."""
    rows, columns = shape[:2]
    mask = np.zeros((rows, columns), np.uint8)
    corners = np.array([(x * columns, y * rows) for x, y in zone], np.int32)
    cv2.fillPoly(mask, [corners], 255)
    return mask


def filled_share(mask: Mask, zone: Mask | None = None) -> float:
    """Return which share of `zone` (of the whole picture when None) is filled in `mask`."""
    if zone is None:
        return cv2.countNonZero(mask) / mask.size
    whole = cv2.countNonZero(zone)
    return cv2.countNonZero(cv2.bitwise_and(mask, zone)) / whole if whole else 0.0
