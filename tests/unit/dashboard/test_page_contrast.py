"""Text can be read for eight hours: the tokens' colours stand apart from their grounds (WCAG 2.2)."""

import re
from pathlib import Path

import pytest

import dashboard

TOKENS = (Path(dashboard.__file__).parent / "assets" / "00_tokens.css").read_text(encoding="utf-8")
COLOURS = dict(re.findall(r"--([a-z0-9-]+):\s*(#[0-9a-f]{6});", TOKENS))
GROUNDS = ("page", "bar", "panel", "raised", "hover", "chosen")


def _luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_black_on_white_is_the_greatest_contrast() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("words", ["text", "strong", "muted"])
def test_words_stand_apart_from_every_ground(words: str, ground: str) -> None:
    assert contrast(COLOURS[words], COLOURS[ground]) >= 7


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize(
    "sign", ["critical", "high", "medium", "low", "ok", "simulated", "replayed", "select"]
)
def test_signs_stand_apart_from_every_ground(sign: str, ground: str) -> None:
    assert contrast(COLOURS[sign], COLOURS[ground]) >= 4.5


def test_white_words_stand_apart_from_a_main_button() -> None:
    assert contrast("#ffffff", COLOURS["primary"]) >= 7


@pytest.mark.parametrize("words", ["map-label", "map-street-label"])
def test_names_on_the_map_stand_apart_from_the_land(words: str) -> None:
    assert contrast(COLOURS[words], COLOURS["map-land"]) >= 7
