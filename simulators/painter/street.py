"""The street itself: sky, houses with shops, pavements, lane marks, trees, lamps and wires."""

import itertools
import random
from dataclasses import dataclass

import numpy as np

from simulators.painter.canvas import SCALE, Canvas, Colour, shade
from simulators.painter.layout import PAVEMENT_M
from simulators.painter.scene import Scene

_FAR_M = 170.0
_ASPHALT: Colour = (92, 90, 88)
_PAVEMENT: Colour = (138, 146, 150)
_WHITE: Colour = (222, 226, 226)
_FACADES: tuple[Colour, ...] = (
    (170, 200, 214), (150, 178, 205), (196, 205, 205), (160, 170, 150), (140, 165, 190), (205, 190, 175),
    (120, 150, 185), (180, 185, 170), (150, 195, 215), (175, 160, 150),
)  # fmt: skip
_SIGNS: tuple[Colour, ...] = (
    (40, 40, 200), (180, 90, 30), (40, 140, 40), (30, 160, 220), (150, 40, 140), (60, 60, 60), (30, 90, 220),
)  # fmt: skip
_WARM: Colour = (120, 200, 255)
_WINDOW: Colour = (95, 88, 78)
_HAZE: Colour = (206, 200, 194)
_HEIGHTS_M = (10.0, 13.5, 13.5, 17.0, 20.0, 26.0)


def paint_street(canvas: Canvas, scene: Scene) -> None:
    """Paint everything that does not move."""
    rng = random.Random(f"street {scene.camera_code}")
    _sky(canvas, scene)
    _ground(canvas)
    _marks(canvas, scene, rng)
    for side in (-1, 1):
        _houses(canvas, side, rng)
    _wires(canvas, rng)


def trees_and_lamps(scene: Scene, canvas: Canvas) -> list[tuple[float, float, str]]:
    """Return what stands along the kerbs as (x, y, what), to be drawn among the traffic."""
    rng = random.Random(f"trees {scene.camera_code}")
    left, right = canvas.view.road_left - 0.9, canvas.view.road_right + 0.9
    things = [(right, 24.0 + 27 * number, "lamp") for number in range(4)]
    things += [(left, 16.0 + 27 * number, "lamp") for number in range(4)]
    if rng.random() < 0.75:
        step_m = rng.uniform(11, 17)
        things += [(left, 19.0 + step_m * number, "tree") for number in range(7)]
        things += [(right, 33.0 + step_m * number, "tree") for number in range(6)]
    return things


def draw_tree(x: float, y: float, canvas: Canvas) -> None:
    """Draw one of the tall trees of Saigon's streets."""
    rng = random.Random(f"tree {x:.1f} {y:.1f}")
    canvas.bar((x, y, 0.0), (x + 0.1, y, 6.5), 0.38, (60, 78, 92))
    for _ in range(13):
        green = rng.choice(((48, 96, 52), (56, 112, 66), (40, 84, 46), (70, 124, 82)))
        place = (x + rng.uniform(-1.9, 1.9), y, rng.uniform(5.4, 9.2))
        canvas.blob(*place, (rng.uniform(0.9, 1.5), rng.uniform(0.6, 1.1)), green)


def draw_lamp(x: float, y: float, canvas: Canvas) -> None:
    """Draw a street lamp; at night it lights the road beneath it."""
    inward = 1.6 if x < canvas.view.middle else -1.6
    canvas.bar((x, y, 0.0), (x, y, 8.0), 0.14, (110, 112, 112))
    canvas.bar((x, y, 8.0), (x + inward, y, 8.2), 0.1, (110, 112, 112))
    canvas.lamp(x + inward, y, 8.1, 0.22, (190, 235, 255))
    pool = [(x + inward * 2 + dx, y + dy, 0.0) for dx, dy in ((-4, -5), (4, -5), (5.5, 7), (-5.5, 7))]
    canvas.throw(pool, (70, 108, 130))


def _sky(canvas: Canvas, scene: Scene) -> None:
    """Paint the sky: blue by day, grey in rain, a reddish glow over the city at night."""
    top = np.array((214, 172, 128) if scene.rain < 0.2 else (168, 164, 160), np.float32)
    low = np.array((226, 214, 204) if scene.rain < 0.2 else (188, 186, 184), np.float32)
    horizon = round(canvas.view.horizon_y * SCALE)
    rows = np.linspace(0, 0.45, horizon + 12, dtype=np.float32)[:, None] ** 0.7
    canvas.image[: horizon + 12] = (top * (1 - rows) + low * rows)[:, None, :].astype(np.uint8)
    if scene.darkness > 0.05:
        glow = np.array((34, 30, 40), np.float32) * scene.darkness
        canvas.glow[: horizon + 10] = glow.astype(np.uint8)


def _ground(canvas: Canvas) -> None:
    """Paint pavements, kerbs and asphalt, with the grain of its surface."""
    view = canvas.view
    canvas.flat((-90, 90), (5, 900), (120, 124, 122))
    canvas.flat((view.road_left - PAVEMENT_M, view.road_right + PAVEMENT_M), (5, 900), _PAVEMENT)
    for number in range(40):
        y = 6 + 2.2 * number
        for x0 in (view.road_left - PAVEMENT_M, view.road_right):
            canvas.flat((x0, x0 + PAVEMENT_M), (y, y + 0.08), shade(_PAVEMENT, 0.88))
    canvas.flat((view.road_left, view.road_right), (5, 900), _ASPHALT)
    for x in (view.road_left, view.road_right):
        canvas.flat((x - 0.16, x + 0.16), (5, 300), (176, 182, 184))
    horizon = round(view.horizon_y * SCALE)
    below = canvas.image[horizon:]
    grain = np.random.default_rng(7).integers(0, 18, below.shape[:2], np.uint8)
    canvas.image[horizon:] = np.clip(below - grain[:, :, None].astype(np.int16), 0, 255).astype(np.uint8)


def _marks(canvas: Canvas, scene: Scene, rng: random.Random) -> None:
    """Paint lane marks, and a crossing with its stop line where there is one."""
    view = canvas.view
    for number in range(24):
        y = 7 + 6.0 * number
        canvas.flat((view.middle - 0.09, view.middle + 0.09), (y, y + 3.2), _WHITE)
        if scene.rank <= 2:
            for lane in (view.left_lane, view.right_lane):
                canvas.flat((lane - 0.07, lane + 0.07), (y, y + 1.6), shade(_WHITE, 0.86))
    if rng.random() < 0.55 or (scene.kind is not None and scene.kind.value == "red_light"):
        stripes = int((view.road_right - view.road_left) / 0.95)
        for number in range(stripes):
            x = view.road_left + 0.3 + 0.95 * number
            canvas.flat((x, x + 0.5), (10.5, 13.5), _WHITE)
        canvas.flat((view.middle, view.road_right), (14.6, 15.0), _WHITE)


def _houses(canvas: Canvas, side: int, rng: random.Random) -> None:
    """Paint a row of narrow houses with shops, far ones first."""
    view = canvas.view
    facade = view.road_left - PAVEMENT_M if side < 0 else view.road_right + PAVEMENT_M
    starts = [7.0]
    while starts[-1] < _FAR_M:
        starts.append(starts[-1] + rng.uniform(4.0, 8.5))
    houses = [
        _House(facade, side, ys, rng.choice(_HEIGHTS_M), ys[0] / 260) for ys in itertools.pairwise(starts)
    ]
    for house in reversed(houses):
        _house(canvas, house, rng)


@dataclass(frozen=True, slots=True)
class _House:
    """A plot: its front along the street at `x`, on which side, from where to where, how high, how hazy."""

    x: float
    side: int
    ys: tuple[float, float]
    height: float
    haze: float

    def tinted(self, colour: Colour) -> Colour:
        """Return the colour as it looks at this distance."""
        share = min(0.55, self.haze)
        blue, green, red = (int(a * (1 - share) + b * share) for a, b in zip(colour, _HAZE, strict=True))
        return blue, green, red


def _house(canvas: Canvas, house: _House, rng: random.Random) -> None:
    """Paint one house: its gable, its front along the street, windows and shop."""
    x, (y0, y1), height = house.x, house.ys, house.height
    colour = house.tinted(rng.choice(_FACADES))
    outer = (x - 14, x) if house.side < 0 else (x, x + 14)
    canvas.upright(outer, y0, (0, height), shade(colour, 0.82))
    canvas.wall(x, house.ys, (0, height), colour)
    canvas.wall(x, (y1 - 0.1, y1), (0, height), shade(colour, 0.7))
    for floor in range(1, int(height / 3.4)):
        _windows(canvas, house, 0.9 + 3.4 * floor, rng)
    _shop(canvas, house, rng)


def _shop(canvas: Canvas, house: _House, rng: random.Random) -> None:
    """Paint the ground floor: the open front, the sign above it, perhaps an awning."""
    x, (y0, y1) = house.x, house.ys
    sign = house.tinted(rng.choice(_SIGNS))
    canvas.wall(x, (y0 + 0.3, y1 - 0.3), (0.1, 2.7), house.tinted((70, 66, 64)))
    canvas.lit_wall(x, (y0 + 0.4, y1 - 0.4), (0.2, 2.6), shade(_WARM, rng.choice((0.08, 0.32, 0.5))))
    canvas.wall(x, (y0 + 0.2, y1 - 0.2), (2.8, 3.8), sign)
    canvas.lit_wall(x, (y0 + 0.2, y1 - 0.2), (2.8, 3.8), shade(sign, rng.choice((0.2, 0.9, 1.1))))
    _sign_letters(canvas, x, house.ys, rng)
    if rng.random() < 0.4:
        out = x - house.side * 1.3
        awning = rng.choice(((70, 110, 60), (60, 70, 170), (150, 110, 60)))
        canvas.face([(x, y0, 2.9), (x, y1, 2.9), (out, y1, 2.4), (out, y0, 2.4)], awning)


def _windows(canvas: Canvas, house: _House, z: float, rng: random.Random) -> None:
    """Paint the windows of one floor; at night some are lit."""
    y0, y1 = house.ys
    count = max(1, int((y1 - y0) / 2.0))
    step = (y1 - y0) / count
    for number in range(count):
        span = (y0 + step * (number + 0.22), y0 + step * (number + 0.78))
        canvas.wall(house.x, span, (z + 0.5, z + 2.1), house.tinted(_WINDOW))
        if rng.random() < 0.38:
            canvas.lit_wall(house.x, span, (z + 0.5, z + 2.1), shade(_WARM, rng.uniform(0.35, 0.8)))


def _sign_letters(canvas: Canvas, x: float, ys: tuple[float, float], rng: random.Random) -> None:
    """Hint at the letters of a shop sign."""
    y = ys[0] + 0.7
    while y < min(ys[1] - 0.8, 60):
        wide = rng.uniform(0.25, 0.5)
        canvas.wall(x, (y, y + wide), (3.1, 3.5), (225, 235, 240))
        y += wide + 0.16


def _wires(canvas: Canvas, rng: random.Random) -> None:
    """Hang the bundles of wires along the left kerb."""
    x = canvas.view.road_left - 1.2
    for _ in range(5):
        sag, height = rng.uniform(0.3, 0.9), rng.uniform(6.4, 7.6)
        for number in range(4):
            y = 16.0 + 27 * number
            canvas.bar((x, y, height), (x, y + 13.5, height - sag), 0.05, (60, 60, 60))
            canvas.bar((x, y + 13.5, height - sag), (x, y + 27, height), 0.05, (60, 60, 60))
