"""The shipped district is sound, another set of wards needs no code, and bad files are named."""

import itertools
import json
import shutil
import unicodedata
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from shapely import Polygon
from shapely.ops import unary_union

from domain.places import District, WardLocator, gap_m, ward_polygon
from opscenter.district_files import SHIPPED_DISTRICT, DistrictFilesError, load_district
from simulators.fleet import simulated_cameras

NEIGHBOURS = {
    ("Cô Giang", "Cầu Kho"),
    ("Cầu Kho", "Nguyễn Cư Trinh"),
    ("Cô Giang", "Cầu Ông Lãnh"),
    ("Cô Giang", "Phạm Ngũ Lão"),
    ("Cô Giang", "Nguyễn Cư Trinh"),
    ("Cầu Ông Lãnh", "Nguyễn Thái Bình"),
    ("Cầu Ông Lãnh", "Phạm Ngũ Lão"),
    ("Tân Định", "Đa Kao"),
    ("Bến Nghé", "Đa Kao"),
    ("Bến Thành", "Nguyễn Thái Bình"),
    ("Bến Thành", "Phạm Ngũ Lão"),
    ("Bến Nghé", "Bến Thành"),
    ("Nguyễn Thái Bình", "Phạm Ngũ Lão"),
    ("Bến Nghé", "Nguyễn Thái Bình"),
    ("Nguyễn Cư Trinh", "Phạm Ngũ Lão"),
}
TEN_SQUARE_METRES_IN_DEGREES = 8e-10


@pytest.fixture(scope="module")
def district() -> District:
    return load_district()


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    folder = tmp_path / "district"
    shutil.copytree(SHIPPED_DISTRICT, folder)
    return folder


def names_in(district: District) -> Iterator[str]:
    yield district.name
    for group in (district.wards, district.streets, district.water, district.sites):
        yield from (item.name for item in group)


def test_the_shipped_district_is_the_ten_wards_of_district_1(district: District) -> None:
    assert (district.code, district.slug, district.name) == ("760", "d1", "Quận 1")
    assert len(district.wards) == 10
    assert all(ward.is_valid_on(date(2026, 1, 1)) for ward in district.wards)


def test_the_source_of_the_map_is_credited(district: District) -> None:
    assert district.attribution == "© OpenStreetMap contributors, ODbL 1.0"


def test_no_two_wards_overlap(district: District) -> None:
    polygons = [ward_polygon(ward) for ward in district.wards]

    overlaps = [one.intersection(other).area for one, other in itertools.combinations(polygons, 2)]

    assert max(overlaps) < TEN_SQUARE_METRES_IN_DEGREES


def test_the_wards_leave_no_gap_between_them(district: District) -> None:
    together = unary_union([ward_polygon(ward) for ward in district.wards])

    assert isinstance(together, Polygon)
    assert not list(together.interiors)


def test_neighbouring_wards_share_their_vertices(district: District) -> None:
    sharing = {
        tuple(sorted((one.name, other.name)))
        for one, other in itertools.combinations(district.wards, 2)
        if len(set(one.ring) & set(other.ring)) >= 2
    }

    assert sharing == {tuple(sorted(pair)) for pair in NEIGHBOURS}


def test_every_label_stands_inside_its_ward(district: District) -> None:
    assert all(gap_m(ward_polygon(ward), *ward.label) == 0 for ward in district.wards)


def test_every_site_is_within_30_m_of_its_ward(district: District) -> None:
    polygons = {ward.code: ward_polygon(ward) for ward in district.wards}

    far = [site.code for site in district.sites if gap_m(polygons[site.ward_code], site.lat, site.lon) > 30]

    assert far == []


def test_every_camera_is_within_30_m_of_its_ward(district: District) -> None:
    polygons = {ward.code: ward_polygon(ward) for ward in district.wards}

    far = [
        camera.code
        for camera in simulated_cameras(district)
        if gap_m(polygons[camera.ward_code], camera.lat, camera.lon) > 30
    ]

    assert far == []


def test_every_street_has_a_name_and_a_rank(district: District) -> None:
    assert all(street.name and street.rank in {1, 2, 3, 4} for street in district.streets)


def test_names_are_composed_and_write_the_vietnamese_d(district: District) -> None:
    names = list(names_in(district))

    assert names == [unicodedata.normalize("NFC", name) for name in names]
    assert not [name for name in names if "Ð" in name or "ð" in name]


def test_sites_have_codes_of_their_own(district: District) -> None:
    assert len({site.code for site in district.sites}) == len(district.sites)


def test_there_is_one_centre_and_a_police_post_in_every_ward(district: District) -> None:
    posts = [site for site in district.sites if site.kind == "police_post"]

    assert [site.kind for site in district.sites].count("centre") == 1
    assert {post.ward_code for post in posts} == {ward.code for ward in district.wards}
    assert sum(not post.is_schematic for post in posts) == 4


def square(code: str, name: str, west: float, valid_from: str, valid_to: str | None) -> dict[str, object]:
    """Return a ward of 0.02 by 0.05 degrees as a GeoJSON feature."""
    corners = [[west, 10.75], [west + 0.02, 10.75], [west + 0.02, 10.8], [west, 10.8], [west, 10.75]]
    facts = {"code": code, "name": name, "label": [west + 0.01, 10.775], "valid_from": valid_from}
    return {
        "type": "Feature",
        "properties": facts | {"valid_to": valid_to},
        "geometry": {"type": "Polygon", "coordinates": [corners]},
    }


def test_a_second_set_of_wards_is_data_alone(copied: Path) -> None:
    wards = [
        square("26740", "Bến Nghé", 106.69, "2020-01-01", "2025-07-01"),
        square("90001", "Sài Gòn", 106.68, "2025-07-01", None),
        square("90002", "Tân Định", 106.70, "2025-07-01", None),
    ]
    (copied / "wards.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": wards}))
    (copied / "sites.csv").write_text("code,name,kind,ward_code,lat,lon,schematic\n")

    district = load_district(copied)

    before = WardLocator(district.wards, date(2024, 1, 1)).locate(10.775, 106.695)
    after = WardLocator(district.wards, date(2026, 1, 1)).locate(10.775, 106.695)
    assert (before and before.code, after and after.code) == ("26740", "90001")
    assert {camera.ward_code for camera in simulated_cameras(district, 200)} == {"90001", "90002"}


def test_a_missing_file_is_named(copied: Path) -> None:
    (copied / "streets.geojson").unlink()

    with pytest.raises(DistrictFilesError, match=r"streets\.geojson cannot be read"):
        load_district(copied)


def test_a_site_in_an_unknown_ward_is_named_by_its_line(copied: Path) -> None:
    with (copied / "sites.csv").open("a", encoding="utf-8") as sites:
        sites.write("somewhere,Somewhere,landmark,99999,10.77,106.7,no\n")

    with pytest.raises(DistrictFilesError, match=r"sites\.csv, line \d+: no ward has the code '99999'"):
        load_district(copied)


def test_a_ward_that_crosses_itself_is_refused(copied: Path) -> None:
    bad = square("90001", "Sài Gòn", 106.68, "2025-07-01", None)
    bad["geometry"] = {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}
    (copied / "wards.geojson").write_text(json.dumps({"features": [bad]}))

    with pytest.raises(DistrictFilesError, match="'90001' is not a polygon or crosses itself"):
        load_district(copied)
