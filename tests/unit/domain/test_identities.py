"""Identities stop at the door."""

import pytest

from domain.identities import kept, without_plates


@pytest.mark.parametrize(
    "plate", ["51F-123.45", "59-X1 234.56", "51A 12345", "59T1-12345", "30E-922.91", "51f-123.45"]
)
def test_a_plate_in_free_text_is_masked(plate: str) -> None:
    assert without_plates(f"xe {plate} đỗ sai") == "xe [biển số] đỗ sai"


@pytest.mark.parametrize("text", ["lúc 10:45 ngày 12/03", "gọi 113", "cột đèn 1022 hỏng", "104 Bùi Viện"])
def test_other_figures_stay(text: str) -> None:
    assert without_plates(text) == text


def test_only_what_the_list_allows_is_kept() -> None:
    raw = {"id": "1", "sub_label": ["Lan", 0.9], "data": {"zones": ["a"], "faces": [1]}, "odd": {"x": 1}}
    clean, dropped = kept(raw, {"id": None, "data": {"zones": None}, "odd": None})
    assert clean == {"id": "1", "data": {"zones": ["a"]}}
    assert dropped == 3
