"""Light, rain and lens: turns a drawn day into night or a shower, and into a camera's picture."""

import cv2
import numpy as np

from simulators.painter.canvas import Canvas, Image, Light
from simulators.painter.scene import HEIGHT, WIDTH, Scene

_NIGHT = np.array((0.30, 0.235, 0.225), np.float32)
_RAINY = np.array((0.86, 0.85, 0.83), np.float32)


def ambient(darkness: float) -> Light:
    """Return the share of each colour that the sky's light shows."""
    share: Light = (1 - darkness) + _NIGHT * darkness
    return share


def developed(canvas: Canvas, scene: Scene) -> Image:
    """Return the finished picture of what was drawn."""
    size = (WIDTH, HEIGHT)
    day = cv2.resize(canvas.image, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    picture: Light = day * ambient(scene.darkness)
    if scene.rain > 0.05:
        picture *= 1 + (_RAINY - 1) * scene.rain
    if scene.darkness > 0.05:
        glow = cv2.resize(canvas.glow, size, interpolation=cv2.INTER_AREA).astype(np.float32)
        picture = _lit(picture, day, glow) + day * _thrown(canvas)
    if scene.rain > 0.05:
        picture = _rained_on(picture, canvas, scene)
    rng = np.random.default_rng(scene.chance % 2**32)
    noise = rng.normal(0, 2.0 + 3.5 * scene.darkness, (HEIGHT, WIDTH, 1)).astype(np.float32)
    finished: Image = np.clip(picture + noise, 0, 255).astype(np.uint8)
    return finished


def _lit(picture: Light, day: Light, glow: Light) -> Light:
    """Return the night with its lamps: they shine, spill over, and light what is near."""
    halo = cv2.GaussianBlur(glow, (0, 0), 9)
    wide = cv2.GaussianBlur(cv2.resize(glow, (WIDTH // 4, HEIGHT // 4)), (0, 0), 12)
    spill = cv2.resize(wide, (WIDTH, HEIGHT))
    lit: Light = picture + glow * 0.9 + halo * 0.45 + day * spill * (1.6 / 255) + spill * 0.12
    return lit


def _thrown(canvas: Canvas) -> Light:
    """Return the light that lamps throw on the street, as a share of daylight, with soft edges."""
    soft = cv2.GaussianBlur(canvas.cast.astype(np.float32), (0, 0), 3.2)
    thrown: Light = cv2.resize(soft, (WIDTH, HEIGHT)) / np.float32(255)
    return thrown


def _rained_on(picture: Light, canvas: Canvas, scene: Scene) -> Light:
    """Return the picture in rain: a wet road that mirrors what stands above it, haze, and streaks."""
    horizon = round(canvas.view.horizon_y) + 14
    above = picture[max(0, horizon - 90) : horizon][::-1]
    stretched = cv2.resize(above, (WIDTH, HEIGHT - horizon))
    mirrored = cv2.GaussianBlur(stretched, (0, 0), sigmaX=3, sigmaY=14)
    share = 0.16 * scene.rain
    picture[horizon:] = picture[horizon:] * (1 - share) + mirrored * share
    haze = 150 * (1 - scene.darkness) + 34 * scene.darkness
    picture = picture * (1 - 0.14 * scene.rain) + haze * 0.14 * scene.rain
    return picture + _streaks(scene) * (0.34 - 0.12 * scene.darkness)


def _streaks(scene: Scene) -> Light:
    """Return falling drops as streaks of light."""
    rng = np.random.default_rng((scene.chance + round(scene.phase_s * 10)) % 2**32)
    drops = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    for _ in range(round(430 * scene.rain)):
        x, y = int(rng.integers(0, WIDTH)), int(rng.integers(-20, HEIGHT))
        length = int(rng.integers(7, 20))
        cv2.line(drops, (x, y), (x - length // 5, y + length), (200, 200, 200), 1, cv2.LINE_AA)
    return drops.astype(np.float32)
