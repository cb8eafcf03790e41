"""From a camera's settings to its frames: a file, a network address, or a painted scene."""

from datetime import datetime
from pathlib import Path

from edge.capture import FileFrames, StreamFrames
from edge.frames import FrameSource
from edge.settings import CameraSettings
from edge.synthetic import SyntheticFrames, named_scene

_SYNTHETIC = "synthetic:"


def open_source(camera: CameraSettings, started_at: datetime) -> FrameSource:
    """Return the frames of the camera; raise FramesUnavailableError when there can be none."""
    if camera.source.startswith(_SYNTHETIC):
        scene = named_scene(camera.source.removeprefix(_SYNTHETIC))
        return SyntheticFrames(scene, started_at=started_at, frames_per_s=camera.frames_per_s)
    if "://" in camera.source:
        return StreamFrames(camera.source, frames_per_s=camera.frames_per_s)
    return FileFrames(
        Path(camera.source),
        started_at=started_at,
        frames_per_s=camera.frames_per_s,
        repeats=camera.repeats_file,
    )
