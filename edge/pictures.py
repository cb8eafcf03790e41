"""Pictures that leave the camera: masked, capped in size, and kept for a few seconds beforehand."""

import hashlib
from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta

import cv2
import numpy as np

from edge.frames import Frame, Picture

MAX_JPEG_BYTES = 512 * 1024
_WIDTHS_PX = (960, 640, 320)
_QUALITY = 80
_BLOCKS_A_SIDE = 32
_SMALLEST_BLOCK_PX = 16
_KEPT_S = 8.0
_SPACING_S = 0.9


@dataclass(frozen=True, slots=True)
class Still:
    """One JPEG picture, when it was taken, and its SHA-256 in hex."""

    taken_at: datetime
    width: int
    height: int
    sha256: str
    jpeg: bytes


def pixelated(picture: Picture) -> Picture:
    """Return the whole picture as coarse blocks: traffic shows, a face or a plate cannot.

    At most 32 blocks a side, none smaller than 16 pixels: as ingest does it.
    """
    rows, columns = picture.shape[:2]
    block_px = max(_SMALLEST_BLOCK_PX, max(rows, columns) / _BLOCKS_A_SIDE)
    across, down = max(1, round(columns / block_px)), max(1, round(rows / block_px))
    small = cv2.resize(picture, (across, down), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(small, (columns, rows), interpolation=cv2.INTER_NEAREST), np.uint8)


def still_of(frame: Frame, *, is_masked: bool) -> Still:
    """Return the frame as a JPEG of at most 512 KiB, wholly pixelated when `is_masked`."""
    for width in _WIDTHS_PX:
        picture = _narrowed(frame.picture, width)
        jpeg = _jpeg(pixelated(picture) if is_masked else picture)
        if len(jpeg) <= MAX_JPEG_BYTES:
            break
    rows, columns = picture.shape[:2]
    return Still(frame.taken_at, columns, rows, hashlib.sha256(jpeg).hexdigest(), jpeg)


def _narrowed(picture: Picture, width: int) -> Picture:
    rows, columns = picture.shape[:2]
    if columns <= width:
        return picture
    size = (width, max(1, round(rows * width / columns)))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


def _jpeg(picture: Picture) -> bytes:
    _, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    return data.tobytes()


class PictureRing:
    """The last eight seconds as about one masked still a second; nothing unmasked is kept."""

    def __init__(self, *, is_masked: bool) -> None:
        self._is_masked = is_masked
        self._stills: deque[Still] = deque()

    def add(self, frame: Frame) -> None:
        """Keep the frame when the last kept one is about a second old."""
        if self._stills and (frame.taken_at - self._stills[-1].taken_at).total_seconds() < _SPACING_S:
            return
        self._stills.append(still_of(frame, is_masked=self._is_masked))
        oldest = frame.taken_at - timedelta(seconds=_KEPT_S)
        while self._stills[0].taken_at < oldest:
            self._stills.popleft()

    def nearest(self, at: datetime) -> Still | None:
        """Return the kept still nearest to `at`."""
        return min(self._stills, key=lambda still: abs(still.taken_at - at), default=None)
