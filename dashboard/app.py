"""The Dash application: index, layout and callbacks, on the FastAPI server that guards it."""

from pathlib import Path

import dash
from dash.development.base_component import Component
from fastapi import FastAPI

from dashboard import rooms
from dashboard.context import ConsoleContext
from dashboard.layout import page
from dashboard.panels import flow_callback
from dashboard.script_modules import Modules
from dashboard.sessions import CSRF_COOKIE, CSRF_HEADER, current_person
from dashboard.words import LANGUAGES, phrase, words_json

ASSETS = Path(__file__).parent / "assets"

# Words that change their font while somebody reads would move.
_FONTS = ("inter-latin", "inter-vietnamese", "jetbrains-mono-latin")

_INDEX = """<!DOCTYPE html>
<html lang="vi">
<head>
{%metas%}
<title>{%title%}</title>
<link rel="icon" href="/favicon.ico">
@FONTS@
{%css%}
@MODULES@
<link rel="preload" href="/live/places" as="fetch" crossorigin>
<script type="application/json" id="opscenter-words">@WORDS@</script>
</head>
<body>
<noscript>@NOSCRIPT@</noscript>
<p class="loading" role="status">@LOADING@</p>
{%app_entry%}
<footer hidden>{%config%}{%scripts%}{%renderer%}</footer>
</body>
</html>
"""


def build_dash(server: FastAPI, context: ConsoleContext) -> dash.Dash:
    """Mount the console's page on `server`; one per process."""
    app = dash.Dash(
        "opscenter",
        server=server,  # type: ignore[arg-type]  # Dash takes a FastAPI; its types do not say so
        assets_folder=str(ASSETS),
        assets_path_ignore=["^js$", "^fonts$"],
        assets_ignore=r"^sign-in-|^post-|\.mjs$",
        csrf_token_name=CSRF_COOKIE,
        csrf_header_name=CSRF_HEADER,
        index_string=index(context.modules),
        title="opscenter",
        update_title="",
        suppress_callback_exceptions=True,  # What a room answers stands on the page once it is opened.
        serve_locally=True,
        meta_tags=[{"name": "viewport", "content": "width=device-width, initial-scale=1"}],
    )

    def layout() -> Component:
        return page(current_person(), context.district, context.settings.tile_url)

    app.layout = layout
    flow_callback.register(app, context)
    rooms.register(app, context)
    return app


def index(modules: Modules) -> str:
    """Return the index page with the words of both languages and the page's own script in it."""
    blanks = {
        "@FONTS@": "\n".join(_font_link(name) for name in _FONTS),
        "@MODULES@": modules.links(),
        "@WORDS@": words_json(),
        "@NOSCRIPT@": _both("page.script_off"),
        "@LOADING@": _both("page.loading"),
    }
    filled = _INDEX
    for blank, text in blanks.items():
        filled = filled.replace(blank, text)
    return filled


def _both(key: str) -> str:
    """Return a phrase in both languages: the index does not know yet who asks."""
    return " · ".join(phrase(key, language) for language in LANGUAGES)


def _font_link(name: str) -> str:
    """Return the link that asks for a font before the styles tell that it is needed."""
    address = f"/assets/fonts/{name}-wght-normal.woff2"
    return f'<link rel="preload" href="{address}" as="font" type="font/woff2" crossorigin>'
