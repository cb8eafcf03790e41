"""Small tables and facts of the health page: plain HTML, read by everybody's screen reader."""

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from dashboard.panels.marking import attributes
from dashboard.words import phrase

Cell = str | Component


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its first cell heads it; `tone` is calm, warn or bad."""

    cells: Sequence[Cell]
    tone: str = "calm"


def section(name: str, language: str, *content: Component) -> Component:
    """Return a titled part of the page."""
    title = html.H2(phrase(f"health.{name}", language), id=f"health-title-{name}")
    return html.Section(
        [title, *content],
        className=f"health-part health-{name}",
        **attributes({"aria-labelledby": f"health-title-{name}"}),
    )


def table(columns: Sequence[str], rows: Sequence[Row], language: str) -> Component:
    """Return a table whose columns are named by keys of the catalogue."""
    head = html.Tr([html.Th(phrase(key, language), scope="col") for key in columns])
    body = [
        html.Tr(
            [html.Th(row.cells[0], scope="row"), *(html.Td(cell) for cell in row.cells[1:])],
            className=f"is-{row.tone}",
        )
        for row in rows
    ]
    return html.Table([html.Thead(head), html.Tbody(body)], className="health-table")


def facts(pairs: Sequence[tuple[str, Cell]], language: str) -> Component:
    """Return facts, each named by a key of the catalogue."""
    shown: list[Component] = []
    for key, value in pairs:
        shown += [html.Dt(phrase(key, language)), html.Dd(value)]
    return html.Dl(shown, className="health-facts")


def chip(text: str, tone: str) -> Component:
    """Return a state in words, with a sign that is not its colour alone."""
    sign = {"calm": "●", "warn": "▲", "bad": "◆"}[tone]
    return html.Span(
        [html.Span(sign, **attributes({"aria-hidden": "true"})), f" {text}"],
        className=f"health-chip is-{tone}",
    )


def note(key: str, language: str, tone: str = "calm") -> Component:
    """Return a sentence of the catalogue."""
    return html.P(phrase(key, language), className=f"health-note is-{tone}")
