"""The bar across the page: how much of what is seen is simulated, and the real-only switch."""

from dash import html
from dash.development.base_component import Component

from dashboard.panels.marking import attributes, hinted, span
from dashboard.words import phrase


def layout(language: str) -> Component:
    """Return the bar; the script writes the share and keeps the switch."""
    switch = html.Button(
        [html.Span(className="switch-knob"), span("provenance.real_only", language)],
        id="real-only-switch",
        className="switch",
        role="switch",
        **attributes({"aria-checked": "false"}),
        **hinted("provenance.real_only.hint", language),
    )
    share = html.Span(phrase("provenance.bar.unknown", language), id="provenance-share", role="status")
    return html.Div([share, switch], id="provenance-bar", **attributes({"data-kind": "simulated"}))
