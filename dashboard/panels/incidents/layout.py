"""The room of incidents: its list and the parts of a file, which the page's script fills."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.context import ConsoleContext
from dashboard.panels.marking import attributes, hinted, named, span, text
from domain.roles import Person, Right

_STATES = ("open", "new", "working", "on_hold", "resolved")


def layout(person: Person, context: ConsoleContext) -> Component:
    """Return the empty room; a person without the right to work on incidents is offered no way to."""
    del context
    language = person.language
    return html.Div(
        html.Div([_side(person), _file(language)], id="incidents-inside"),
        id="incidents",
        **attributes({"data-shown": "list"}),
    )


def _side(person: Person) -> Component:
    """Return the list with its filters."""
    language = person.language
    rows = html.Div(id="incidents-list", role="listbox", tabIndex=0, **named("incidents.list", language))
    waiting = html.Button(id="incidents-waiting", hidden=True)
    empty = html.P(id="incidents-empty", className="quiet", hidden=True)
    return html.Section(
        [_tools(person), waiting, rows, empty], id="incidents-side", **named("incidents.list", language)
    )


def _tools(person: Person) -> Component:
    language = person.language
    states = [_chip(f"incidents.filter.{name}", language, **{"data-state": name}) for name in _STATES]
    mine = _chip("incidents.filter.mine", language, id="incidents-mine")
    opening = html.Button(
        [span("incidents.open", language), html.Kbd("I")],
        id="incidents-open",
        className="button small primary",
        hidden=not person.may(Right.WORK_ON_INCIDENTS),
        **hinted("incidents.open.hint", language),
    )
    return html.Div(
        [
            html.Div([text(html.H1, "page.incidents", language), opening], className="incidents-top"),
            html.Div(
                [*states, mine],
                id="incidents-states",
                className="chips",
                role="group",
                **named("incidents.filter.state", language),
            ),
            html.Div(
                [
                    html.Select(
                        id="incidents-ward",
                        className="chip",
                        **named("incidents.filter.ward", language),
                    ),
                    html.Div(id="incidents-search-box"),
                ],
                className="incidents-find",
            ),
        ],
        id="incidents-tools",
    )


def _chip(key: str, language: str, **properties: Any) -> Component:
    """Return a chip that shows how many it would leave."""
    shown = attributes({"aria-pressed": "false"}) | properties
    return html.Button([span(key, language), html.B("–")], className="chip", **shown)


def _file(language: str) -> Component:
    """Return the parts of a file; which of them stand side by side is the style's matter."""
    work = [_part("procedure", language), _comment(language), _part("timeline", language)]
    facts = [
        html.Section(html.Dl(id="incident-facts", className="facts"), className="file-part"),
        html.Section(id="incident-orders", className="file-part", **named("incidents.orders", language)),
        _part("linked", language),
        _part("papers", language),
    ]
    inside = [
        html.Div(id="incident-head"),
        html.Div(id="incident-actions", role="toolbar", **named("incidents.actions", language)),
        html.Div(
            [html.Div(work, className="file-column"), html.Div(facts, className="file-column")],
            id="incident-body",
        ),
    ]
    none = html.Div(id="incident-none")
    opened = html.Div(inside, id="incident-open", hidden=True)
    return html.Section([none, opened], id="incident-file", tabIndex=-1, **named("incidents.file", language))


def _part(name: str, language: str) -> Component:
    title = text(html.H2, f"incidents.{name}", language)
    return html.Section([title, html.Div(id=f"incident-{name}")], className="file-part")


def _comment(language: str) -> Component:
    """Return where the script puts the line for a comment, which keeps its words while all else is drawn."""
    return html.Section(
        html.Div(id="incident-comment"), className="file-part", **named("incidents.comment", language)
    )
