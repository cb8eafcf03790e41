"""The overview's page: eight cards, the wards side by side, today beside the same weekday; or one system."""

from datetime import UTC, datetime

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.context import ConsoleContext
from dashboard.panels.marking import attributes, hinted, named, span, text
from dashboard.visible_wards import visible_wards
from domain.local_time import ZONE
from domain.roles import Person, Right
from domain.smart_systems import SmartSystem

WARD_COLUMNS = ("name", "alerts", "congestion", "flow", "cameras", "units", "age")


def layout(person: Person, context: ConsoleContext) -> Component:
    """Return the page; its script paints what is live, callbacks answer with what lies in the past."""
    language = person.language
    wards = visible_wards(context.district, person, datetime.now(UTC).astimezone(ZONE).date())
    return html.Div(
        [
            dcc.Store(id="overview-asked"),
            html.Div(
                [_head(language), _cards(language), _lower(person, wards)],
                id="overview-all",
            ),
            html.Div(
                [
                    text(
                        html.Button, "overview.back", language, id="overview-back", className="button small"
                    ),
                    html.Div(id="overview-state"),
                    html.Div(id="overview-detail"),
                ],
                id="overview-one",
                hidden=True,
            ),
        ],
        id="overview",
    )


def _head(language: str) -> Component:
    return html.Div(
        [text(html.H1, "overview.title", language), span("overview.says", language, className="quiet")],
        className="overview-head",
    )


def _cards(language: str) -> Component:
    return html.Div(
        [_card(system, language) for system in SmartSystem],
        id="overview-cards",
        role="list",
        **named("overview.systems", language),
    )


def _card(system: SmartSystem, language: str) -> Component:
    """Return a card: its head, figures and troubles are painted live, its last day is asked for."""
    head = html.Button(
        [
            html.Span(className="system-state", **attributes({"aria-hidden": "true"})),
            span(f"system.{system}", language, className="card-name"),
            html.Span(className="card-said"),
        ],
        className="card-head",
        **attributes({"data-open": system.value}),
        **hinted(f"system.{system.value}.full", language),
    )
    return html.Article(
        [
            head,
            html.Div(className="card-figures"),
            html.Div(id=f"spark-{system}", className="card-spark"),
            html.Ul(className="card-wrong"),
        ],
        className="card",
        role="listitem",
        **attributes({"data-card": system.value, "data-state": "unknown"}),
    )


def _lower(person: Person, wards: dict[str, str]) -> Component:
    language = person.language
    sides = html.Section(
        [text(html.H2, "overview.wards", language), _ward_table(person, wards)], id="overview-wards"
    )
    today = html.Section(
        [text(html.H2, "overview.today", language), html.Div(id="overview-today")], id="overview-days"
    )
    return html.Div([sides, today], id="overview-lower")


def _ward_table(person: Person, wards: dict[str, str]) -> Component:
    """Return the wards in dictionary order; the script fills the cells and sorts the rows."""
    shown = [it for it in WARD_COLUMNS if it != "units" or person.may(Right.SEE_UNITS)]
    heads = [
        html.Th(
            text(
                html.Button,
                f"overview.ward.{name}",
                person.language,
                **attributes({"data-sort": name}),
            ),
            scope="col",
            className=f"col-{name}",
        )
        for name in shown
    ]
    rows = [
        html.Tr(
            [
                html.Th(name, scope="row"),
                *(html.Td("–", className=f"col-{it}") for it in shown if it != "name"),
            ],
            **attributes({"data-ward": code}),
        )
        for code, name in wards.items()
    ]
    return html.Table([html.Thead(html.Tr(heads)), html.Tbody(rows)], className="figures", id="ward-table")
