"""Fire, smoke, steam and water: what has no edges."""

import random

import cv2
import numpy as np

from simulators.painter.canvas import SCALE, Canvas, Colour, shade
from simulators.painter.layout import FOCAL_PX, Spot, View
from simulators.painter.scene import Scene

_FLAMES: tuple[Colour, ...] = ((170, 240, 255), (70, 215, 255), (30, 160, 255), (20, 100, 245), (24, 60, 200))
"""From the hot foot of a flame to its tip."""
_STEPS = 13


def draw_fire(canvas: Canvas, spot: Spot, scene: Scene, rng: random.Random) -> None:
    """Draw flames that leap from a front, larger after some seconds, and the smoke above them."""
    growth = 1.2 if scene.phase_s > 2 else 0.85
    draw_smoke(canvas, Spot(spot.x, spot.y + 0.5, spot.width, spot.height * 1.5), scene, rng)
    tongues = [
        (rng.uniform(-0.42, 0.42) * spot.width, rng.uniform(0.45, 1.0), rng.uniform(-0.5, 0.5))
        for _ in range(13)
    ]
    for step in reversed(range(_STEPS)):
        rise = step / _STEPS
        colour = _FLAMES[min(len(_FLAMES) - 1, int(rise * len(_FLAMES)))]
        for aside, tall, lean in tongues:
            x = spot.x + aside * (1 - 0.25 * rise) + lean * rise
            z = 0.4 + spot.height * tall * growth * rise
            radius = (0.95 * (1 - rise) + 0.16) * growth
            _puff(canvas, (x, spot.y, z), radius, colour, 0.8)
            canvas.lamp(x, spot.y, z, radius * 0.6, shade(colour, 0.4))
    around = ((-5, -6), (4, -6), (5, 4), (-6, 4))
    canvas.throw([(spot.x + dx, spot.y + dy, 0.0) for dx, dy in around], (40, 110, 200))


def draw_smoke(canvas: Canvas, spot: Spot, scene: Scene, rng: random.Random) -> None:
    """Draw a cloud that rises and drifts, denser after some seconds."""
    thickness = 0.9 if scene.phase_s > 2 else 0.72
    puffs = 34
    for number in range(puffs):
        rise = number / puffs
        x = spot.x + rng.uniform(-0.4, 0.4) * spot.width * (0.4 + rise) - 2.0 * rise
        z = 1.5 + spot.height * 1.35 * rise + rng.uniform(-0.6, 0.6)
        grey = int(rng.uniform(52, 92) + 38 * rise)
        _puff(canvas, (x, spot.y, z), 0.8 + 1.9 * rise, (grey, grey, grey), thickness * (1 - 0.6 * rise))


def draw_steam(canvas: Canvas, place: tuple[float, float], rng: random.Random) -> None:
    """Draw white steam over a pot."""
    for number in range(9):
        z = 1.0 + 0.22 * number
        _puff(
            canvas,
            (place[0] + rng.uniform(-0.2, 0.2), place[1], z),
            0.25 + 0.05 * number,
            (225, 228, 230),
            0.5,
        )


def draw_flood(canvas: Canvas, view: View) -> None:
    """Cover the road with brown water that mirrors the sky; what stands in it is drawn later."""
    image = canvas.image
    far_row = round(view.pixel(0, 70)[1] * SCALE)
    water = np.zeros(image.shape[:2], np.uint8)
    corners = (
        (view.road_left - 0.8, 5),
        (view.road_right + 0.8, 5),
        (view.road_right + 0.8, 70),
        (view.road_left - 0.8, 70),
    )
    shape = [[part * SCALE for part in view.pixel(px, py)] for px, py in corners]
    cv2.fillPoly(water, [np.array(shape, np.int32)], 255)
    rows = np.arange(image.shape[0])[:, None]
    ripple = np.sin(np.maximum(rows - far_row, 0) ** 0.75 * 1.9) * 9
    brown = np.array((92, 120, 138), np.float32)
    sky = np.array((176, 180, 178), np.float32)
    depth = np.clip((rows - far_row) / max(1, image.shape[0] - far_row), 0, 1)[:, :, None]
    surface = sky * (1 - depth) + brown * depth + ripple[:, :, None]
    share = (water.astype(np.float32) / 255)[:, :, None] * 0.9
    image[:] = np.clip(image * (1 - share) + surface * share, 0, 255).astype(np.uint8)


def wade(canvas: Canvas, x: float, y: float, half_width: float) -> None:
    """Let water hide the foot of what stands in it."""
    u, v = (round(part * SCALE) for part in canvas.view.pixel(x, y - 0.3))
    height, width = canvas.image.shape[:2]
    blue, green, red = canvas.image[min(height - 1, max(0, v)), min(width - 1, max(0, u))].tolist()
    colour = (int(blue), int(green), int(red))
    canvas.upright((x - half_width, x + half_width), y - 0.05, (0.0, 0.34), colour)
    canvas.upright((x - half_width, x + half_width), y - 0.06, (0.3, 0.36), shade(colour, 1.18))


def _puff(
    canvas: Canvas, place: tuple[float, float, float], radius: float, colour: Colour, thickness: float
) -> None:
    """Draw a soft round cloud."""
    u, v = canvas.view.pixel(*place)
    size = max(3, round(radius * FOCAL_PX / place[1] * SCALE))
    left, top = round(u * SCALE) - size, round(v * SCALE) - size
    height, width = canvas.image.shape[:2]
    x0, y0, x1, y1 = max(0, left), max(0, top), min(width, left + 2 * size), min(height, top + 2 * size)
    if x0 >= x1 or y0 >= y1:
        return
    grid_y, grid_x = np.ogrid[y0 - top : y1 - top, x0 - left : x1 - left]
    away = np.hypot(grid_x - size, grid_y - size) / size
    share = (np.clip(1 - away, 0, 1) ** 0.8 * thickness)[:, :, None]
    part = canvas.image[y0:y1, x0:x1]
    part[:] = (part * (1 - share) + np.array(colour, np.float32) * share).astype(np.uint8)
