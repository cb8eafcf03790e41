"""A vehicle left in the zone is told once; passing, queueing elsewhere or leaving tells nothing."""

from domain.kinds import IncidentKind
from edge.analysis import Findings
from edge.scenes import Scene, Vehicle
from edge.settings import CameraSettings
from tests.unit.edge.scene_runs import findings_of, watching

ZONE = ((0.1, 0.2), (0.5, 0.2), (0.5, 0.9), (0.1, 0.9))


def camera() -> CameraSettings:
    return watching(no_parking_zone=ZONE, parking_s=15.0)


def noticed(found: list[tuple[float, Findings]], kind: IncidentKind) -> list[float]:
    return [at_s for at_s, finding in found for item in finding.noticed if item.kind is kind]


def test_a_vehicle_that_stays_is_told_once() -> None:
    stays = Vehicle(8, 6, 8, 1.8, 4.3, 220, stops_at_m=9, stops_for_s=60)
    times = noticed(findings_of(Scene((stays,)), 50, camera()), IncidentKind.ILLEGAL_PARKING)
    stood_from_s = 6 + (9 + 4.3) / 8
    assert len(times) == 1
    assert stood_from_s + 14 < times[0] < stood_from_s + 17


def test_the_box_is_where_the_vehicle_stands() -> None:
    stays = Vehicle(8, 6, 8, 1.8, 4.3, 220, stops_at_m=9, stops_for_s=60)
    found = findings_of(Scene((stays,)), 30, camera())
    (item,) = [item for _, finding in found for item in finding.noticed]
    assert item.box is not None
    left, top, right, bottom = item.box
    assert abs((left + right) / 2 - 8 / 32) < 0.02
    assert abs((top + bottom) / 2 - (9 + 2.15) / 18) < 0.03


def test_a_short_stop_is_no_parking() -> None:
    stops = Vehicle(8, 6, 8, 1.8, 4.3, 220, stops_at_m=9, stops_for_s=10)
    assert not noticed(findings_of(Scene((stops,)), 45, camera()), IncidentKind.ILLEGAL_PARKING)


def test_standing_outside_the_zone_is_no_parking() -> None:
    stays = Vehicle(24, 6, 8, 1.8, 4.3, 220, stops_at_m=9, stops_for_s=60)
    assert not noticed(findings_of(Scene((stays,)), 45, camera()), IncidentKind.ILLEGAL_PARKING)


def test_the_hole_left_by_a_vehicle_that_went_is_no_parking() -> None:
    was_there = Vehicle(8, -3, 8, 1.8, 4.3, 220, stops_at_m=9, stops_for_s=20)
    assert not noticed(findings_of(Scene((was_there,)), 60, camera()), IncidentKind.ILLEGAL_PARKING)


def test_a_covered_square_is_a_crowd_given_as_a_share_of_area() -> None:
    square = ((0.2, 0.4), (0.6, 0.4), (0.6, 0.8), (0.2, 0.8))
    gathering = tuple(Vehicle(7.2 + 1.6 * n, 6, 9, 1.5, 6.0, 215, 8.0, 60) for n in range(7))
    settings = watching(crowd_zone=square, crowd_share=0.4, crowd_s=8.0)
    found = findings_of(Scene(gathering), 35, settings)
    assert len(noticed(found, IncidentKind.CROWD)) == 1
    (item,) = [item for _, finding in found for item in finding.noticed]
    assert item.label.endswith("% of the area covered")
    assert item.box is None
