"""Privacy zones are painted out of pictures, and nothing else is."""

import cv2
import numpy as np
import pytest

from domain.privacy_zones import Zone
from ingest.pixelation import PictureRefusedError, painted

LEFT_TOP = Zone(((0.0, 0.0), (0.5, 0.0), (0.5, 0.5), (0.0, 0.5)))


def _white() -> bytes:
    return cv2.imencode(".jpg", np.full((240, 320, 3), 255, np.uint8))[1].tobytes()


def _pixels(jpeg: bytes) -> np.ndarray:
    return cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)


def test_a_zone_is_painted_out_and_the_rest_is_left() -> None:
    pixels = _pixels(painted(_white(), [LEFT_TOP]))
    assert pixels.shape == (240, 320, 3)
    assert pixels[:120, :160].max() < 100
    assert pixels[:, 180:].min() > 230
    assert pixels[140:, :].min() > 230


def test_a_picture_without_zones_is_left_as_it_is() -> None:
    assert painted(_white(), []) == _white()


def test_a_picture_that_cannot_be_painted_is_refused() -> None:
    with pytest.raises(PictureRefusedError):
        painted(b"\xff\xd8\xff no picture", [LEFT_TOP])
