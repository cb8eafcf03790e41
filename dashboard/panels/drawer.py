"""The drawer: what, where, proof, is it unusual, its life, its camera and what is near; what can I do."""

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.panels import flow_chart
from dashboard.panels.marking import hinted, named, text


def layout(language: str) -> Component:
    """Return the empty drawer; the script fills it, and Dash draws the chart."""
    close = html.Button(
        "×", id="drawer-close", **named("drawer.close", language), **hinted("drawer.close", language)
    )
    head = html.Div([html.Div(id="drawer-head"), close], id="drawer-top")
    body = html.Div(
        [
            html.Dl(id="drawer-where", className="facts"),
            _section("pictures", language),
            html.Section(
                [text(html.H3, "drawer.chart", language), flow_chart.layout()],
                id="drawer-chart",
                className="drawer-section",
            ),
            _section("history", language),
            html.Section(
                [
                    text(html.H3, "drawer.camera", language),
                    html.Dl(id="drawer-camera-facts", className="facts"),
                ],
                id="drawer-camera-section",
                className="drawer-section",
            ),
            _section("events", language),
            _section("nearby", language),
        ],
        id="drawer-body",
    )
    stores = [dcc.Store(id="drawer-camera"), dcc.Store(id="real-only"), dcc.Store(id="language-choice")]
    foot = html.Div(id="drawer-actions")
    return html.Aside(
        [head, body, foot, *stores], id="drawer", hidden=True, **named("drawer.title", language)
    )


def _section(name: str, language: str) -> Component:
    title = text(html.H3, f"drawer.{name}", language)
    return html.Section(
        [title, html.Div(id=f"drawer-{name}")], id=f"drawer-{name}-section", className="drawer-section"
    )
