"""A CSV of cameras: good lines become cameras, bad ones a reason with their line number."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from domain.camera_papers import Answer, Requirement, missing
from domain.messages import Provenance
from domain.places import Camera, CameraKind, District
from opscenter.camera_import import BadLine, Before, CameraFile, read_cameras
from opscenter.district_files import load_district

NOW = datetime(2026, 7, 1, 3, tzinfo=UTC)
HEADER = "code,name,lat,lon,owner,purpose"
GOOD = "cho-bt-1,Cổng chợ Bến Thành,10.7725,106.6981,Ban quản lý chợ,An ninh trật tự"


@pytest.fixture(scope="module")
def district() -> District:
    return load_district()


def read(text: str, district: District, before: Before | None = None) -> CameraFile:
    return read_cameras(text, district, NOW, before or Before(), "an")


def only_camera(text: str, district: District) -> Camera:
    found = read(text, district)
    assert found.bad == ()
    assert len(found.cameras) == 1
    return found.cameras[0]


def only_reason(text: str, district: District, simulated: frozenset[str] = frozenset()) -> BadLine:
    found = read(text, district, Before(simulated))
    assert found.cameras == ()
    assert len(found.bad) == 1
    return found.bad[0]


def test_a_line_with_the_needed_cells_becomes_a_real_camera_in_the_ward_at_its_place(
    district: District,
) -> None:
    camera = only_camera(f"{HEADER}\n{GOOD}\n", district)
    names = {ward.code: ward.name for ward in district.wards}
    assert names[camera.ward_code] == "Bến Thành"
    assert camera.provenance is Provenance.REAL
    assert (camera.kind, camera.fov_deg, camera.range_m) == (CameraKind.FIXED, 90.0, 60.0)
    assert camera.gateway == f"edge-{camera.ward_code}"


def test_every_column_is_read(district: District) -> None:
    header = f"{HEADER},ward,heading,fov,range,recorder,kind,gateway,street,stream"
    cells = "Bến Thành,270,60,120,NVR-7,long_range,hop-bt,Lê Lợi,rtsp://nvr-7/1"
    camera = only_camera(f"{header}\n{GOOD},{cells}\n", district)
    assert (camera.heading_deg, camera.fov_deg, camera.range_m) == (270.0, 60.0, 120.0)
    assert (camera.recorder, camera.kind, camera.gateway) == ("NVR-7", CameraKind.LONG_RANGE, "hop-bt")
    assert (camera.street, camera.stream_url) == ("Lê Lợi", "rtsp://nvr-7/1")


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("javascript:alert(1)", "stream is no address of http"),
        ("http://", "stream is no address of http"),
        ("http://[bad", "stream is no address of http"),
        ("rtsp://admin:1234@nvr-7/1", "stream holds a user name"),
        (f"https://nvr-7/{'x' * 500}", "stream is no address of http"),
    ],
)
def test_a_stream_that_no_browser_should_follow_is_refused(
    address: str, reason: str, district: District
) -> None:
    assert only_reason(f"{HEADER},stream\n{GOOD},{address}\n", district).reason.startswith(reason)


def test_a_spreadsheet_with_semicolons_decimal_commas_and_a_byte_order_mark_is_read(
    district: District,
) -> None:
    text = "\ufeff" + f"{HEADER}\r\n{GOOD}\r\n".replace(",", ";").replace("10.7725", "10,7725")
    assert only_camera(text, district).lat == 10.7725


def test_a_heading_of_360_is_north(district: District) -> None:
    assert only_camera(f"{HEADER},heading\n{GOOD},360\n", district).heading_deg == 0.0


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("cho-bt-1", "Chợ 1"), "code is 'Chợ 1', but must be lower-case letters"),
        (("10.7725", "ten"), "lat is 'ten', which is not a number"),
        (("106.6981", "206.6981"), "lon is 206.6981, but must be from -180 to 180"),
        (("10.7725", "11.7725"), "no ward of the district is within 30 m of 11.7725, 106.6981"),
        (("10.7725", "nan"), "lat is nan, but must be"),
        (("Ban quản lý chợ", ""), "owner is empty"),
        (("An ninh trật tự", "x" * 201), "purpose is longer than 200 characters"),
        ((",An ninh trật tự", ""), "has 5 cells, but the header has 6"),
    ],
)
def test_a_bad_cell_is_named(change: tuple[str, str], reason: str, district: District) -> None:
    bad = only_reason(f"{HEADER}\n{GOOD.replace(*change)}\n", district)
    assert bad.number == 2
    assert reason in bad.reason


def test_latitude_and_longitude_in_each_others_place_are_recognised(district: District) -> None:
    swapped = GOOD.replace("10.7725,106.6981", "106.6981,10.7725")
    assert only_reason(f"{HEADER}\n{swapped}\n", district).reason.endswith(
        "latitude and longitude are swapped"
    )


def test_a_ward_that_is_not_where_the_camera_stands_is_refused(district: District) -> None:
    bad = only_reason(f"{HEADER},ward\n{GOOD},Tân Định\n", district)
    assert "outside ward Tân Định, in ward Bến Thành" in bad.reason


def test_a_code_that_stands_twice_is_refused_with_its_first_line(district: District) -> None:
    found = read(f"{HEADER}\n{GOOD}\n\n{GOOD}\n", district)
    assert len(found.cameras) == 1
    assert found.bad == (BadLine(4, "code 'cho-bt-1' stands on line 2 already"),)


def test_a_code_of_a_simulated_camera_is_refused(district: District) -> None:
    assert (
        "belongs to a simulated camera"
        in only_reason(f"{HEADER}\n{GOOD}\n", district, frozenset({"cho-bt-1"})).reason
    )


def test_lines_are_counted_as_an_editor_does_when_a_cell_holds_a_line_break(district: District) -> None:
    two_lines = GOOD.replace("Ban quản lý chợ", '"Ban quản lý\nchợ"')
    text = f"{HEADER}\n{two_lines}\n{GOOD.replace('10.7725', 'x')}\n"
    assert [bad.number for bad in read(text, district).bad] == [4]


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ("code,name,lat,lon,owner", "the header lacks purpose"),
        (f"{HEADER},colour", "the header has 'colour', which is no column of ours"),
        (f"{HEADER},code", "the header names a column twice"),
        ("", "the header lacks code, name"),
    ],
)
def test_a_header_that_is_wrong_is_one_bad_line(header: str, reason: str, district: District) -> None:
    bad = only_reason(f"{header}\n{GOOD}\n", district)
    assert bad.number == 1
    assert reason in bad.reason


def test_the_example_in_the_documentation_is_good(district: District) -> None:
    docs = Path(__file__).parents[3] / "docs"
    example = (docs / "cameras-example.csv").read_text(encoding="utf-8")
    found = read(example, district)
    assert (len(found.cameras), found.bad) == (2, ())
    assert example in (docs / "cameras-import.md").read_text(encoding="utf-8")
    assert [missing(papers) for papers in found.papers.values()] == [(), ()]


def test_a_line_without_papers_brings_none(district: District) -> None:
    assert read(f"{HEADER}\n{GOOD}\n", district).papers == {}


def test_a_group_of_its_own_column_goes_before_the_column_for_all(district: District) -> None:
    header = f"{HEADER},notice,review,qcvn,updates"
    line = f"{GOOD},30/06/2026,2027-06-30,Đạt: hợp quy 12,không đạt: chưa có bản vá"
    papers = read(f"{header}\n{line}\n", district).papers["cho-bt-1"]
    assert (papers.notice_on, papers.review_due) == (date(2026, 6, 30), date(2027, 6, 30))
    assert papers.requirements[Requirement.DELETION].note == "hợp quy 12"
    assert papers.requirements[Requirement.UPDATES].answer is Answer.NOT_MET
    assert missing(papers) == ("updates",)


def test_empty_cells_leave_the_papers_that_were_there(district: District) -> None:
    header = f"{HEADER},notice,review,qcvn"
    first = read(f"{header}\n{GOOD},2026-06-30,2027-06-30,met\n", district).papers
    second = read(f"{header}\n{GOOD},,2028-06-30,\n", district, Before(papers=first)).papers["cho-bt-1"]
    assert (second.notice_on, second.review_due) == (date(2026, 6, 30), date(2028, 6, 30))
    assert missing(second) == ()


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("qcvn", "maybe", "must be met, not met or n/a"),
        ("updates", "n/a", "say why it is not met, or does not apply"),
        ("notice", "30.6.2026", "must be a day"),
        ("notice", "2026-07-02", "today at the latest"),
        ("review", "2036-07-02", "more than three years away"),
    ],
)
def test_a_cell_of_the_papers_that_cannot_be_right_makes_a_bad_line(
    column: str, cell: str, reason: str, district: District
) -> None:
    assert reason in only_reason(f"{HEADER},{column}\n{GOOD},{cell}\n", district).reason
