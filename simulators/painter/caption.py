"""The strip under a picture: which camera, when, and that it is simulated.

OpenCV's Hershey fonts have no Vietnamese; its built-in Unicode face has.
"""

import cv2

from simulators.painter.canvas import Image
from simulators.painter.scene import HEIGHT, WIDTH, Scene

SIMULATED = "MÔ PHỎNG"
_STRIP_PX = 24
_SIZE_PX = 13
_WHITE = (235, 235, 235)
_AMBER = (60, 190, 255)


def caption(image: Image, scene: Scene) -> None:
    """Write the strip into the foot of the finished picture."""
    top = HEIGHT - _STRIP_PX
    cv2.rectangle(image, (0, top), (WIDTH, HEIGHT), (18, 18, 18), -1)
    face = cv2.FontFace("uni")
    base = HEIGHT - 7
    time = f"{scene.taken_at:%d/%m/%Y %H:%M:%S}"
    cv2.rectangle(image, (WIDTH - 92, top + 3), (WIDTH - 4, HEIGHT - 4), _AMBER, -1)
    cv2.putText(image, SIMULATED, (WIDTH - 85, base), (20, 20, 20), face, _SIZE_PX, 700)
    cv2.putText(image, time, (WIDTH - 250, base), _WHITE, face, _SIZE_PX, 400)
    text = _fitting(f"{scene.camera_code} · {scene.camera_name}", WIDTH - 268, face)
    cv2.putText(image, text, (8, base), _WHITE, face, _SIZE_PX, 400)


def _fitting(text: str, width: int, face: cv2.FontFace) -> str:
    """Return the text, shortened until it fits."""
    while len(text) > 4 and cv2.getTextSize((WIDTH, HEIGHT), text, (0, 0), face, _SIZE_PX, 400)[2] > width:
        text = text.rstrip("…")[:-1].rstrip() + "…"
    return text
