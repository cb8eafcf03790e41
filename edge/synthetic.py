"""Frames of a painted scene, so that an agent can be tried without a camera."""

import time
from datetime import datetime, timedelta

from edge.errors import FramesUnavailableError
from edge.frames import Frame
from edge.scenes import Scene, ScenePainter, busy_street

_SCENE_S = 3_600.0


class SyntheticFrames:
    """Frames of a scene from `started_at` on; unpaced they come as fast as they are asked for."""

    def __init__(
        self,
        scene: Scene,
        *,
        started_at: datetime,
        frames_per_s: float,
        duration_s: float = float("inf"),
        is_paced: bool = True,
    ) -> None:
        self._painter = ScenePainter(scene)
        self._started_at = started_at
        self._started_s = time.monotonic()
        self._frames_per_s = frames_per_s
        self._duration_s = duration_s
        self._is_paced = is_paced
        self._index = 0

    @property
    def is_over(self) -> bool:
        """Tell whether the scene has been shown for its whole duration."""
        return self._index / self._frames_per_s >= self._duration_s

    def read(self, timeout_s: float) -> Frame | None:
        """Return the next frame when it is due; a wait longer than `timeout_s` gives None."""
        if self.is_over:
            return None
        age_s = self._index / self._frames_per_s
        if self._is_paced:
            wait_s = self._started_s + age_s - time.monotonic()
            time.sleep(max(0.0, min(wait_s, timeout_s)))
            if wait_s > timeout_s:
                return None
        picture = self._painter.paint(age_s, self._index)
        self._index += 1
        return Frame(picture, self._started_at + timedelta(seconds=age_s))

    def close(self) -> None:
        """Hold nothing, let go of nothing."""


def named_scene(name: str) -> Scene:
    """Return the scene of a `synthetic:<name>` source: `quiet`, `street` or `busy`."""
    per_min = {"quiet": 4.0, "street": 30.0, "busy": 80.0}.get(name)
    if per_min is None:
        raise FramesUnavailableError(f"there is no synthetic scene {name!r}: quiet, street or busy")
    return busy_street(_SCENE_S, per_min)
