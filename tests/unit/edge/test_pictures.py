"""Pictures leave the camera pixelated, small and with a true hash."""

import hashlib
from datetime import timedelta

import cv2
import numpy as np

from edge.frames import Frame
from edge.pictures import MAX_JPEG_BYTES, PictureRing, pixelated, still_of
from tests.unit.edge.scene_runs import NOW


def a_noisy_picture(rows: int = 360, columns: int = 640) -> np.ndarray:
    return np.random.default_rng(7).integers(0, 256, (rows, columns, 3)).astype(np.uint8)


def test_pixelation_leaves_nothing_finer_than_its_blocks() -> None:
    blocks = pixelated(a_noisy_picture())
    assert len(np.unique(blocks.reshape(-1, 3), axis=0)) <= 32 * 18
    first = blocks[:20, :20]
    assert (first == first[0, 0]).all()


def test_no_block_is_smaller_than_16_pixels() -> None:
    blocks = pixelated(a_noisy_picture(64, 128))
    assert len(np.unique(blocks.reshape(-1, 3), axis=0)) == 8 * 4


def test_a_masked_still_carries_none_of_the_detail() -> None:
    frame = Frame(a_noisy_picture(), NOW)
    shown = cv2.imdecode(np.frombuffer(still_of(frame, is_masked=True).jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert shown is not None
    detail = cv2.absdiff(shown, pixelated(frame.picture))
    assert float(np.mean(detail)) < 6


def test_a_still_names_its_own_hash_and_size() -> None:
    still = still_of(Frame(a_noisy_picture(), NOW), is_masked=False)
    assert hashlib.sha256(still.jpeg).hexdigest() == still.sha256
    assert (still.width, still.height) == (640, 360)


def test_a_large_picture_is_made_to_fit() -> None:
    still = still_of(Frame(a_noisy_picture(2160, 3840), NOW), is_masked=False)
    assert len(still.jpeg) <= MAX_JPEG_BYTES
    assert still.width <= 960


def test_the_ring_gives_the_still_nearest_to_a_time_and_forgets_old_ones() -> None:
    ring = PictureRing(is_masked=True)
    for tenths in range(300):
        ring.add(Frame(a_noisy_picture(36, 64), NOW + timedelta(seconds=tenths / 10)))
    wanted = NOW + timedelta(seconds=25)
    nearest = ring.nearest(wanted)
    assert nearest is not None
    assert abs(nearest.taken_at - wanted) <= timedelta(seconds=0.5)
    oldest = ring.nearest(NOW)
    assert oldest is not None
    assert oldest.taken_at >= NOW + timedelta(seconds=20)
