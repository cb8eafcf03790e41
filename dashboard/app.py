"""The Dash application: index, layout and callbacks, on the FastAPI server that guards it."""

from collections.abc import Callable
from pathlib import Path

import dash
import dash_leaflet  # noqa: F401 - Dash then serves its bundle, which brings Leaflet
from dash.development.base_component import Component
from fastapi import FastAPI

from dashboard import rooms
from dashboard.context import ConsoleContext
from dashboard.index_page import index_for, index_of
from dashboard.layout import page, still_page
from dashboard.panels import flow_callback
from dashboard.script_modules import STYLES
from dashboard.sessions import CSRF_COOKIE, CSRF_HEADER, current_person

ASSETS = Path(__file__).parent / "assets"


def build_dash(server: FastAPI, context: ConsoleContext) -> dash.Dash:
    """Mount the console's page on `server`; one per process."""
    app = dash.Dash(
        "opscenter",
        server=server,  # type: ignore[arg-type]  # Dash takes a FastAPI; its types do not say so
        assets_folder=str(ASSETS),
        assets_path_ignore=["^js$", "^fonts$"],
        assets_ignore=r"^sign-in-|^post-|\.(mjs|css)$",
        csrf_token_name=CSRF_COOKIE,
        csrf_header_name=CSRF_HEADER,
        index_string=index_of(context.modules),
        title="opscenter",
        update_title="",
        suppress_callback_exceptions=True,  # What a room answers stands on the page once it is opened.
        serve_locally=True,
        meta_tags=[{"name": "viewport", "content": "width=device-width, initial-scale=1"}],
    )

    def layout() -> Component:
        return page(current_person(), context.district)

    app.layout = layout
    made = _index(app.interpolate_index, context)
    app.interpolate_index = made  # type: ignore[method-assign]  # what Dash calls for each index
    flow_callback.register(app, context)
    rooms.register(app, context)
    return app


def _index(interpolate: Callable[..., str], context: ConsoleContext) -> Callable[..., str]:
    """Return what Dash makes the index with: its own way, for the person who asks."""

    def made(**parts: str) -> str:
        still = still_page(current_person(), context.district, context.settings.tile_url)
        return index_for(interpolate, parts, still, context.modules.address(STYLES))

    return made
