"""Vietnamese words: found without diacritics, sorted as a dictionary does."""

from domain.words import search_key, sort_key, tidy


def test_search_needs_no_diacritics() -> None:
    assert search_key("Đường Bến Thành") == search_key("duong ben thanh") == "duong ben thanh"


def test_map_datas_icelandic_letter_is_put_right() -> None:
    assert tidy("Ða  Kao") == "Đa Kao"


def test_names_sort_as_in_a_vietnamese_dictionary() -> None:
    names = ["Đa Kao", "Cô Giang", "Cầu Kho", "Bến Thành", "Bến Nghé", "Dân Chủ", "Tân Định"]
    assert sorted(names, key=sort_key) == [
        "Bến Nghé",
        "Bến Thành",
        "Cầu Kho",
        "Cô Giang",
        "Dân Chủ",
        "Đa Kao",
        "Tân Định",
    ]


def test_tones_decide_only_when_letters_agree() -> None:
    assert sorted(["má", "ma", "mạ", "mà", "mã", "mả"], key=sort_key) == ["ma", "mà", "mả", "mã", "má", "mạ"]
