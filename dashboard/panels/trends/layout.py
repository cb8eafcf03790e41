"""The trends' page: what is asked for on one line, six figures below it, files of them beside."""

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.context import ConsoleContext
from dashboard.panels.marking import attributes, hinted, named, span, text
from dashboard.panels.trends.asked import Span
from domain.roles import Person

FIGURES = ("flow", "congestion", "events", "week", "kinds", "wards")
_NOTHING = {"data": [], "layout": {"xaxis": {"visible": False}, "yaxis": {"visible": False}}}


def layout(person: Person, _context: ConsoleContext) -> Component:
    """Return the page; its script fills the choices from the address and asks for the figures."""
    language = person.language
    stores = [dcc.Store(id=f"trends-{name}") for name in ("asked", "drawings", "theme")]
    return html.Div(
        [
            *stores,
            _tools(language),
            html.Div(id="trends-said", role="status"),
            html.Div([_panel(name, language) for name in FIGURES], id="trends-figures"),
        ],
        id="trends",
    )


def _tools(language: str) -> Component:
    """Return the choices and the files."""
    return html.Div(
        [
            text(html.H1, "trends.title", language),
            _spans(language),
            html.Div(id="trends-dates", hidden=True),
            html.Select(id="trends-ward", className="chip", **named("trends.ward", language)),
            html.Select(id="trends-kind", className="chip", **named("trends.kind", language)),
            html.Div(className="stretch"),
            _files(language),
        ],
        id="trends-tools",
    )


def _spans(language: str) -> Component:
    chips = [
        text(
            html.Button,
            f"trends.span.{value}",
            language,
            className="chip",
            **attributes({"data-span": value, "aria-pressed": "false"}),
        )
        for value in Span
    ]
    return html.Div(
        chips, id="trends-spans", className="chips", role="group", **named("trends.span", language)
    )


def _files(language: str) -> Component:
    """Return the links to the files; the script gives them the address of what is shown."""
    links = [
        html.A(
            [html.Span("↓ ", **attributes({"aria-hidden": "true"})), span(f"trends.file.{name}", language)],
            href="#",
            className="button small",
            **attributes({"data-file": name}),
            **hinted(f"trends.file.{name}.hint", language),
        )
        for name in ("traffic", "events", "map")
    ]
    return html.Div(links, id="trends-files", role="group", **named("trends.files", language))


def _panel(name: str, language: str) -> Component:
    """Return one figure with its title, its sentence and the way to its picture."""
    head = html.Div(
        [
            text(html.H2, f"trends.figure.{name}", language),
            span(f"trends.figure.{name}.says", language, className="quiet"),
            html.Div(className="stretch"),
            html.Button(
                "PNG",
                className="button small faint",
                **attributes({"data-picture": name}),
                **hinted("trends.picture.hint", language),
            ),
        ],
        className="trends-head",
    )
    graph = dcc.Graph(
        id=f"trends-{name}",
        figure=_NOTHING,
        config={"displayModeBar": False, "responsive": True},
        className="trends-graph",
    )
    return html.Section([head, graph], className="trends-panel")
