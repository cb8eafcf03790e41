"""The registry: wards that change with the years, cameras and units that are brought up to date."""

from datetime import date

from db.connection import Connection
from db.registry import (
    known_sources,
    register_cameras,
    register_units,
    register_wards,
    registered_cameras,
    wards_on,
)
from domain.messages import Provenance
from tests.integration.db.conftest import Looking
from tests.integration.db.making import a_camera, a_district, a_unit, a_ward

REFORM = date(2025, 7, 1)
OLD = a_district(
    a_ward("26740", "Bến Thành", date(1988, 1, 1), REFORM),
    a_ward("26734", "Đa Kao", date(1988, 1, 1), REFORM),
)
NEW = a_district(a_ward("26740", "Sài Gòn", REFORM), a_ward("26743", "Bến Thành", REFORM))


def test_a_second_set_of_wards_takes_over_on_its_day(connection: Connection) -> None:
    register_wards(connection, OLD)
    register_wards(connection, NEW)
    before = [(ward.code, ward.name) for ward in wards_on(connection, date(2020, 1, 1))]
    after = [(ward.code, ward.name) for ward in wards_on(connection, REFORM)]
    assert before == [("26740", "Bến Thành"), ("26734", "Đa Kao")]
    assert after == [("26743", "Bến Thành"), ("26740", "Sài Gòn")]


def test_wards_come_back_as_they_were_registered(connection: Connection) -> None:
    register_wards(connection, OLD)
    register_wards(connection, OLD)
    assert set(wards_on(connection, date(2020, 1, 1))) == set(OLD.wards)


def test_wards_stand_in_vietnamese_order(connection: Connection) -> None:
    names = ["Đa Kao", "Cầu Kho", "Cô Giang", "Tân Định", "Bến Nghé"]
    wards = [a_ward(str(number), name, date(2020, 1, 1)) for number, name in enumerate(names)]
    register_wards(connection, a_district(*wards))
    sorted_names = [ward.name for ward in wards_on(connection, date(2020, 1, 1))]
    assert sorted_names == ["Bến Nghé", "Cầu Kho", "Cô Giang", "Đa Kao", "Tân Định"]


def test_registering_again_changes_only_what_is_different(connection: Connection) -> None:
    cameras = [a_camera(f"cam-{number}") for number in range(50)]
    assert register_cameras(connection, cameras) == 50
    assert register_cameras(connection, cameras) == 0
    assert register_cameras(connection, [*cameras[:49], a_camera("cam-49", street="Đồng Khởi")]) == 1
    assert register_units(connection, [a_unit()]) == 1
    assert register_units(connection, [a_unit()]) == 0


def test_cameras_come_back_as_they_were_registered(connection: Connection) -> None:
    camera = a_camera(name="Vòng xoay Lê Duẩn")
    register_cameras(connection, [camera])
    assert registered_cameras(connection) == [camera]


def test_known_sources_tell_ward_provenance_and_gateway(connection: Connection) -> None:
    register_cameras(connection, [a_camera("cam-1", provenance=Provenance.REAL)])
    register_units(connection, [a_unit("u-1")])
    known = known_sources(connection)
    camera = known.cameras["cam-1"]
    assert (camera.ward_code, camera.provenance, camera.gateway) == ("26740", "real", "gw-26740")
    assert known.units["u-1"].provenance == "simulated"


def test_cameras_are_found_without_diacritics(connection: Connection, look: Looking) -> None:
    register_cameras(connection, [a_camera(street="Đồng Khởi")])
    assert look.values("SELECT code FROM camera WHERE search_key LIKE '%%dong khoi%%'") == ["q1-bn-001"]


def test_a_name_with_sql_in_it_is_a_name(connection: Connection, look: Looking) -> None:
    name = "x'); DROP TABLE camera; --"
    register_cameras(connection, [a_camera(name=name)])
    assert look.value("SELECT name FROM camera") == name
