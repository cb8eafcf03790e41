"""What stands where it should not: a vehicle left in a zone, and an area filled by a crowd.

Both look at areas only. A crowd is a share of a zone that is covered, never a number of persons.
"""

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from edge.blobs import Blob, filled_share, find_blobs, zone_mask
from edge.frames import Gray, Mask
from edge.settings import CameraSettings

_STILL_BELOW = 14
_SMALLEST_SHARE_OF_A_CAR = 0.35
_STANDING_SHARE = 0.8
_TOLD_SHARE = 0.3
_EDGE_GAIN = 1.15
_RIM_PX = 3


@dataclass(frozen=True, slots=True)
class Standing:
    """A blob that stands, and which share of it has not changed for the whole time."""

    blob: Blob
    still_share: float


class StoppedVehicles:
    """Finds vehicles that stand in the no-parking zone for `parking_s` seconds, each once."""

    def __init__(self, settings: CameraSettings, shape: tuple[int, ...]) -> None:
        metres_per_pixel = settings.metres_per_pixel * settings.scale_width_px / shape[1]
        self._smallest_px = _SMALLEST_SHARE_OF_A_CAR * settings.sizes.car_m2 / metres_per_pixel**2
        self._parking_s = settings.parking_s
        self._zone = zone_mask(settings.no_parking_zone, shape)
        self._still_since_s = np.full(shape[:2], np.inf, np.float64)
        self._last: Gray | None = None
        self._told = np.zeros(shape[:2], np.uint8)

    def add(self, gray: Gray, mask: Mask, street: Callable[[], Gray], at_s: float) -> list[Standing]:
        """Take a frame, its foreground and how to get the empty street; return who is new in standing."""
        self._note_stillness(gray, mask, at_s)
        standing = np.where(self._still_since_s <= at_s - self._parking_s, 255, 0).astype(np.uint8)
        self._told = np.asarray(cv2.bitwise_and(self._told, mask), np.uint8)
        if not standing.any():
            return []
        in_zone = np.asarray(cv2.bitwise_and(mask, self._zone), np.uint8)
        found = []
        for blob in find_blobs(in_zone, self._smallest_px):
            share = min(1.0, cv2.countNonZero(_part(standing, blob)) / blob.area_px)
            if share >= _STANDING_SHARE and not self._is_told(blob) and is_thing(blob, gray, street()):
                found.append(Standing(blob, share))
                _part(self._told, blob)[:] = 255
        return found

    def _note_stillness(self, gray: Gray, mask: Mask, at_s: float) -> None:
        if self._last is None:
            self._last = gray
        moved = cv2.absdiff(cv2.blur(gray, (5, 5)), cv2.blur(self._last, (5, 5))) > _STILL_BELOW
        self._last = gray
        is_still = (mask > 0) & (self._zone > 0) & ~moved
        begins = is_still & np.isinf(self._still_since_s)
        self._still_since_s[begins] = at_s
        self._still_since_s[~is_still] = np.inf

    def _is_told(self, blob: Blob) -> bool:
        return cv2.countNonZero(_part(self._told, blob)) > _TOLD_SHARE * blob.area_px


def _part(mask: Mask, blob: Blob) -> Mask:
    """Return the blob's box in `mask`, as a view of it."""
    return mask[blob.top : blob.top + blob.height, blob.left : blob.left + blob.width]


def is_thing(blob: Blob, gray: Gray, street: Gray) -> bool:
    """Tell whether a blob is something that came, not the hole left by something that went.

    What came has an outline in the picture now; what went has it in the learnt street.
    """
    rim = _rim(blob, gray.shape)
    now, before = _edges(gray)[rim], _edges(street)[rim]
    return bool(now.mean() > before.mean() * _EDGE_GAIN) if now.size else False


def _rim(blob: Blob, shape: tuple[int, ...]) -> np.ndarray:
    """Return where the outline of the blob's box runs, a few pixels wide."""
    filled = np.zeros(shape[:2], np.uint8)
    corner = (blob.left + blob.width - 1, blob.top + blob.height - 1)
    cv2.rectangle(filled, (blob.left, blob.top), corner, 255, 2 * _RIM_PX)
    return filled > 0


def _edges(gray: Gray) -> np.ndarray:
    smooth = cv2.GaussianBlur(gray, (3, 3), 0)
    across, down = cv2.Sobel(smooth, cv2.CV_32F, 1, 0), cv2.Sobel(smooth, cv2.CV_32F, 0, 1)
    return np.asarray(cv2.magnitude(across, down))


class CrowdedArea:
    """Tells when the crowd zone has been covered by more than `crowd_share` for `crowd_s` seconds."""

    def __init__(self, settings: CameraSettings, shape: tuple[int, ...]) -> None:
        self._zone = zone_mask(settings.crowd_zone, shape)
        self._limit = settings.crowd_share
        self._hold_s = settings.crowd_s
        self._since_s: float | None = None
        self._is_told = False

    def add(self, mask: Mask, at_s: float) -> float | None:
        """Take the foreground; return the covered share when a crowd is newly known, else None."""
        share = filled_share(mask, self._zone)
        # Half of the limit ends a crowd, so that one that breathes is not told again and again.
        if share < self._limit / 2:
            self._since_s, self._is_told = None, False
        if share >= self._limit and self._since_s is None:
            self._since_s = at_s
        if self._since_s is None or self._is_told or at_s - self._since_s < self._hold_s:
            return None
        self._is_told = True
        return share
