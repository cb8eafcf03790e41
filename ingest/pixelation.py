"""Pixelation: a picture of a real camera is made coarse as a whole before it is kept or shown.

At most thirty-two blocks a side, none smaller than 16 pixels of the source (which may be a cut-out of
one object), leave what happens and where, and nobody's face or number plate. Whatever cannot be
decoded is refused: no picture rather than a sharp one. Of every camera's pictures, the privacy zones
are painted out as well.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from domain.privacy_zones import Zone
from ingest.errors import IngestError

MAX_JPEG_BYTES = 512 * 1024
BLOCKS_ACROSS = 32
SMALLEST_BLOCK_PX = 16
_MAX_SIDE = 8192
_SHOWN_WIDTH = 640
_JPEG_QUALITY = 80
_PAINT = (58, 46, 36)
_PAINT_BEYOND_PX = 3
"""A zone is painted a little beyond its outline, over what shines through at its rim."""
_SHIFT = 4
"""Corners are given to the painter in sixteenths of a pixel."""
_START = b"\xff\xd8\xff"
_FRAME_HEADERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_WITHOUT_LENGTH = frozenset(range(0xD0, 0xD8)) | {0x01}


class PictureRefusedError(IngestError):
    """The picture cannot be kept; the message says why, and holds nothing of the picture."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG with its size in pixels and its SHA-256."""

    jpeg: bytes
    width: int
    height: int
    sha256: str


def checked(jpeg: bytes) -> Picture:
    """Return the JPEG as a picture; raise PictureRefusedError when it is none, or too large."""
    if len(jpeg) > MAX_JPEG_BYTES:
        raise PictureRefusedError(f"a picture of {len(jpeg)} bytes; at most {MAX_JPEG_BYTES} are taken")
    width, height = jpeg_size(jpeg)
    return Picture(jpeg, width, height, hashlib.sha256(jpeg).hexdigest())


def pixelated(jpeg: bytes) -> Picture:
    """Return the picture wholly pixelated; raise PictureRefusedError when it cannot be decoded."""
    source = checked(jpeg)
    try:
        # An eighth of the size is all that is needed, and bounds what a large picture may cost.
        small = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_REDUCED_COLOR_8)
    except cv2.error as error:
        raise PictureRefusedError("the picture cannot be decoded, so it cannot be pixelated") from error
    if small is None or small.size == 0:
        raise PictureRefusedError("the picture cannot be decoded, so it cannot be pixelated")
    width = min(source.width, _SHOWN_WIDTH)
    height = max(1, round(source.height * width / source.width))
    blocks = cv2.resize(small, _blocks(source), interpolation=cv2.INTER_AREA)
    coarse = cv2.resize(blocks, (width, height), interpolation=cv2.INTER_NEAREST)
    is_written, encoded = cv2.imencode(".jpg", coarse, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])
    if not is_written:
        raise PictureRefusedError("the pixelated picture cannot be written")
    return checked(encoded.tobytes())


def painted(jpeg: bytes, zones: Sequence[Zone]) -> bytes:
    """Return the JPEG with its zones painted out, itself when there are none.

    Raises PictureRefusedError when it cannot be decoded: no picture rather than one that shows too much.
    """
    if not zones:
        return jpeg
    checked(jpeg)
    try:
        picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    except cv2.error as error:
        raise PictureRefusedError("the picture cannot be decoded, so no zone can be painted out") from error
    if picture is None or picture.size == 0:
        raise PictureRefusedError("the picture cannot be decoded, so no zone can be painted out")
    height, width = picture.shape[:2]
    size = np.array([width, height], np.float64) * (1 << _SHIFT)
    outlines = [np.rint(np.array(zone.outline) * size).astype(np.int32) for zone in zones]
    for outline in outlines:
        cv2.fillPoly(picture, [outline], _PAINT, shift=_SHIFT)
        cv2.polylines(picture, [outline], True, _PAINT, 2 * _PAINT_BEYOND_PX, shift=_SHIFT)
    is_written, encoded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])
    if not is_written:
        raise PictureRefusedError("the painted picture cannot be written")
    return checked(encoded.tobytes()).jpeg


def _blocks(picture: Picture) -> tuple[int, int]:
    """Return how many blocks across and down: few, and none finer than a small picture can bear."""
    across = min(BLOCKS_ACROSS, picture.width // SMALLEST_BLOCK_PX)
    down = min(BLOCKS_ACROSS, picture.height // SMALLEST_BLOCK_PX)
    return max(1, across), max(1, down)


def jpeg_size(jpeg: bytes) -> tuple[int, int]:
    """Return (width, height) from a JPEG's frame header; raise PictureRefusedError when there is none."""
    if not jpeg.startswith(_START):
        raise PictureRefusedError("the bytes are not a JPEG")
    at = 2
    while at + 9 <= len(jpeg) and jpeg[at] == 0xFF:
        marker = jpeg[at + 1]
        if marker in _FRAME_HEADERS:
            height = int.from_bytes(jpeg[at + 5 : at + 7], "big")
            width = int.from_bytes(jpeg[at + 7 : at + 9], "big")
            if 1 <= width <= _MAX_SIDE and 1 <= height <= _MAX_SIDE:
                return width, height
            raise PictureRefusedError(f"a picture of {width} by {height} pixels; at most {_MAX_SIDE} a side")
        if marker == 0xFF:
            at += 1
        elif marker in _WITHOUT_LENGTH:
            at += 2
        else:
            at += 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
    raise PictureRefusedError("the JPEG has no frame header: it is cut short")
