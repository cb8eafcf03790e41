"""The rail at the left: the rooms that a person may enter, then help and the text size."""

from collections.abc import Iterable

from dash import html
from dash.development.base_component import Component

from dashboard.panels.marking import attributes, hinted, named, span
from dashboard.rooms import Room


def layout(language: str, rooms: Iterable[Room]) -> Component:
    """Return the rail; a room that the person may not enter has no button."""
    ways = [
        html.A(
            _face(room.icon, f"page.{room.name}", language),
            href=room.path,
            className="rail-item",
            **attributes({"data-room": room.name}),
        )
        for room in rooms
    ]
    theme = html.Button(
        _face("◐", "watch.theme.dark", language),
        id="theme",
        className="rail-item",
        **hinted("watch.theme.hint", language),
    )
    size = html.Button(_face("Aa", "page.text_size", language), id="text-size", className="rail-item")
    keys = html.Button(_face("?", "page.help", language), id="help-open", className="rail-item")
    return html.Nav(
        [*ways, html.Div(className="stretch"), theme, size, keys], id="rail", **named("page.pages", language)
    )


def _face(icon: str, key: str, language: str) -> list[Component]:
    """Return an icon that is not read out, over its word."""
    return [
        html.Span(icon, className="rail-icon", **attributes({"aria-hidden": "true"})),
        span(key, language),
    ]
