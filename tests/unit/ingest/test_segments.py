"""Street segments: a street within a ward, its jam and the usual one, from the same cameras."""

from dataclasses import replace

from db.alerting import CameraFlow, UsualFlow
from ingest.rules.segments import camera_levels, segment_states
from tests.unit.ingest.registry_of_tests import OTHER_WARD, WARD
from tests.unit.ingest.rows_of_tests import NOW, SIM, a_situation


def a_flow(camera: str, speed_kmh: float, occupancy: float, ward: str = WARD) -> CameraFlow:
    return CameraFlow(camera, ward, SIM, False, 30, 30.0, speed_kmh, occupancy, NOW)


def a_usual(camera: str, speed_kmh: float, occupancy: float) -> UsualFlow:
    return UsualFlow(camera, WARD, SIM, 30.0, speed_kmh, occupancy, 4)


def test_a_segment_is_a_street_within_a_ward() -> None:
    flows = [a_flow("cam-1", 0.0, 0.85), a_flow("cam-2", 30.0, 0.0), a_flow("cam-far", 30.0, 0.0, OTHER_WARD)]
    states = {(it.ward_code, it.street): it for it in segment_states(flows, {}, a_situation(), NOW)}
    assert states[WARD, "Lê Lợi"].congestion == 0.5
    assert states[WARD, "Lê Lợi"].cameras == 2
    assert states[OTHER_WARD, "Hàm Nghi"].congestion == 0.0


def test_the_usual_is_made_as_the_present_is() -> None:
    flows = [a_flow("cam-1", 0.0, 0.85), a_flow("cam-2", 30.0, 0.0)]
    usual = camera_levels([a_usual("cam-1", 0.0, 0.85), a_usual("cam-2", 30.0, 0.0)])
    (state,) = segment_states(flows, usual, a_situation(), NOW)
    assert state.usual == state.congestion


def test_a_segment_of_which_too_few_cameras_know_their_usual_has_none() -> None:
    flows = [a_flow(f"cam-{n}", 10.0, 0.4) for n in range(1, 4)]
    (state,) = segment_states(flows, camera_levels([a_usual("cam-1", 30.0, 0.0)]), a_situation(), NOW)
    assert state.usual is None


def test_drills_and_cameras_of_no_known_street_make_no_segment() -> None:
    flows = [replace(a_flow("cam-1", 0.0, 0.85), exercise=True), a_flow("a-stranger", 0.0, 0.85)]
    assert segment_states(flows, {}, a_situation(), NOW) == []
