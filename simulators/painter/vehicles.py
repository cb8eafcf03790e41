"""Vehicles of Saigon's streets, seen from behind or from the front."""

import random

from simulators.painter.canvas import Canvas, Colour, shade

_SHIRTS: tuple[Colour, ...] = (
    (60, 60, 190), (190, 120, 50), (70, 150, 70), (210, 210, 215), (50, 50, 55), (60, 170, 220),
    (160, 80, 150), (120, 120, 130), (40, 110, 210),
)  # fmt: skip
_HELMETS: tuple[Colour, ...] = (
    (40, 40, 200), (210, 210, 210), (60, 60, 60), (200, 120, 40), (60, 170, 70), (50, 190, 230),
    (170, 90, 180),
)  # fmt: skip
_BIKES: tuple[Colour, ...] = ((40, 40, 46), (40, 40, 170), (180, 180, 185), (130, 70, 40), (90, 60, 60))
_CARS: tuple[Colour, ...] = (
    (215, 215, 218), (60, 58, 56), (160, 160, 165), (40, 40, 150), (150, 100, 60), (235, 235, 238),
    (70, 160, 75),
)  # fmt: skip
_PONCHOS: tuple[Colour, ...] = ((190, 140, 60), (90, 170, 200), (160, 100, 190), (90, 170, 90), (60, 60, 200))
_SKIN: Colour = (120, 160, 205)
_GLASS: Colour = (66, 58, 50)
_TYRE: Colour = (34, 34, 34)
_RED: Colour = (40, 40, 235)
_HEADLIGHT: Colour = (225, 250, 255)


def draw_motorcycle(
    canvas: Canvas, x: float, y: float, *, comes: bool, rain: float, rng: random.Random
) -> None:
    """Draw a motorcycle with its rider, often with a passenger; in rain they wear ponchos."""
    bike, shirt, helmet = rng.choice(_BIKES), rng.choice(_SHIRTS), rng.choice(_HELMETS)
    canvas.shadow(x, y, 0.34, 1.5)
    canvas.upright((x - 0.07, x + 0.07), y, (0.0, 0.58), _TYRE)
    canvas.upright((x - 0.21, x + 0.21), y, (0.42, 0.95 if comes else 0.85), bike)
    for leg in (-0.24, 0.24):
        canvas.upright((x + leg - 0.09, x + leg + 0.09), y, (0.3, 0.82), (70, 58, 52))
    if rain > 0.25 and rng.random() < 0.75:
        _poncho(canvas, x, y, rng.choice(_PONCHOS))
    else:
        _torso(canvas, x, y, shirt)
    if comes:
        canvas.blob(x, y, 1.5, (0.11, 0.13), _SKIN)
    canvas.blob(x, y, 1.58, (0.15, 0.13), helmet)
    if rng.random() < 0.28:
        canvas.blob(x + (0.12 if comes else 0.0), y, 1.66, (0.15, 0.13), rng.choice(_HELMETS))
    _bike_lights(canvas, x, y, comes)


def _torso(canvas: Canvas, x: float, y: float, shirt: Colour) -> None:
    """Draw a rider's shoulders and arms."""
    body = [(x - 0.19, y, 0.78), (x + 0.19, y, 0.78), (x + 0.27, y, 1.36), (x - 0.27, y, 1.36)]
    canvas.face(body, shirt)
    for arm in (-1, 1):
        canvas.bar((x + arm * 0.25, y, 1.3), (x + arm * 0.38, y, 0.98), 0.1, shade(shirt, 0.8))


def _poncho(canvas: Canvas, x: float, y: float, colour: Colour) -> None:
    """Draw the wide cape that riders pull over themselves."""
    cape = [(x - 0.46, y, 0.5), (x + 0.46, y, 0.5), (x + 0.24, y, 1.45), (x - 0.24, y, 1.45)]
    canvas.face(cape, colour)


def _bike_lights(canvas: Canvas, x: float, y: float, comes: bool) -> None:
    """Draw the head light or the tail light."""
    if comes:
        canvas.blob(x, y, 0.86, (0.1, 0.1), (235, 240, 240))
        canvas.lamp(x, y, 0.86, 0.15, _HEADLIGHT)
        canvas.shine(
            [(x - 0.4, y, 0), (x + 0.4, y, 0), (x + 0.9, y - 4, 0), (x - 0.9, y - 4, 0)], (38, 44, 46)
        )
    else:
        canvas.upright((x - 0.11, x + 0.11), y, (0.66, 0.76), _RED)
        canvas.lamp(x, y, 0.71, 0.11, _RED)


def draw_bicycle(canvas: Canvas, x: float, y: float, *, rng: random.Random) -> None:
    """Draw a cyclist with a conical hat."""
    canvas.shadow(x, y, 0.25, 1.2)
    canvas.upright((x - 0.03, x + 0.03), y, (0.0, 0.66), _TYRE)
    _torso(canvas, x, y, rng.choice(_SHIRTS))
    canvas.blob(x, y, 1.5, (0.11, 0.13), _SKIN)
    draw_conical_hat(canvas, x, y, 1.56)


def draw_conical_hat(canvas: Canvas, x: float, y: float, z: float) -> None:
    """Draw a nón lá."""
    canvas.face([(x - 0.27, y, z), (x + 0.27, y, z), (x, y, z + 0.25)], (150, 205, 225))


def draw_car(canvas: Canvas, x: float, y: float, *, comes: bool, rng: random.Random) -> None:
    """Draw a car, now and then a taxi."""
    colour = rng.choice(_CARS)
    half = 0.88
    canvas.shadow(x, y, half + 0.1, 4.3)
    for wheel in (-1, 1):
        inner, outer = sorted((x + wheel * (half - 0.28), x + wheel * (half - 0.02)))
        canvas.upright((inner, outer), y, (0.0, 0.4), _TYRE)
    canvas.box((x - half, x + half), (y, y + 4.2), (0.25, 0.88), colour)
    canvas.box((x - half + 0.12, x + half - 0.12), (y + 0.55, y + 3.0), (0.88, 1.45), shade(colour, 0.95))
    canvas.upright((x - half + 0.2, x + half - 0.2), y + 0.5, (0.92, 1.36), _GLASS)
    if rng.random() < 0.2:
        canvas.upright((x - 0.2, x + 0.2), y + 1.2, (1.45, 1.62), (60, 220, 240))
        canvas.lit((x - 0.2, x + 0.2), y + 1.2, (1.45, 1.62), (60, 220, 240))
    _car_lights(canvas, x, y, half, comes)


def _car_lights(canvas: Canvas, x: float, y: float, half: float, comes: bool) -> None:
    """Draw a pair of lights, and the plate's blank rectangle."""
    for side in (-1, 1):
        lamp_x = x + side * (half - 0.18)
        colour = (230, 240, 240) if comes else _RED
        canvas.upright((lamp_x - 0.13, lamp_x + 0.13), y, (0.6, 0.76), colour)
        canvas.lamp(lamp_x, y, 0.68, 0.2 if comes else 0.14, _HEADLIGHT if comes else _RED)
    canvas.upright((x - 0.22, x + 0.22), y, (0.4, 0.52), (200, 205, 205))
    if comes:
        canvas.throw([(x - 1, y, 0), (x + 1, y, 0), (x + 1.8, y - 6, 0), (x - 1.8, y - 6, 0)], (96, 110, 114))


def draw_bus(canvas: Canvas, x: float, y: float, *, comes: bool, rng: random.Random) -> None:
    """Draw a city bus."""
    colour = rng.choice(((80, 160, 50), (190, 120, 40), (70, 150, 220)))
    half = 1.22
    canvas.shadow(x, y, half + 0.15, 9)
    canvas.upright((x - half, x + half), y, (0.0, 0.5), _TYRE)
    canvas.box((x - half, x + half), (y, y + 9.5), (0.35, 3.05), colour)
    side = x + half if x < 0 else x - half
    for number in range(5):
        canvas.wall(side, (y + 0.8 + 1.7 * number, y + 2.1 + 1.7 * number), (1.4, 2.4), _GLASS)
    canvas.upright((x - half + 0.15, x + half - 0.15), y, (1.35, 2.5), _GLASS)
    canvas.upright((x - 0.7, x + 0.7), y, (2.6, 2.9), (40, 40, 40))
    canvas.upright((x - 0.5, x + 0.5), y, (2.68, 2.82), (60, 200, 250))
    canvas.lit((x - half + 0.15, x + half - 0.15), y, (1.35, 2.5), (70, 110, 130))
    canvas.lit((x - 0.5, x + 0.5), y, (2.68, 2.82), (60, 200, 250))
    _car_lights(canvas, x, y, half, comes)


def draw_truck(canvas: Canvas, x: float, y: float, *, comes: bool, rng: random.Random) -> None:
    """Draw a delivery truck."""
    cargo = rng.choice(((205, 208, 210), (120, 150, 190), (200, 160, 110)))
    half = 1.02
    canvas.shadow(x, y, half + 0.15, 6)
    for wheel in (-1, 1):
        inner, outer = sorted((x + wheel * (half - 0.4), x + wheel * (half - 0.05)))
        canvas.upright((inner, outer), y, (0.0, 0.6), _TYRE)
    if comes:
        canvas.box((x - half, x + half), (y + 1.6, y + 6), (0.6, 2.9), cargo)
        canvas.box((x - half + 0.05, x + half - 0.05), (y, y + 1.6), (0.5, 2.2), (70, 90, 190))
        canvas.upright((x - half + 0.2, x + half - 0.2), y, (1.3, 2.0), _GLASS)
    else:
        canvas.box((x - half, x + half), (y, y + 4.6), (0.6, 2.9), cargo)
        canvas.upright((x - 0.02, x + 0.02), y, (0.65, 2.85), shade(cargo, 0.6))
        canvas.upright((x - half, x + half), y, (0.45, 0.6), (60, 60, 60))
    _car_lights(canvas, x, y, half, comes)
