"""The index: the page as a still picture with a map that lives, and everything that Dash is started with.

The map is what a person comes for, so nothing that it does not need stands in its way: Dash's own scripts
wait in a template until the page's script has drawn the map.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dashboard.script_modules import STYLES, Modules
from dashboard.words import LANGUAGES, phrase, words_json

_INDEX = """<!DOCTYPE html>
<html lang="vi">
<head>
{%metas%}
<title>{%title%}</title>
<link rel="icon" href="/favicon.ico">
@FONTS@
{%css%}
<link rel="stylesheet" href="@STYLES@">
<link rel="preload" href="/live/places" as="fetch" crossorigin>
<script type="application/json" id="opscenter-words">@WORDS@</script>
@LEAFLET@
@MODULES@
</head>
<body>
<noscript>@NOSCRIPT@</noscript>
{%app_entry%}
@STILL@
<p class="loading sr-only" role="status">@LOADING@</p>
<footer hidden>{%config%}{%scripts%}{%renderer%}</footer>
</body>
</html>
"""

# Words that change their font while somebody reads would move.
_FONTS = ("inter-latin", "inter-vietnamese", "jetbrains-mono-latin")

_SCRIPT = re.compile(r"<script\b.*?</script>", re.DOTALL)
_LEAFLET = re.compile(r"/(react|react-dom)@|/dash_leaflet/")
"""The bundle of dash-leaflet brings Leaflet, and wants React before it."""


@dataclass(frozen=True, slots=True)
class StillPage:
    """HTML that needs no script: the page with a slot where the map stands, and the map's pane."""

    around: str
    map_pane: str
    language: str


def index_of(modules: Modules) -> str:
    """Return the index for everybody, with the words of both languages and the page's own script in it."""
    blanks = {
        "@FONTS@": "\n".join(_font_link(modules, name) for name in _FONTS),
        "@STYLES@": modules.address(STYLES),
        "@MODULES@": modules.links(),
        "@WORDS@": words_json(),
        "@NOSCRIPT@": _both("page.script_off"),
        "@LOADING@": _both("page.loading"),
    }
    filled = _INDEX
    for blank, text in blanks.items():
        filled = filled.replace(blank, text)
    return filled


def scripts_in_turn(scripts: str) -> tuple[str, str]:
    """Return the script tags that the map needs, and those that wait for it, of all that Dash wants."""
    tags: list[str] = _SCRIPT.findall(scripts)
    first = [tag.replace("<script ", "<script defer ", 1) for tag in tags if _LEAFLET.search(tag)]
    return "\n".join(first), "\n".join(tag for tag in tags if not _LEAFLET.search(tag))


def index_for(
    interpolate: Callable[..., str], parts: Mapping[str, str], still: StillPage, styles: str
) -> str:
    """Return the index as Dash's `interpolate` makes it of its `parts`, with the page as a still picture."""
    first, later = scripts_in_turn(parts["scripts"])
    waiting = f'<template id="dash-scripts">{later}{parts["renderer"]}</template>'
    index = interpolate(**{**parts, "scripts": waiting, "renderer": ""})
    return index.replace("@LEAFLET@", first).replace("@STILL@", _still(still, styles))


def _still(still: StillPage, styles: str) -> str:
    """Return the still page behind a shadow's wall, where its ids meet nobody's, with the map in its slot."""
    shadow = f'<link rel="stylesheet" href="{styles}">{still.around}'
    inside = f'<template shadowrootmode="closed">{shadow}</template>{still.map_pane}'
    return f'<div id="still" data-language="{still.language}">{inside}</div>'


def _both(key: str) -> str:
    """Return a phrase in both languages: the index does not know yet who asks."""
    return " · ".join(phrase(key, language) for language in LANGUAGES)


def _font_link(modules: Modules, name: str) -> str:
    """Return the link that asks for a font before the styles tell that it is needed."""
    address = modules.address(f"fonts/{name}-wght-normal.woff2")
    return f'<link rel="preload" href="{address}" as="font" type="font/woff2" crossorigin>'
