"""The strip below the map: the eight smart systems with their state and main figure."""

from dash import html
from dash.development.base_component import Component

from dashboard.panels.marking import attributes, named, span
from domain.smart_systems import SmartSystem


def layout(language: str) -> Component:
    """Return eight cells; the script fills each from the live state."""
    cells = [
        html.Div(
            [
                html.Span(className="system-state"),
                span(f"system.{system.value}", language, className="system-name"),
            ],
            className="system",
            **attributes({"data-system": system.value, "data-state": "unknown"}),
        )
        for system in SmartSystem
    ]
    return html.Footer(cells, id="systems", **named("systems.title", language))
