"""Runs a painted scene through an analysis as fast as it goes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from domain.messages import Provenance
from edge.analysis import CameraAnalysis, Findings
from edge.flow import FlowFigures
from edge.frames import Frame
from edge.scenes import Scene
from edge.settings import CameraSettings
from edge.synthetic import SyntheticFrames

NOW = datetime(2026, 3, 1, 10, 0, tzinfo=UTC)
CAMERA = CameraSettings(
    code="q1-bn-014",
    source="synthetic:street",
    provenance=Provenance.SIMULATED,
    counting_line=((0.0, 0.6), (1.0, 0.6)),
    frames_per_s=5.0,
)


def frames_of(scene: Scene, duration_s: float, frames_per_s: float = 5.0) -> Iterator[Frame]:
    source = SyntheticFrames(
        scene, started_at=NOW, frames_per_s=frames_per_s, duration_s=duration_s, is_paced=False
    )
    while not source.is_over:
        frame = source.read(0)
        assert frame is not None
        yield frame


def seconds_into(frame: Frame) -> float:
    return (frame.taken_at - NOW).total_seconds()


def findings_of(
    scene: Scene, duration_s: float, camera: CameraSettings = CAMERA
) -> list[tuple[float, Findings]]:
    analysis = CameraAnalysis(camera, NOW.timestamp())
    return [
        (seconds_into(frame), analysis.see(frame))
        for frame in frames_of(scene, duration_s, camera.frames_per_s)
    ]


def flows_of(findings: list[tuple[float, Findings]]) -> list[FlowFigures]:
    return [found.flow for _, found in findings if found.flow is not None]


def watching(**changes: object) -> CameraSettings:
    return replace(CAMERA, **changes)  # type: ignore[arg-type]
