"""Pixelation: nothing finer than a block is left, and what cannot be decoded is no picture."""

import cv2
import numpy as np
import pytest

from ingest.pixelation import BLOCKS_ACROSS, PictureRefusedError, checked, jpeg_size, pixelated


def a_jpeg(width: int = 320, height: int = 180) -> bytes:
    """Return a sharp picture: stripes two pixels wide."""
    picture = np.zeros((height, width, 3), np.uint8)
    picture[:, ::4] = 255
    picture[:, 1::4] = 255
    return bytes(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 95])[1].tobytes())


@pytest.mark.parametrize(("width", "height"), [(320, 180), (1920, 1080), (180, 320), (40, 30), (9, 7)])
def test_stripes_do_not_survive(width: int, height: int) -> None:
    picture = pixelated(a_jpeg(width, height))
    shown = cv2.imdecode(np.frombuffer(picture.jpeg, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert shown is not None
    assert (picture.height, picture.width) == shown.shape
    assert int(shown.max()) - int(shown.min()) < 60


def test_a_picture_has_no_more_blocks_than_it_may() -> None:
    rng = np.random.default_rng(7)
    noise = rng.integers(0, 256, (1080, 1920, 3), np.uint8)
    jpeg = cv2.imencode(".jpg", noise, [cv2.IMWRITE_JPEG_QUALITY, 20])[1].tobytes()
    shown = cv2.imdecode(np.frombuffer(pixelated(jpeg).jpeg, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert shown is not None
    steps = np.abs(np.diff(shown.mean(axis=0)))
    block = shown.shape[1] // BLOCKS_ACROSS
    inside = [step for column, step in enumerate(steps) if (column + 1) % block]
    assert max(inside) < 4


def test_what_happens_can_still_be_seen() -> None:
    picture = np.zeros((360, 640, 3), np.uint8)
    picture[:, 320:] = 255
    jpeg = cv2.imencode(".jpg", picture)[1].tobytes()
    shown = cv2.imdecode(np.frombuffer(pixelated(jpeg).jpeg, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert shown is not None
    assert shown[:, :280].mean() < 20
    assert shown[:, 360:].mean() > 235


@pytest.mark.parametrize(
    ("jpeg", "said"),
    [
        (b"", "not a JPEG"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "not a JPEG"),
        (a_jpeg()[:20], "cut short"),
        (b"\xff\xd8\xff" + bytes(600_000), "at most 524288"),
    ],
)
def test_what_is_no_picture_is_refused(jpeg: bytes, said: str) -> None:
    with pytest.raises(PictureRefusedError, match=said):
        pixelated(jpeg)


def test_a_picture_that_claims_to_be_huge_is_refused_unopened() -> None:
    jpeg = bytearray(a_jpeg())
    at = jpeg.index(b"\xff\xc0")
    jpeg[at + 5 : at + 9] = b"\xff\xff\xff\xff"
    with pytest.raises(PictureRefusedError, match="at most 8192 a side"):
        checked(bytes(jpeg))


def test_the_size_stands_in_the_frame_header() -> None:
    assert jpeg_size(a_jpeg(64, 48)) == (64, 48)
