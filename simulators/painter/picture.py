"""Paints a scene as a JPEG, small enough for the wire."""

from functools import partial

import cv2

from domain.kinds import IncidentKind
from simulators.painter.canvas import Canvas, Image
from simulators.painter.caption import caption
from simulators.painter.incidents import incident
from simulators.painter.layout import spot_of, view_of
from simulators.painter.lens import covered, knocked
from simulators.painter.light import developed
from simulators.painter.scene import MAX_JPEG_BYTES, Scene
from simulators.painter.street import draw_lamp, draw_tree, paint_street, trees_and_lamps
from simulators.painter.traffic import Standing, kept_free_of, traffic

_QUALITIES = (78, 66, 54, 40)


def paint(scene: Scene) -> bytes:
    """Return the JPEG of a scene, at most 60 kB."""
    image = painted(scene)
    for quality in _QUALITIES:
        _, jpeg = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])
        if len(jpeg) <= MAX_JPEG_BYTES:
            break
    return jpeg.tobytes()


def painted(scene: Scene) -> Image:
    """Return the picture of a scene with its caption."""
    image = _developed_with(scene, has_traffic=True)
    caption(image, scene)
    return image


def still_street(scene: Scene) -> Image:
    """Return the picture of a scene without what moves in it, and without its caption."""
    return _developed_with(scene, has_traffic=False)


def _developed_with(scene: Scene, *, has_traffic: bool) -> Image:
    """Return the picture of a scene, as its lens shows it."""
    canvas = Canvas(view_of(scene), scene.darkness)
    paint_street(canvas, scene)
    things = _things(canvas, scene, has_traffic=has_traffic)
    for thing in sorted(things, key=lambda standing: -standing.y):
        thing.draw(canvas)
    image = developed(canvas, scene)
    if scene.phase_s >= 0 and scene.kind is IncidentKind.CAMERA_OBSCURED:
        image = covered(image, scene)
    elif scene.phase_s >= 0 and scene.kind is IncidentKind.CAMERA_TAMPERED:
        image = knocked(image, scene)
    return image


def _things(canvas: Canvas, scene: Scene, *, has_traffic: bool) -> list[Standing]:
    """Return everything that stands or moves in the street."""
    spot = spot_of(scene, canvas.view)
    things = incident(scene, canvas.view, spot) if spot is not None else []
    if has_traffic:
        things += traffic(scene, canvas.view, kept_free_of(scene, spot if things else None))
    for x, y, what in trees_and_lamps(scene, canvas):
        draw = draw_tree if what == "tree" else draw_lamp
        things.append(Standing(y, partial(draw, x, y)))
    return things
