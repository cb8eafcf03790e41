"""Vehicles that go over the line are counted, classed and timed; the truth is painted."""

import pytest

from edge.flow import vehicle_class
from edge.scenes import HEIGHT_PX, METRES_PER_PIXEL, Scene, Vehicle, busy_street
from edge.settings import SizeClasses
from edge.tracking import crosses
from tests.unit.edge.scene_runs import findings_of, flows_of

LINE_M = 0.6 * HEIGHT_PX * METRES_PER_PIXEL
MISSED_AT_MOST = 0.1
"""The stated tolerance: vehicles that touch are one blob, so up to a tenth may be missed at 80 a minute."""


def crossings(scene: Scene, from_s: float, to_s: float) -> list[Vehicle]:
    return [
        vehicle
        for vehicle in scene.vehicles
        if from_s <= vehicle.enters_s + (LINE_M + vehicle.length_m / 2) / vehicle.speed_mps <= to_s
    ]


@pytest.mark.parametrize("vehicles_per_min", [20, 80])
def test_what_crosses_the_line_is_counted(vehicles_per_min: float) -> None:
    scene = busy_street(65, vehicles_per_min, seed=3)
    found = findings_of(scene, 65)
    begin_s, end_s = 6.0, [at_s for at_s, finding in found if finding.flow][-1]
    counted = sum(flow.motorcycles + flow.cars + flow.trucks + flow.buses for flow in flows_of(found))
    truth = len(crossings(scene, begin_s, end_s))
    assert truth * (1 - MISSED_AT_MOST) - 1 <= counted <= truth + 1


def test_an_empty_street_counts_nothing() -> None:
    flows = flows_of(findings_of(Scene(seed=4), 40))
    assert flows
    assert all(flow.motorcycles + flow.cars + flow.trucks + flow.buses == 0 for flow in flows)
    assert all(flow.occupancy < 0.01 for flow in flows)


@pytest.mark.parametrize(
    ("width_m", "length_m", "expected"),
    [
        (0.8, 2.0, "motorcycles"),
        (1.8, 4.3, "cars"),
        (2.3, 7.0, "trucks"),
        (2.5, 11.5, "buses"),
    ],
)
def test_a_vehicle_is_classed_by_its_size(width_m: float, length_m: float, expected: str) -> None:
    vehicles = tuple(Vehicle(16, enters_s, 8, width_m, length_m, 225) for enters_s in (6, 12, 18))
    flows = flows_of(findings_of(Scene(vehicles), 32))
    assert sum(getattr(flow, expected) for flow in flows) == 3


def test_speed_is_within_a_tenth() -> None:
    vehicles = tuple(Vehicle(16, enters_s, 10, 1.8, 4.3, 225) for enters_s in (5, 9, 13))
    speeds = [flow.speed_kmh for flow in flows_of(findings_of(Scene(vehicles), 26)) if flow.cars]
    assert speeds
    assert all(speed == pytest.approx(36, rel=0.1) for speed in speeds)


def test_a_vehicle_that_stands_on_the_line_fills_it() -> None:
    standing = Vehicle(16, 5, 8, 2.5, 11.5, 225, stops_at_m=4, stops_for_s=60)
    last = flows_of(findings_of(Scene((standing,)), 40))[-1]
    assert last.occupancy == pytest.approx(2.5 / 32, abs=0.02)


@pytest.mark.parametrize(("area_m2", "expected"), [(3.5, "motorcycles"), (3.6, "cars"), (24.1, "buses")])
def test_the_bounds_of_a_class_belong_to_it(area_m2: float, expected: str) -> None:
    assert vehicle_class(area_m2, SizeClasses()) == expected


@pytest.mark.parametrize(
    ("start", "end", "does_cross"),
    [
        ((5, 4), (5, 6), True),
        ((5, 6), (5, 4), True),
        ((5, 4), (5, 5), True),
        ((5, 5), (5, 6), False),
        ((5, 1), (5, 4), False),
        ((15, 4), (15, 6), False),
    ],
)
def test_a_step_crosses_the_line_once(
    start: tuple[float, float], end: tuple[float, float], does_cross: bool
) -> None:
    assert crosses((start, end), ((0, 5), (10, 5))) is does_cross
