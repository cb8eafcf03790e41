"""A place is found by what somebody says: marks left out, words cut short, crossings in any order."""

from datetime import date

import pytest

from dashboard.find_place_index import PlaceIndex, asked_words
from opscenter.district_files import load_district

INDEX = PlaceIndex(load_district(), date(2026, 1, 5))


@pytest.mark.parametrize(
    ("said", "title", "kind"),
    [
        ("le loi pasteur", "Lê Lợi × Pasteur", "crossing"),
        ("Lê Lợi x Pasteur", "Lê Lợi × Pasteur", "crossing"),
        ("ngã tư hai bà trưng - lê duẩn", "Hai Bà Trưng × Lê Duẩn", "crossing"),
        ("goc dong khoi va ly tu trong", "Lý Tự Trọng × Đồng Khởi", "crossing"),
        ("dong khoi", "Đồng Khởi", "street"),
        ("cho ben thanh", "Chợ Bến Thành", "landmark"),
        ("nha tho duc ba", "Nhà thờ Đức Bà", "landmark"),
        ("phuong da kao", "Phường Đa Kao", "ward"),
        ("45 nguyen hue", "45 Nguyễn Huệ", "street"),
        ("12/3 cô bắc", "12/3 Cô Bắc", "street"),
    ],
)
def test_what_is_said_is_found_first(said: str, title: str, kind: str) -> None:
    best = INDEX.find(said)[0]
    assert (best.title, best.kind) == (title, kind)


def test_a_crossing_stands_in_the_list_once_whichever_street_is_named_first() -> None:
    titles = [place.title for place in INDEX.find("le loi nguyen hue")]
    assert len(titles) == 1
    assert {place.title for place in INDEX.find("nguyen hue le loi")} == set(titles)


def test_only_a_house_number_makes_a_place_rough() -> None:
    assert [INDEX.find(said)[0].is_rough for said in ("45 nguyen hue", "nguyen hue")] == [True, False]


def test_what_nobody_knows_is_not_found() -> None:
    assert INDEX.find("duong khong co that") == []
    assert INDEX.find("   ") == []


def test_words_that_only_lead_to_a_name_are_left_out() -> None:
    assert asked_words("Ngã tư Lê Lợi và Pasteur") == (("le", "loi", "pasteur"), None)
    assert asked_words("số 12 đường Hàm Nghi") == (("ham", "nghi"), "12")
    assert asked_words("ngã tư") == (("nga", "tu"), None)


def test_a_point_is_told_by_the_crossing_next_to_it_and_its_ward() -> None:
    best = INDEX.find("le loi pasteur")[0]
    assert set(INDEX.words_at(best.lat, best.lon).split(" × ")) == {"Lê Lợi", "Pasteur"}
    assert INDEX.ward_at(best.lat, best.lon) == best.w
    assert INDEX.ward_at(10.9, 106.9) is None
