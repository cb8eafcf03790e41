"""Where things stand in a picture: the street before the camera, in metres, and its way into pixels.

The camera hangs at the right kerb and looks along the street: x is metres to the right, y metres
ahead, z metres up.
"""

import random
from dataclasses import dataclass

from domain.kinds import IncidentKind as Kind
from simulators.painter.scene import HEIGHT, WIDTH, Scene

FOCAL_PX = 540.0
EYE_M = 5.6
NEAREST_M = 5.5
_HALF_ROAD_M = {1: 8.0, 2: 6.5, 3: 5.0, 4: 3.6}
PAVEMENT_M = 3.2

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class View:
    """How one camera sees its street."""

    vanish_x: float
    horizon_y: float
    road_left: float
    road_right: float

    @property
    def middle(self) -> float:
        """Return where the middle of the road is."""
        return (self.road_left + self.road_right) / 2

    @property
    def right_lane(self) -> float:
        """Return the middle of the half on which traffic drives away from the camera."""
        return (self.middle + self.road_right) / 2

    @property
    def left_lane(self) -> float:
        """Return the middle of the half on which traffic comes towards the camera."""
        return (self.middle + self.road_left) / 2

    def pixel(self, x: float, y: float, z: float = 0.0) -> tuple[float, float]:
        """Return where a point is in the picture, in pixels of the finished picture."""
        scale = FOCAL_PX / max(y, NEAREST_M)
        return self.vanish_x + x * scale, self.horizon_y + (EYE_M - z) * scale


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a happening is on the street: its middle, and how much room it takes."""

    x: float
    y: float
    width: float
    height: float


def view_of(scene: Scene) -> View:
    """Return the view of a scene's camera; it is the same in all its pictures."""
    rng = random.Random(f"view {scene.camera_code}")
    half = _HALF_ROAD_M.get(scene.rank, 3.0)
    right = rng.uniform(0.25, 0.5) * half
    return View(
        vanish_x=rng.uniform(330, 400),
        horizon_y=rng.uniform(84, 108),
        road_left=right - 2 * half,
        road_right=right,
    )


def spot_of(scene: Scene, view: View) -> Spot | None:
    """Return where a scene's happening is; None for nothing, and for what fills the picture."""
    rng = random.Random(f"spot {scene.chance}")
    ahead, aside = rng.uniform(14.5, 17.5), rng.uniform(-0.8, 0.8)
    kerb, pavement = view.road_right - 1.3, view.road_right + 1.5
    lane, middle = view.right_lane + aside, view.middle + aside
    wall = view.road_right + PAVEMENT_M - 1.0
    beside = max(18.0, wall * FOCAL_PX / 190)
    spots = {
        Kind.CRASH: Spot(lane, ahead, 4.6, 1.8),
        Kind.ILLEGAL_PARKING: Spot(kerb, ahead, 2.6, 3.0),
        Kind.WRONG_WAY: Spot(lane, ahead + 4, 1.4, 1.9),
        Kind.RED_LIGHT: Spot(lane, 17.5, 1.4, 1.9),
        Kind.SIDEWALK: Spot(pavement, ahead + 2, 2.8, 1.3),
        Kind.STREET_VENDING: Spot(kerb + 0.4, ahead, 2.2, 2.4),
        Kind.CROWD: Spot(middle, ahead + 2, 8.5, 2.6),
        Kind.DISORDER: Spot(lane, ahead + 1, 4.5, 1.9),
        Kind.THEFT: Spot(pavement, ahead, 2.2, 1.8),
        Kind.SNATCHING: Spot(kerb + 0.9, ahead, 3.8, 1.9),
        Kind.RACING: Spot(lane, ahead, 4.0, 1.9),
        Kind.FIRE: Spot(wall, beside, 6.0, 5.5),
        Kind.SMOKE: Spot(wall, beside + 2, 6.5, 8.0),
        Kind.MEDICAL: Spot(pavement, ahead - 1, 2.6, 1.5),
        Kind.FLOOD: Spot(middle, ahead, view.road_right - view.road_left, 0.8),
        Kind.FALLEN_TREE: Spot(lane, ahead, 6.0, 2.2),
        Kind.WASTE: Spot(pavement - 0.9, ahead - 1, 2.6, 1.1),
        Kind.ABANDONED_OBJECT: Spot(pavement, ahead - 1, 1.0, 1.2),
        Kind.INFRASTRUCTURE: Spot(lane, ahead - 1, 3.0, 1.1),
        Kind.CONGESTION: Spot(view.right_lane, 16.0, view.road_right - view.middle, 2.2),
    }
    return spots.get(scene.kind) if scene.kind is not None else None


def box_of(scene: Scene) -> Box | None:
    """Return the box of a scene's happening as shares of the picture: left, top, right, bottom."""
    view = view_of(scene)
    spot = spot_of(scene, view)
    if spot is None:
        return None
    left, top = view.pixel(spot.x - spot.width / 2, spot.y, spot.height)
    right, bottom = view.pixel(spot.x + spot.width / 2, max(spot.y - 0.8, NEAREST_M))
    return _share(left / WIDTH), _share(top / HEIGHT), _share(right / WIDTH), _share(bottom / HEIGHT)


def _share(value: float) -> float:
    """Return the value within the picture, rounded."""
    return round(min(1.0, max(0.0, value)), 3)
