"""What happens in a scene, drawn where it happens; before its time there is at most a hint of it."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from domain.kinds import IncidentKind as Kind
from simulators.painter.canvas import Canvas, Colour, shade
from simulators.painter.fire_and_water import draw_fire, draw_flood, draw_smoke, draw_steam
from simulators.painter.layout import Spot, View
from simulators.painter.people import draw_crowd, draw_lying, draw_person, draw_sitting
from simulators.painter.scene import Scene
from simulators.painter.traffic import Standing
from simulators.painter.vehicles import draw_car, draw_conical_hat, draw_motorcycle, draw_truck

_TYRE: Colour = (34, 34, 34)
_FARTHEST_M = 1_000.0


@dataclass(frozen=True, slots=True)
class Stage:
    """Where and when a happening is drawn, with its own randomness."""

    scene: Scene
    view: View
    spot: Spot

    @property
    def x(self) -> float:
        """Return the middle of the spot, across."""
        return self.spot.x

    @property
    def y(self) -> float:
        """Return how far ahead the spot is."""
        return self.spot.y

    @property
    def is_after(self) -> bool:
        """Tell whether some seconds have passed since it began."""
        return self.scene.phase_s > 2

    def rng(self) -> random.Random:
        """Return the randomness of this happening, the same in all its pictures."""
        return random.Random(f"incident {self.scene.chance}")


_Draw = Callable[[Canvas, Stage], None]


def incident(scene: Scene, view: View, spot: Spot) -> list[Standing]:
    """Return what is to be drawn for a scene's happening; nothing before it begins, save its approach."""
    if scene.kind is None:
        return []
    stage = Stage(scene, view, spot)
    drawings = _TRUE if scene.is_true else _FALSE
    draw = (_BEFORE if scene.phase_s < 0 else drawings).get(scene.kind)
    if draw is None:
        return []
    # Water lies under everything that stands in it.
    y = _FARTHEST_M if scene.kind is Kind.FLOOD else spot.y - 0.01
    return [Standing(y, lambda canvas: draw(canvas, stage))]


def _crash(canvas: Canvas, stage: Stage) -> None:
    """Draw a motorcycle that lies before a car, its rider beside it; then people come."""
    rng, x, y = stage.rng(), stage.x, stage.y
    draw_car(canvas, x + 1.1, y + 1.6, comes=False, rng=rng)
    canvas.lamp(x + 0.4, y + 1.6, 0.7, 0.3, (60, 170, 255))
    canvas.throw(
        [(x - 3, y - 2.5, 0), (x + 3, y - 2.5, 0), (x + 3, y + 3, 0), (x - 3, y + 3, 0)], (90, 112, 124)
    )
    if stage.is_after:
        for aside in (-2.3, 2.6, 3.2):
            draw_person(canvas, x + aside, y + rng.uniform(0.2, 1.2), rng)
    _fallen_motorcycle(canvas, x - 0.9, y, rng.choice(((40, 40, 190), (170, 90, 40), (60, 60, 64))))
    draw_lying(canvas, x + 0.9, y - 0.5, rng)
    for _ in range(22):
        canvas.blob(x + rng.uniform(-2, 2), y + rng.uniform(-1.2, 0.8), 0.02, (0.07, 0.03), (210, 214, 216))
    if stage.is_after:
        draw_sitting(canvas, x + 0.2, y - 0.7, rng)
        draw_person(canvas, x - 2.0, y - 0.6, rng, arms_up=True)


def _fallen_motorcycle(canvas: Canvas, x: float, y: float, colour: Colour) -> None:
    """Draw a motorcycle that lies on its side, seen from above."""
    canvas.flat((x - 1.1, x + 1.1), (y - 0.4, y + 0.7), (66, 63, 61))
    for wheel in (-0.72, 0.72):
        canvas.blob(x + wheel, y, 0.3, (0.32, 0.3), _TYRE)
        canvas.blob(x + wheel, y, 0.3, (0.17, 0.16), (140, 140, 142))
    canvas.face([(x - 0.6, y, 0.2), (x + 0.55, y, 0.22), (x + 0.3, y, 0.62), (x - 0.5, y, 0.58)], colour)
    canvas.face(
        [(x - 0.45, y, 0.56), (x + 0.12, y, 0.58), (x + 0.05, y, 0.74), (x - 0.42, y, 0.7)], (40, 40, 42)
    )
    canvas.bar((x + 0.6, y, 0.3), (x + 0.45, y, 0.95), 0.07, (60, 60, 62))
    canvas.bar((x + 0.25, y, 0.92), (x + 0.66, y, 0.98), 0.07, (60, 60, 62))


def _before_crash(canvas: Canvas, stage: Stage) -> None:
    """Draw a motorcycle and a car, close to each other."""
    rng = stage.rng()
    draw_car(canvas, stage.x + 1.1, stage.y + 7, comes=False, rng=rng)
    draw_motorcycle(canvas, stage.x - 0.9, stage.y - 3, comes=False, rain=stage.scene.rain, rng=rng)


def _stopped_rider(canvas: Canvas, stage: Stage) -> None:
    """Draw what was taken for a crash: a rider who stopped to telephone."""
    rng = stage.rng()
    draw_motorcycle(canvas, stage.x - 0.3, stage.y, comes=False, rain=0.0, rng=rng)
    draw_person(canvas, stage.x + 0.6, stage.y, rng)


def _parked_truck(canvas: Canvas, stage: Stage) -> None:
    """Draw a truck at the kerb, its hazard lights on."""
    rng = stage.rng()
    draw_truck(canvas, stage.x, stage.y, comes=False, rng=rng)
    for side in (-0.85, 0.85):
        canvas.upright((stage.x + side - 0.12, stage.x + side + 0.12), stage.y, (0.62, 0.8), (40, 150, 255))
        canvas.lamp(stage.x + side, stage.y, 0.7, 0.24, (40, 150, 255))
    if stage.is_after:
        draw_person(canvas, stage.x - 1.5, stage.y - 0.3, rng)


def _passing_truck(canvas: Canvas, stage: Stage) -> None:
    """Draw a truck on its way to the kerb, or just passing."""
    draw_truck(canvas, stage.view.right_lane, stage.y + 9, comes=False, rng=stage.rng())


def _wrong_way(canvas: Canvas, stage: Stage) -> None:
    """Draw a motorcycle that comes towards the camera, on the side where all others drive away."""
    y = max(8.0, stage.y - 1.2 * max(0.0, stage.scene.phase_s))
    draw_motorcycle(canvas, stage.x, y, comes=True, rain=stage.scene.rain, rng=stage.rng())
    canvas.lamp(stage.x, y, 0.86, 0.26, (225, 250, 255))


def _red_light(canvas: Canvas, stage: Stage) -> None:
    """Draw a red signal, and a motorcycle beyond the stop line while others wait."""
    rng, post = stage.rng(), stage.view.road_right + 0.5
    canvas.bar((post, stage.y, 0.0), (post, stage.y, 4.3), 0.13, (70, 72, 72))
    canvas.upright((post - 0.24, post + 0.24), stage.y, (3.1, 4.4), (30, 30, 30))
    canvas.blob(post, stage.y, 4.1, (0.19, 0.19), (40, 40, 250))
    canvas.lamp(post, stage.y, 4.1, 0.3, (40, 40, 250))
    for lamp in (3.72, 3.36):
        canvas.blob(post, stage.y, lamp, (0.17, 0.17), (62, 62, 62))
    y = 11.8 if stage.is_after else stage.y - 1.6
    draw_motorcycle(canvas, stage.x, y + 1.5, comes=False, rain=stage.scene.rain, rng=rng)


def _pavement_trade(canvas: Canvas, stage: Stage) -> None:
    """Draw tables, stools and parked motorcycles where people should walk."""
    rng = stage.rng()
    for row in (2.2, 0.0):
        for aside in (-0.8, 0.7):
            x, y = stage.x + aside, stage.y + row
            draw_sitting(canvas, x + 0.55, y + 0.3, rng)
            canvas.box((x - 0.3, x + 0.3), (y, y + 0.5), (0.35, 0.5), (60, 70, 200))
    for number in range(3):
        draw_motorcycle_parked(canvas, stage.view.road_right + 0.2, stage.y - 2.4 + 0.9 * number, rng)


def draw_motorcycle_parked(canvas: Canvas, x: float, y: float, rng: random.Random) -> None:
    """Draw a motorcycle without its rider."""
    bike = rng.choice(((40, 40, 170), (60, 60, 64), (180, 180, 185)))
    canvas.shadow(x, y, 0.3, 1.2)
    canvas.upright((x - 0.06, x + 0.06), y, (0.0, 0.56), _TYRE)
    canvas.upright((x - 0.2, x + 0.2), y, (0.42, 0.84), bike)
    canvas.upright((x - 0.1, x + 0.1), y, (0.66, 0.75), (40, 40, 200))
    canvas.bar((x - 0.36, y, 1.02), (x + 0.36, y, 1.02), 0.06, (50, 50, 52))


def _vendor(canvas: Canvas, stage: Stage) -> None:
    """Draw a cart under an umbrella, and its owner with a conical hat."""
    rng, x, y = stage.rng(), stage.x, stage.y
    canvas.shadow(x, y, 0.9, 1.2)
    for wheel in (-0.5, 0.5):
        canvas.blob(x + wheel, y, 0.24, (0.24, 0.24), _TYRE)
    canvas.box((x - 0.75, x + 0.75), (y, y + 0.9), (0.35, 1.0), (120, 170, 205))
    canvas.upright((x - 0.7, x + 0.7), y, (1.0, 1.4), (190, 195, 190))
    canvas.upright((x - 0.6, x + 0.6), y, (1.05, 1.3), (60, 130, 220))
    canvas.bar((x, y + 0.4, 1.0), (x, y + 0.4, 2.4), 0.06, (90, 90, 90))
    parts = ((-1.3, 0.0, (50, 60, 210)), (0.0, 1.3, (70, 150, 235)))
    for left, right, colour in parts:
        canvas.face([(x + left, y + 0.4, 2.15), (x + right, y + 0.4, 2.15), (x, y + 0.4, 2.6)], colour)
    draw_person(canvas, x + 1.1, y - 0.1, rng)
    draw_conical_hat(canvas, x + 1.1, y - 0.1, 1.62)


def _crowd(canvas: Canvas, stage: Stage) -> None:
    """Draw very many people on the road."""
    count = 95 if stage.is_after else 75
    draw_crowd(canvas, (stage.x, stage.y + 2), (stage.spot.width + 1.5, 9.0), count, stage.rng())


def _gathering(canvas: Canvas, stage: Stage) -> None:
    """Draw a few people, as at a bus stop."""
    place = (stage.view.road_right + 1.3, stage.y)
    draw_crowd(canvas, place, (1.8, 4.0), 7, stage.rng())


def _brawl(canvas: Canvas, stage: Stage) -> None:
    """Draw a knot of people with raised arms, one on the ground, others who look on."""
    rng, x, y = stage.rng(), stage.x, stage.y
    for _ in range(6):
        draw_person(canvas, x + rng.uniform(-3.2, 3.2), y + 2.2, rng)
    for aside in (-0.9, -0.4, 0.3, 0.8):
        draw_person(canvas, x + aside, y + rng.uniform(0, 0.8), rng, arms_up=True)
    draw_lying(canvas, x + 0.4, y - 0.5, rng)
    canvas.box((x - 1.7, x - 1.2), (y - 0.3, y), (0.0, 0.35), (60, 70, 200))


def _snatching(canvas: Canvas, stage: Stage) -> None:
    """Draw two on a motorcycle close to a walker; a moment later they are far and the walker waves."""
    rng, x, y = stage.rng(), stage.x, stage.y
    ride = y + (9.0 if stage.is_after else 0.3)
    draw_motorcycle(canvas, x - 1.1, ride, comes=False, rain=0.0, rng=rng)
    canvas.blob(x - 1.1, ride - 0.02, 1.5, (0.17, 0.16), (50, 50, 54))
    draw_person(canvas, stage.view.road_right + 0.7, y, rng, arms_up=True)
    if not stage.is_after:
        canvas.bar((x - 0.8, ride, 1.2), (stage.view.road_right + 0.5, y, 1.1), 0.09, (60, 80, 120))
        canvas.box((x - 0.2, x + 0.1), (y, y + 0.2), (0.85, 1.15), (60, 50, 170))


def _theft(canvas: Canvas, stage: Stage) -> None:
    """Draw somebody who bends over a parked motorcycle that is not theirs."""
    rng = stage.rng()
    for number in range(4):
        draw_motorcycle_parked(canvas, stage.x - 0.9 + 0.75 * number, stage.y + 0.5, rng)
    draw_sitting(canvas, stage.x + 0.2, stage.y - 0.1, rng)


def _racing(canvas: Canvas, stage: Stage) -> None:
    """Draw a pack of motorcycles, side by side."""
    rng = stage.rng()
    for row in (3.4, 1.6, 0.0):
        for aside in (-1.5, -0.5, 0.5, 1.5):
            y = stage.y + row + rng.uniform(0, 0.9) + 6 * max(0.0, stage.scene.phase_s) / 5
            draw_motorcycle(canvas, stage.x + aside, y, comes=False, rain=0.0, rng=rng)


def _medical(canvas: Canvas, stage: Stage) -> None:
    """Draw somebody who lies on the pavement, and others who kneel and call."""
    rng, x, y = stage.rng(), stage.x, stage.y
    if stage.is_after:
        draw_person(canvas, x + 1.1, y + 0.9, rng)
        draw_person(canvas, x - 1.2, y + 0.7, rng, arms_up=True)
    draw_lying(canvas, x, y, rng)
    draw_sitting(canvas, x - 0.3, y + 0.2, rng)


def _resting(canvas: Canvas, stage: Stage) -> None:
    """Draw somebody who sits on the pavement and rests."""
    draw_sitting(canvas, stage.x, stage.y, stage.rng())


def _fallen_tree(canvas: Canvas, stage: Stage) -> None:
    """Draw a trunk across the lanes with its crown on the road."""
    rng, x, y = stage.rng(), stage.x, stage.y
    canvas.bar((x + 3.6, y + 0.5, 0.5), (x - 1.4, y, 0.6), 0.5, (58, 76, 90))
    for _ in range(34):
        green = rng.choice(((48, 96, 52), (56, 112, 66), (40, 84, 46), (70, 124, 82)))
        place = (x - 1.4 + rng.uniform(-1.9, 1.7), y + rng.uniform(-0.6, 0.6), rng.uniform(0.2, 1.9))
        canvas.blob(*place, (rng.uniform(0.4, 0.8), rng.uniform(0.25, 0.5)), green)
    for _ in range(6):
        start = (x - 1.4 + rng.uniform(-1, 1), y, 0.5)
        canvas.bar(start, (start[0] + rng.uniform(-0.9, 0.9), y, rng.uniform(1.2, 2.2)), 0.09, (58, 76, 90))


def _rubbish(canvas: Canvas, stage: Stage) -> None:
    """Draw a heap of bags at the kerb."""
    rng = stage.rng()
    for row in range(3):
        for _ in range(6 - 2 * row):
            place = (stage.x + rng.uniform(-1.0, 1.0), stage.y - 0.1 * row, 0.25 + 0.28 * row)
            colour = rng.choice(((40, 40, 42), (150, 130, 60), (70, 140, 60), (200, 205, 205)))
            canvas.blob(*place, (0.36, 0.28), colour)
            canvas.blob(place[0] - 0.1, place[1], place[2] + 0.1, (0.1, 0.06), shade(colour, 1.4))


def _suitcase(canvas: Canvas, stage: Stage) -> None:
    """Draw a suitcase alone on the pavement."""
    x, y = stage.x, stage.y
    canvas.shadow(x, y, 0.4, 0.5)
    canvas.box((x - 0.34, x + 0.34), (y, y + 0.35), (0.06, 0.85), (50, 50, 160))
    canvas.upright((x - 0.28, x - 0.22), y, (0.1, 0.82), (40, 40, 110))
    canvas.upright((x + 0.22, x + 0.28), y, (0.1, 0.82), (40, 40, 110))
    canvas.bar((x - 0.12, y, 0.85), (x - 0.12, y, 1.1), 0.05, (60, 60, 60))
    canvas.bar((x + 0.12, y, 0.85), (x + 0.12, y, 1.1), 0.05, (60, 60, 60))
    canvas.bar((x - 0.14, y, 1.1), (x + 0.14, y, 1.1), 0.06, (60, 60, 60))


def _owner_beside(canvas: Canvas, stage: Stage) -> None:
    """Draw a suitcase whose owner stands beside it."""
    _suitcase(canvas, stage)
    draw_person(canvas, stage.x + 0.7, stage.y, stage.rng())


def _pothole(canvas: Canvas, stage: Stage) -> None:
    """Draw a hole in the road, with cones around it once somebody came."""
    x, y = stage.x, stage.y
    outline = ((-1.3, 0), (-0.8, -0.7), (0.3, -0.9), (1.2, -0.3), (1.0, 0.6), (-0.2, 0.9))
    canvas.face([(x + dx * 1.1, y + dy * 1.2, 0.0) for dx, dy in outline], (120, 124, 126))
    canvas.face([(x + dx, y + dy, 0.0) for dx, dy in outline], (36, 40, 44))
    for aside in (-1.7, 1.7):
        canvas.face(
            [(x + aside - 0.25, y, 0), (x + aside + 0.25, y, 0), (x + aside, y, 0.85)], (30, 110, 250)
        )
        canvas.upright((x + aside - 0.12, x + aside + 0.12), y - 0.01, (0.3, 0.45), (230, 230, 230))


def _fire(canvas: Canvas, stage: Stage) -> None:
    """Draw flames that leap out of a house."""
    draw_fire(canvas, stage.spot, stage.scene, stage.rng())


def _smoke(canvas: Canvas, stage: Stage) -> None:
    """Draw dark smoke out of a house."""
    draw_smoke(canvas, stage.spot, stage.scene, stage.rng())


def _steam(canvas: Canvas, stage: Stage) -> None:
    """Draw what was taken for smoke: steam over a noodle stall."""
    x, y = stage.view.road_left - 1.6, stage.y
    canvas.box((x - 0.6, x + 0.6), (y, y + 0.7), (0.0, 0.9), (190, 195, 190))
    draw_steam(canvas, (x, y), stage.rng())


def _lanterns(canvas: Canvas, stage: Stage) -> None:
    """Draw what was taken for fire: red and yellow lanterns before a shop."""
    rng, x = stage.rng(), stage.view.road_right + 2.0
    for number in range(9):
        y, z = max(14.0, stage.y + 0.7 * number - 3), 3.2 + 0.25 * (number % 3)
        colour = rng.choice(((30, 40, 230), (40, 150, 255)))
        canvas.blob(x, y, z, (0.3, 0.34), colour)
        canvas.lamp(x, y, z, 0.34, colour)


def _flood(canvas: Canvas, stage: Stage) -> None:
    """Draw water over the whole road."""
    draw_flood(canvas, stage.view)


_TRUE: dict[Kind, _Draw] = {
    Kind.CRASH: _crash,
    Kind.ILLEGAL_PARKING: _parked_truck,
    Kind.WRONG_WAY: _wrong_way,
    Kind.RED_LIGHT: _red_light,
    Kind.SIDEWALK: _pavement_trade,
    Kind.STREET_VENDING: _vendor,
    Kind.CROWD: _crowd,
    Kind.DISORDER: _brawl,
    Kind.THEFT: _theft,
    Kind.SNATCHING: _snatching,
    Kind.RACING: _racing,
    Kind.FIRE: _fire,
    Kind.SMOKE: _smoke,
    Kind.MEDICAL: _medical,
    Kind.FLOOD: _flood,
    Kind.FALLEN_TREE: _fallen_tree,
    Kind.WASTE: _rubbish,
    Kind.ABANDONED_OBJECT: _suitcase,
    Kind.INFRASTRUCTURE: _pothole,
}
_FALSE: dict[Kind, _Draw] = {
    Kind.CRASH: _stopped_rider,
    Kind.ILLEGAL_PARKING: _passing_truck,
    Kind.CROWD: _gathering,
    Kind.DISORDER: _gathering,
    Kind.MEDICAL: _resting,
    Kind.SMOKE: _steam,
    Kind.FIRE: _lanterns,
    Kind.ABANDONED_OBJECT: _owner_beside,
}
_BEFORE: dict[Kind, _Draw] = {
    Kind.CRASH: _before_crash,
    Kind.ILLEGAL_PARKING: _passing_truck,
    Kind.CROWD: _gathering,
    Kind.FLOOD: _flood,
    Kind.STREET_VENDING: _vendor,
    Kind.SIDEWALK: _pavement_trade,
    Kind.WASTE: _rubbish,
    Kind.INFRASTRUCTURE: _pothole,
}
