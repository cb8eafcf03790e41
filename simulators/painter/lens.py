"""What can befall the camera itself: something covers the lens, or a knock turns it."""

import random

import cv2
import numpy as np

from simulators.painter.canvas import Image
from simulators.painter.scene import HEIGHT, WIDTH, Scene


def covered(image: Image, scene: Scene) -> Image:
    """Return the picture behind a plastic bag or a leaf that hangs right before the lens."""
    rng = random.Random(f"cover {scene.chance}")
    colour = np.array(rng.choice(((168, 176, 178), (58, 92, 70), (70, 78, 96))), np.float32)
    light = 1 - 0.75 * scene.darkness
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    edge = [(-20, -20), (rng.randint(470, 560), -20)]
    edge += [(rng.randint(400, 600), y) for y in range(30, HEIGHT, 60)]
    edge += [(rng.randint(380, 480), HEIGHT + 20), (-20, HEIGHT + 20)]
    cv2.fillPoly(mask, [np.array(edge, np.int32)], 255)
    soft = cv2.GaussianBlur(mask, (0, 0), 16).astype(np.float32)[:, :, None] / 255
    folds = cv2.GaussianBlur(
        np.random.default_rng(scene.chance % 2**32).normal(0, 90, (HEIGHT, WIDTH, 1)).astype(np.float32),
        (0, 0),
        22,
    ).reshape(HEIGHT, WIDTH, 1)
    blurred = cv2.GaussianBlur(image, (0, 0), 14).astype(np.float32)
    cover = (colour + folds * 5) * light * 0.88 + blurred * 0.12
    result: Image = np.clip(image * (1 - soft) + cover * soft, 0, 255).astype(np.uint8)
    return result


def knocked(image: Image, scene: Scene) -> Image:
    """Return the picture of a camera that was turned up and aside."""
    rng = random.Random(f"knock {scene.chance}")
    angle = rng.choice((-1, 1)) * rng.uniform(16, 26)
    turn = cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 3), angle, 1.8)
    turn[0, 2] += rng.uniform(-40, 40)
    turn[1, 2] += rng.uniform(60, 100)
    turned: Image = cv2.warpAffine(image, turn, (WIDTH, HEIGHT), borderMode=cv2.BORDER_REFLECT).astype(
        np.uint8
    )
    return turned
