"""Text can be read for eight hours in every theme: the tokens' colours stand apart from their grounds."""

import re
from pathlib import Path

import pytest

import dashboard
from dashboard.panels.flow_chart import LINES

ASSETS = Path(dashboard.__file__).parent / "assets"
_COLOUR = re.compile(r"--([a-z0-9-]+):\s*(#[0-9a-f]{6});")
_THEME = re.compile(r':root\[data-theme="(\w+)"\] \{(.*?)\n\}', re.DOTALL)


def themes() -> dict[str, dict[str, str]]:
    """Return the colours of each theme by token; what a theme does not name it has from the dark one."""
    dark = dict(_COLOUR.findall((ASSETS / "00_tokens.css").read_text(encoding="utf-8")))
    others = _THEME.findall((ASSETS / "01_themes.css").read_text(encoding="utf-8"))
    return {"dark": dark} | {name: dark | dict(_COLOUR.findall(block)) for name, block in others}


THEMES = themes()
GROUNDS = ("page", "bar", "panel", "raised", "hover", "chosen")
SIGNS = ("critical", "high", "medium", "low", "ok", "off", "simulated", "replayed", "exercise", "select")
PAIRS = (
    ("on-primary", "primary"),
    ("on-primary", "primary-hover"),
    ("alarm-words", "alarm-ground"),
    ("good-words", "good-ground"),
    ("strong", "critical-ground"),
    ("text", "warn-ground"),
    ("muted", "calm-ground"),
    ("text", "badge"),
    ("chosen-words", "chosen"),
    ("simulated", "simulated-ground"),
    ("simulated", "simulated-stripe"),
    ("lost", "lost-ground"),
    ("map-label", "map-land"),
    ("map-label", "map-ground"),
    ("map-street-label", "map-land"),
    ("map-water-label", "map-water"),
)
each_theme = pytest.mark.parametrize("theme", list(THEMES))


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


def test_there_are_three_themes() -> None:
    assert list(THEMES) == ["dark", "dim", "day"]


@each_theme
@pytest.mark.parametrize("words", ["text", "strong", "muted"])
def test_words_stand_apart_from_every_ground_and_do_not_glare(words: str, theme: str) -> None:
    found = {ground: contrast(THEMES[theme][words], THEMES[theme][ground]) for ground in GROUNDS}
    assert {ground: ratio for ground, ratio in found.items() if not 7 <= ratio <= 15} == {}


@each_theme
def test_signs_stand_apart_from_every_ground(theme: str) -> None:
    colours = THEMES[theme]
    found = {(sign, ground): contrast(colours[sign], colours[ground]) for sign in SIGNS for ground in GROUNDS}
    assert {pair: ratio for pair, ratio in found.items() if ratio < 4.5} == {}


@each_theme
def test_the_lines_of_the_flow_chart_stand_apart_from_the_panel(theme: str) -> None:
    found = {source: contrast(line, THEMES[theme]["panel"]) for source, line in LINES.items()}
    assert {source: ratio for source, ratio in found.items() if ratio < 3} == {}


@each_theme
def test_words_on_a_ground_of_their_own_stand_apart_from_it(theme: str) -> None:
    colours = THEMES[theme]
    found = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in PAIRS}
    assert {pair: ratio for pair, ratio in found.items() if ratio < 7} == {}
