"""A covered, moved, frozen or silent camera says so, and says when it is well again."""

import numpy as np
import pytest

from domain.messages import CameraState
from edge.analysis import CameraAnalysis
from edge.health import HealthWatch, contrast, entropy_bits, match_views, outlines_of
from edge.scenes import Fault, FaultKind, Scene, ScenePainter, busy_street
from edge.settings import HealthLimits
from tests.unit.edge.scene_runs import CAMERA, NOW, findings_of, frames_of, watching

TRAFFIC = busy_street(60, 20, seed=5).vehicles


def states(scene: Scene, duration_s: float, frozen_after_s: float = 30.0) -> list[tuple[float, CameraState]]:
    camera = watching(health=HealthLimits(frozen_after_s=frozen_after_s))
    changes: list[tuple[float, CameraState]] = []
    for at_s, finding in findings_of(scene, duration_s, camera):
        if not changes or changes[-1][1] is not finding.state:
            changes.append((at_s, finding.state))
    return changes


@pytest.mark.parametrize(
    ("fault", "expected"),
    [(FaultKind.COVERED, CameraState.OBSCURED), (FaultKind.SHIFTED, CameraState.MOVED)],
)
def test_a_fault_is_told_within_4_s_and_so_is_its_end(fault: FaultKind, expected: CameraState) -> None:
    changes = states(Scene(TRAFFIC, (Fault(fault, 15, 30),)), 40)
    assert [state for _, state in changes] == [CameraState.ONLINE, expected, CameraState.ONLINE]
    assert 15 < changes[1][0] < 19
    assert 30 < changes[2][0] < 34


def test_a_frozen_picture_is_a_camera_that_is_off() -> None:
    changes = states(Scene(TRAFFIC, (Fault(FaultKind.FROZEN, 10),)), 28, frozen_after_s=10)
    assert [state for _, state in changes] == [CameraState.ONLINE, CameraState.OFFLINE]


def test_traffic_and_noise_are_no_fault() -> None:
    assert [state for _, state in states(Scene(busy_street(60, 90).vehicles), 60)] == [CameraState.ONLINE]


def test_a_short_shadow_over_the_lens_is_no_fault() -> None:
    assert len(states(Scene(TRAFFIC, (Fault(FaultKind.COVERED, 15, 17),)), 25)) == 1


def test_no_frame_for_10_s_is_a_camera_that_is_off() -> None:
    watch = HealthWatch(HealthLimits(), 0.0)
    assert watch.miss(9.9) is CameraState.ONLINE
    assert watch.miss(10.0) is CameraState.OFFLINE


def test_a_camera_that_does_not_see_counts_nothing() -> None:
    scene = Scene(busy_street(60, 60).vehicles, (Fault(FaultKind.COVERED, 14, 60),))
    flow_times = [at_s for at_s, finding in findings_of(scene, 50) if finding.flow]
    assert all(at_s < 18 for at_s in flow_times)


def test_an_analysis_takes_pictures_of_another_size_in_its_stride() -> None:
    analysis = CameraAnalysis(CAMERA, NOW.timestamp())
    frame = next(frames_of(Scene(), 1))
    analysis.see(frame)
    smaller = type(frame)(np.ascontiguousarray(frame.picture[::2, ::2]), frame.taken_at)
    assert analysis.see(smaller).state is CameraState.ONLINE


def test_the_shift_between_two_views_is_measured() -> None:
    gray = ScenePainter(Scene()).paint(0, 0)[:, :, 0]
    moved = np.roll(gray, (10, 32), axis=(0, 1))
    view = match_views(outlines_of(moved), outlines_of(gray))
    assert view.shift_share == pytest.approx(np.hypot(10, 32) / 480, abs=0.005)


def test_one_grey_has_no_contrast_and_tells_nothing() -> None:
    gray = np.full((20, 20), 90, np.uint8)
    assert contrast(gray) == 0
    assert entropy_bits(gray) == 0
    gray[:10] = 10
    assert entropy_bits(gray) == pytest.approx(1.0)
