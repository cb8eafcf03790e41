"""People on the street, drawn small and without faces."""

import random

from simulators.painter.canvas import Canvas, Colour, shade

_SKIN: Colour = (120, 160, 205)
_CLOTHES: tuple[Colour, ...] = (
    (60, 60, 190), (190, 120, 50), (70, 150, 70), (210, 210, 215), (60, 55, 55), (60, 170, 220),
    (160, 80, 150), (130, 130, 140),
)  # fmt: skip


def draw_person(canvas: Canvas, x: float, y: float, rng: random.Random, *, arms_up: bool = False) -> None:
    """Draw a person standing."""
    shirt, trousers = rng.choice(_CLOTHES), rng.choice(((60, 50, 45), (90, 70, 60), (50, 50, 52)))
    tall = rng.uniform(0.92, 1.04)
    canvas.shadow(x, y, 0.22, 0.4)
    for leg in (-0.1, 0.1):
        canvas.upright((x + leg - 0.08, x + leg + 0.08), y, (0.0, 0.84 * tall), trousers)
    canvas.face(
        [
            (x - 0.17, y, 0.8 * tall),
            (x + 0.17, y, 0.8 * tall),
            (x + 0.23, y, 1.42 * tall),
            (x - 0.23, y, 1.42 * tall),
        ],
        shirt,
    )
    for arm in (-1, 1):
        hand = (x + arm * 0.42, y, 1.85 * tall) if arms_up else (x + arm * 0.3, y, 0.85 * tall)
        canvas.bar((x + arm * 0.22, y, 1.36 * tall), hand, 0.09, shade(shirt, 0.82))
    canvas.blob(x, y, 1.57 * tall, (0.11, 0.14), _SKIN)
    canvas.blob(x, y, 1.63 * tall, (0.12, 0.1), (40, 42, 44))


def draw_sitting(canvas: Canvas, x: float, y: float, rng: random.Random) -> None:
    """Draw a person sitting on a low stool or kneeling."""
    shirt = rng.choice(_CLOTHES)
    canvas.shadow(x, y, 0.28, 0.4)
    canvas.upright((x - 0.26, x + 0.26), y, (0.0, 0.42), (70, 58, 52))
    canvas.upright((x - 0.22, x + 0.22), y, (0.36, 0.9), shirt)
    canvas.blob(x, y, 1.04, (0.12, 0.14), _SKIN)
    canvas.blob(x, y, 1.1, (0.13, 0.1), (40, 42, 44))


def draw_lying(canvas: Canvas, x: float, y: float, rng: random.Random) -> None:
    """Draw a person lying on the ground across the view."""
    # Light clothes, so that nobody lies unseen on dark asphalt.
    shirt = rng.choice(((210, 210, 215), (60, 170, 220), (120, 190, 240)))
    canvas.flat((x - 0.95, x + 0.95), (y - 0.2, y + 0.5), (70, 66, 64))
    canvas.face(
        [(x - 0.85, y, 0.05), (x - 0.1, y, 0.05), (x - 0.1, y + 0.3, 0.3), (x - 0.85, y + 0.3, 0.3)],
        (70, 56, 50),
    )
    canvas.face(
        [(x - 0.15, y, 0.05), (x + 0.55, y, 0.05), (x + 0.55, y + 0.3, 0.36), (x - 0.15, y + 0.3, 0.36)],
        shirt,
    )
    canvas.blob(x + 0.72, y + 0.1, 0.2, (0.16, 0.14), _SKIN)


def draw_crowd(
    canvas: Canvas, centre: tuple[float, float], size: tuple[float, float], count: int, rng: random.Random
) -> None:
    """Draw many people in an area of (width, depth) metres, the farthest first."""
    places = [(rng.uniform(-0.5, 0.5) * size[0], rng.uniform(-0.5, 0.5) * size[1]) for _ in range(count)]
    for aside, ahead in sorted(places, key=lambda place: -place[1]):
        draw_person(canvas, centre[0] + aside, centre[1] + ahead, rng, arms_up=rng.random() < 0.06)
