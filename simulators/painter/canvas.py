"""A canvas that knows perspective: shapes are given in metres of the street and drawn at double size."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from simulators.painter.layout import FOCAL_PX, NEAREST_M, View
from simulators.painter.scene import HEIGHT, WIDTH

Image = NDArray[np.uint8]
Light = NDArray[np.float32]
"""Light that can be added up: a picture, or a colour."""
Colour = tuple[int, int, int]
"""Blue, green, red."""
Point3 = tuple[float, float, float]

SCALE = 2
_SHIFT = 3
_CAST_STEP = 4
_DUSK = 0.05
_FINE = SCALE * (1 << _SHIFT)
_FARTHEST = 60_000


class Canvas:
    """`image` is what daylight shows, `glow` what shines by itself, `cast` the light thrown on things."""

    def __init__(self, view: View, darkness: float) -> None:
        self.view = view
        self.darkness = darkness
        self._fine_steps = _FINE
        self.image: Image = np.zeros((HEIGHT * SCALE, WIDTH * SCALE, 3), np.uint8)
        self.glow: Image = np.zeros_like(self.image)
        self.cast: Image = np.zeros((HEIGHT // _CAST_STEP, WIDTH // _CAST_STEP, 3), np.uint8)
        self._hides_light = darkness > _DUSK

    def face(self, corners: Sequence[Point3], colour: Colour) -> None:
        """Fill a polygon in space; it hides the light behind it."""
        fine = [self._fine(corners)]
        cv2.fillPoly(self.image, fine, colour, cv2.LINE_AA, _SHIFT)
        if self._hides_light:
            cv2.fillPoly(self.glow, fine, (0, 0, 0), cv2.LINE_AA, _SHIFT)

    def shine(self, corners: Sequence[Point3], colour: Colour, strength: float = 1.0) -> None:
        """Fill a polygon that gives light when it is dark."""
        power = self.darkness * strength
        if power > _DUSK:
            blue, green, red = (int(part * power) for part in colour)
            cv2.fillPoly(self.glow, [self._fine(corners)], (blue, green, red), cv2.LINE_AA, _SHIFT)

    def throw(self, corners: Sequence[Point3], colour: Colour) -> None:
        """Throw light on the ground and on whatever stands there."""
        if self._hides_light:
            rough = [self._fine(corners) // (_FINE * _CAST_STEP)]
            cv2.fillPoly(self.cast, rough, tuple(int(part * self.darkness) for part in colour))

    def flat(self, xs: tuple[float, float], ys: tuple[float, float], colour: Colour, z: float = 0.0) -> None:
        """Fill a rectangle that lies on the ground, or at a height."""
        (x0, x1), (y0, y1) = xs, (max(ys[0], NEAREST_M), max(ys[1], NEAREST_M))
        self.face([(x0, y0, z), (x1, y0, z), (x1, y1, z), (x0, y1, z)], colour)

    def upright(self, xs: tuple[float, float], y: float, zs: tuple[float, float], colour: Colour) -> None:
        """Fill a rectangle that faces the camera."""
        self.face(_standing(xs, y, zs), colour)

    def lit(self, xs: tuple[float, float], y: float, zs: tuple[float, float], colour: Colour) -> None:
        """Let a rectangle that faces the camera shine."""
        self.shine(_standing(xs, y, zs), colour)

    def wall(self, x: float, ys: tuple[float, float], zs: tuple[float, float], colour: Colour) -> None:
        """Fill a rectangle that stands along the street."""
        self.face(_along(x, ys, zs), colour)

    def lit_wall(self, x: float, ys: tuple[float, float], zs: tuple[float, float], colour: Colour) -> None:
        """Let a rectangle along the street shine."""
        self.shine(_along(x, ys, zs), colour, 0.8)

    def box(
        self, xs: tuple[float, float], ys: tuple[float, float], zs: tuple[float, float], colour: Colour
    ) -> None:
        """Fill the faces of a box that can be seen: top, one side, and the face towards the camera."""
        (x0, x1), (y0, y1), (z0, z1) = xs, (max(ys[0], NEAREST_M), max(ys[1], NEAREST_M)), zs
        if x0 > 0:
            self.wall(x0, (y0, y1), zs, shade(colour, 0.72))
        elif x1 < 0:
            self.wall(x1, (y0, y1), zs, shade(colour, 0.72))
        self.flat(xs, (y0, y1), shade(colour, 1.16), z1)
        self.upright(xs, y0, (z0, z1), colour)

    def blob(self, x: float, y: float, z: float, size: tuple[float, float], colour: Colour) -> None:
        """Fill an ellipse that faces the camera; `size` is half its width and height in metres."""
        centre, axes = self._ellipse(x, y, z, size)
        cv2.ellipse(self.image, centre, axes, 0, 0, 360, colour, -1, cv2.LINE_AA, _SHIFT)
        if self._hides_light:
            cv2.ellipse(self.glow, centre, axes, 0, 0, 360, (0, 0, 0), -1, cv2.LINE_AA, _SHIFT)

    def lamp(self, x: float, y: float, z: float, radius: float, colour: Colour) -> None:
        """Let a round light shine when it is dark."""
        if self._hides_light:
            centre, axes = self._ellipse(x, y, z, (radius, radius))
            blue, green, red = (int(part * self.darkness) for part in colour)
            cv2.ellipse(self.glow, centre, axes, 0, 0, 360, (blue, green, red), -1, cv2.LINE_AA, _SHIFT)

    def bar(self, start: Point3, end: Point3, thickness: float, colour: Colour) -> None:
        """Draw a bar between two points, `thickness` metres thick at its start."""
        pixels = max(1, round(FOCAL_PX / max(start[1], NEAREST_M) * thickness * SCALE))
        first, last = self._fine([start, end])
        cv2.line(self.image, first.tolist(), last.tolist(), colour, pixels, cv2.LINE_AA, _SHIFT)
        if self._hides_light:
            cv2.line(self.glow, first.tolist(), last.tolist(), (0, 0, 0), pixels, cv2.LINE_AA, _SHIFT)

    def shadow(self, x: float, y: float, half_width: float, depth: float) -> None:
        """Darken the ground under a thing."""
        road = (58, 56, 55)
        self.flat((x - half_width, x + half_width), (y - 0.15, y + depth), road)

    def _ellipse(
        self, x: float, y: float, z: float, size: tuple[float, float]
    ) -> tuple[tuple[int, int], tuple[int, int]]:
        """Return centre and half axes in fine pixels."""
        u, v = self.view.pixel(x, y, z)
        fine = self._fine_steps
        scale = FOCAL_PX / max(y, NEAREST_M) * fine
        return (round(u * fine), round(v * fine)), (round(size[0] * scale), round(size[1] * scale))

    def _fine(self, corners: Sequence[Point3]) -> NDArray[np.int32]:
        """Return points of the street in fine pixels, kept within what OpenCV can draw."""
        pixels = [self.view.pixel(*corner) for corner in corners]
        fine = self._fine_steps
        return np.array([(_whole(u * fine), _whole(v * fine)) for u, v in pixels], np.int32)


def _whole(fine_pixel: float) -> int:
    """Return a whole number of fine pixels, within what OpenCV can draw."""
    return int(max(-_FARTHEST, min(_FARTHEST, fine_pixel)))


class Overlay(Canvas):
    """A canvas over a developed picture, at its own size: dim as its light is, lamps without a halo.

    It is what makes a live picture cheap: only what moves is drawn, and nothing is developed again.
    """

    def __init__(self, picture: Image, view: View, darkness: float, ambient: Light) -> None:
        self.view = view
        self.darkness = darkness
        self.image = self.glow = picture
        self._ambient = tuple(float(part) for part in ambient)
        self._fine_steps = 1 << _SHIFT
        self._hides_light = False

    def face(self, corners: Sequence[Point3], colour: Colour) -> None:
        """Fill a polygon in space."""
        super().face(corners, self._dimmed(colour))

    def throw(self, corners: Sequence[Point3], colour: Colour) -> None:
        """Throw no light: what it would fall on is developed already."""

    def blob(self, x: float, y: float, z: float, size: tuple[float, float], colour: Colour) -> None:
        """Fill an ellipse that faces the camera."""
        super().blob(x, y, z, size, self._dimmed(colour))

    def lamp(self, x: float, y: float, z: float, radius: float, colour: Colour) -> None:
        """Let a round light shine when it is dark."""
        if self.darkness > _DUSK:
            super().blob(x, y, z, (radius, radius), shade(colour, self.darkness))

    def bar(self, start: Point3, end: Point3, thickness: float, colour: Colour) -> None:
        """Draw a bar between two points."""
        pixels = max(1, round(FOCAL_PX / max(start[1], NEAREST_M) * thickness))
        first, last = self._fine([start, end])
        dimmed = self._dimmed(colour)
        cv2.line(self.image, first.tolist(), last.tolist(), dimmed, pixels, cv2.LINE_AA, _SHIFT)

    def _dimmed(self, colour: Colour) -> Colour:
        blue, green, red = (int(part * share) for part, share in zip(colour, self._ambient, strict=True))
        return blue, green, red


def _standing(xs: tuple[float, float], y: float, zs: tuple[float, float]) -> list[Point3]:
    """Return the corners of a rectangle that faces the camera."""
    (x0, x1), (z0, z1) = xs, zs
    return [(x0, y, z0), (x1, y, z0), (x1, y, z1), (x0, y, z1)]


def _along(x: float, ys: tuple[float, float], zs: tuple[float, float]) -> list[Point3]:
    """Return the corners of a rectangle along the street."""
    (y0, y1), (z0, z1) = (max(ys[0], NEAREST_M), max(ys[1], NEAREST_M)), zs
    return [(x, y0, z0), (x, y1, z0), (x, y1, z1), (x, y0, z1)]


def shade(colour: Colour, factor: float) -> Colour:
    """Return the colour lighter (factor above 1) or darker."""
    blue, green, red = (min(255, int(part * factor)) for part in colour)
    return blue, green, red
