"""The board's frame: its tools, the chosen unit, and a table by ward and state that the script fills."""

from datetime import UTC, datetime

from dash import html
from dash.development.base_component import Component

from dashboard.context import ConsoleContext
from dashboard.panels.marking import attributes, named, span, text
from dashboard.visible_wards import visible_wards
from domain.local_time import ZONE
from domain.roles import Person

COLUMNS = ("free", "sent", "en_route", "on_scene", "away")
_KINDS = ("ward_police", "wardens", "traffic_police", "rapid_response", "fire_rescue")


def layout(person: Person, context: ConsoleContext) -> Component:
    """Return the board without units: the live state tells them."""
    language = person.language
    wards = visible_wards(context.district, person, datetime.now(UTC).astimezone(ZONE).date())
    return html.Div(
        [
            html.Div(
                [
                    text(html.H1, "units.title", language),
                    html.Span(id="units-summary", className="quiet", role="status"),
                    html.Div(_tools(language), id="units-tools"),
                ],
                className="units-head",
            ),
            html.Div(id="units-chosen", role="status"),
            _table(wards, language),
        ],
        id="units",
    )


def _tools(language: str) -> list[Component]:
    kinds = [
        text(html.Button, f"unit.kind.{kind}", language, className="chip", **attributes({"data-kind": kind}))
        for kind in _KINDS
    ]
    return [
        html.Div(kinds, id="units-kinds", role="group", className="chips", **named("units.kinds", language)),
        text(
            html.Button,
            "units.only_sent",
            language,
            id="units-only-sent",
            className="chip",
            **attributes({"aria-pressed": "false"}),
        ),
    ]


def _table(wards: dict[str, str], language: str) -> Component:
    """Return the wards in dictionary order, each with a cell for every state."""
    heads = [
        html.Th(
            [span(f"units.column.{name}", language), html.B(className="units-count mono")],
            scope="col",
            **attributes({"data-column": name}),
        )
        for name in COLUMNS
    ]
    rows = [_row(code, name) for code, name in wards.items()]
    head = html.Thead(html.Tr([text(html.Th, "units.ward", language, scope="col"), *heads]))
    return html.Div(
        html.Table([head, html.Tbody(rows)], id="units-board", **named("units.board", language)),
        id="units-scroll",
    )


def _row(code: str, name: str) -> Component:
    cells = [html.Td(**attributes({"data-column": column})) for column in COLUMNS]
    post = html.Div(className="units-post", **attributes({"data-post": code}))
    return html.Tr([html.Th([html.B(name), post], scope="row"), *cells], **attributes({"data-ward": code}))
