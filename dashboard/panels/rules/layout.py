"""The room of the rules: its parts, which the page's script fills."""

from dash import html
from dash.development.base_component import Component

from dashboard.context import ConsoleContext
from dashboard.panels.marking import named, text
from domain.roles import Person

PARTS = ("kinds", "steps", "change", "schedules", "versions", "modes", "windows", "suppressed")


def layout(person: Person, _context: ConsoleContext) -> Component:
    """Return the room without its contents."""
    language = person.language
    parts = [
        html.Section(
            id=f"rules-{part}", className="health-part rules-part", **named(f"rules.{part}", language)
        )
        for part in PARTS
    ]
    head = html.Div(
        [text(html.H1, "rules.title", language), html.Span(id="rules-said", role="status")], id="rules-head"
    )
    return html.Div([head, html.Div(parts, id="rules-parts")], id="rules")
