"""Paints live pictures cheaply: the street now and then, the traffic on it each time.

A whole picture takes near a tenth of a second, and a wall asks for sixteen a second. What stands still
is therefore painted once and kept for some seconds; each picture is a copy with its traffic and its time.
"""

from collections import OrderedDict
from dataclasses import dataclass, replace

import cv2
import numpy as np

from domain.kinds import IncidentKind
from simulators.painter.canvas import Image, Overlay
from simulators.painter.caption import caption
from simulators.painter.layout import spot_of, view_of
from simulators.painter.light import ambient
from simulators.painter.picture import still_street
from simulators.painter.scene import Scene
from simulators.painter.traffic import Vehicle, kept_free_of, moved_on, vehicles_of

_MOST_KEPT = 64
_HAPPENING_KEPT_S = 8.0
_QUALITY = 72
_LAMPLIGHT = np.float32(0.16)
"""What street lamps add to the night's light on a vehicle, on the average of the street."""
_BEHIND_THE_LENS = frozenset({IncidentKind.CAMERA_OBSCURED, IncidentKind.CAMERA_TAMPERED})


@dataclass(frozen=True, slots=True)
class _Plate:
    """A street without its traffic, as it was painted for a scene, and the traffic of that scene."""

    scene: Scene
    image: Image
    vehicles: tuple[Vehicle, ...]


class LivePainter:
    """Paints live pictures of many cameras; not for two threads at a time."""

    def __init__(self) -> None:
        self._plates: OrderedDict[str, _Plate] = OrderedDict()

    def paint(self, scene: Scene) -> bytes:
        """Return the JPEG of a scene."""
        plate = self._plate_of(scene)
        image = plate.image.copy()
        view = view_of(scene)
        light = ambient(scene.darkness) + _LAMPLIGHT * scene.darkness
        overlay = Overlay(image, view, scene.darkness, light)
        kept_free = kept_free_of(scene, spot_of(scene, view))
        things = moved_on(plate.vehicles, scene, kept_free)
        for thing in sorted(things, key=lambda standing: -standing.y):
            thing.draw(overlay)
        caption(image, scene)
        _, jpeg = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
        return jpeg.tobytes()

    def _plate_of(self, scene: Scene) -> _Plate:
        """Return the street of a scene, painted anew when it looks different by now."""
        plate = self._plates.get(scene.camera_code)
        if plate is None or not _is_still_so(plate.scene, scene):
            has_clear_view = scene.kind not in _BEHIND_THE_LENS
            vehicles = tuple(vehicles_of(scene, view_of(scene))) if has_clear_view else ()
            plate = _Plate(scene, still_street(scene), vehicles)
        self._plates[scene.camera_code] = plate
        self._plates.move_to_end(scene.camera_code)
        if len(self._plates) > _MOST_KEPT:
            self._plates.popitem(last=False)
        return plate


def _is_still_so(painted: Scene, scene: Scene) -> bool:
    """Tell whether a street painted for one scene does for another: only a little time has passed."""
    if replace(painted, taken_at=scene.taken_at, phase_s=scene.phase_s) != scene:
        return False
    return scene.kind is None or 0 <= scene.phase_s - painted.phase_s < _HAPPENING_KEPT_S
