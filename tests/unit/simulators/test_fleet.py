"""The simulated fleet: the same from the same seed, named and numbered as people would."""

import re
from collections import Counter

import pytest

from domain.messages import Provenance
from domain.places import Camera, CameraKind, District, Unit
from opscenter.district_files import load_district
from simulators.fleet import simulated_cameras, simulated_units, vehicle_unit_of

SLUG = re.compile(r"^[a-z0-9][a-z0-9-]*$")


@pytest.fixture(scope="module")
def district() -> District:
    return load_district()


@pytest.fixture(scope="module")
def cameras(district: District) -> tuple[Camera, ...]:
    return simulated_cameras(district)


@pytest.fixture(scope="module")
def units(district: District) -> tuple[Unit, ...]:
    return simulated_units(district)


def test_there_are_1115_cameras_on_128_recorders(cameras: tuple[Camera, ...]) -> None:
    assert len(cameras) == 1_115
    assert len({camera.recorder for camera in cameras}) == 128


def test_the_same_seed_gives_the_same_cameras(district: District, cameras: tuple[Camera, ...]) -> None:
    assert simulated_cameras(district) == cameras


def test_another_seed_gives_other_cameras(district: District, cameras: tuple[Camera, ...]) -> None:
    assert simulated_cameras(district, seed=2) != cameras


@pytest.mark.parametrize("count", [1, 12, 60, 400, 3_000])
def test_any_number_of_cameras_can_be_had(district: District, count: int) -> None:
    assert len(simulated_cameras(district, count)) == count


def test_every_ward_has_cameras_and_one_that_moves(cameras: tuple[Camera, ...], district: District) -> None:
    wards = Counter(camera.ward_code for camera in cameras if camera.kind is CameraKind.VEHICLE)

    assert wards == {ward.code: 1 for ward in district.wards}


def test_seven_places_see_far(cameras: tuple[Camera, ...]) -> None:
    far = [camera for camera in cameras if camera.kind is CameraKind.LONG_RANGE]

    assert len(far) == 7
    assert "Nhà thờ Đức Bà (tầm xa)" in {camera.name for camera in far}


def test_names_and_codes_are_unique_and_codes_are_slugs(cameras: tuple[Camera, ...]) -> None:
    assert len({camera.name for camera in cameras}) == len({camera.code for camera in cameras}) == 1_115
    assert all(SLUG.match(camera.code) for camera in cameras)
    assert re.fullmatch(r"q1-bn-\d{3}", next(c.code for c in cameras if c.ward_code == "26740"))


def test_every_camera_is_simulated_and_speaks_through_its_wards_gateway(cameras: tuple[Camera, ...]) -> None:
    assert {camera.provenance for camera in cameras} == {Provenance.SIMULATED}
    assert all(camera.gateway == f"gw-{camera.ward_code}" for camera in cameras)


def test_headings_stay_below_a_full_turn(cameras: tuple[Camera, ...]) -> None:
    assert all(0 <= camera.heading_deg < 360 for camera in cameras)


def test_every_ward_has_the_unit_that_carries_its_camera(units: tuple[Unit, ...], district: District) -> None:
    assert {vehicle_unit_of(ward.code) for ward in district.wards} <= {unit.code for unit in units}
    assert next(unit.callsign for unit in units if unit.code == "u-26734-01") == "TĐ-01"


def test_traffic_police_rapid_response_and_fire_serve_the_district(units: tuple[Unit, ...]) -> None:
    kinds = Counter(unit.kind for unit in units)

    assert kinds == {
        "ward_police": 20,
        "wardens": 10,
        "traffic_police": 7,
        "rapid_response": 5,
        "fire_rescue": 3,
    }
    assert all(SLUG.match(unit.code) for unit in units)
