"""The rail at the left: the pages that there are, then help and the text size."""

from dash import html
from dash.development.base_component import Component

from dashboard.panels.marking import attributes, named, span


def layout(language: str) -> Component:
    """Return the rail; a page that does not exist yet has no button."""
    here = html.A(
        [
            html.Span("◎", className="rail-icon", **attributes({"aria-hidden": "true"})),
            span("page.map", language),
        ],
        href="/",
        className="rail-item",
        **attributes({"aria-current": "page"}),
    )
    size = html.Button(
        [
            html.Span("Aa", className="rail-icon", **attributes({"aria-hidden": "true"})),
            span("page.text_size", language),
        ],
        id="text-size",
        className="rail-item",
    )
    keys = html.Button(
        [
            html.Span("?", className="rail-icon", **attributes({"aria-hidden": "true"})),
            span("page.help", language),
        ],
        id="help-open",
        className="rail-item",
    )
    return html.Nav(
        [here, html.Div(className="stretch"), size, keys], id="rail", **named("page.pages", language)
    )
