"""The shift room: its tabs, each person with their own; the page's script fills them."""

from dash import html
from dash.development.base_component import Component

from dashboard.context import ConsoleContext
from dashboard.panels.marking import attributes, named, text
from domain.roles import Person, Right

_RIGHT_OF_TAB = {
    "now": Right.SIGN_HANDOVER,
    "papers": Right.SIGN_HANDOVER,
    "late": Right.WORK_ON_INCIDENTS,
    "reports": Right.READ_SHIFT_FIGURES,
}


def layout(person: Person, _context: ConsoleContext) -> Component:
    """Return the room with the tabs that this person may see."""
    language = person.language
    tabs = [name for name, right in _RIGHT_OF_TAB.items() if person.may(right)]
    panels = [
        html.Div(
            id=f"shift-tab-{name}",
            className="shift-panel",
            role="tabpanel",
            hidden=name != tabs[0],
            **attributes({"aria-labelledby": f"shift-to-{name}"}),
        )
        for name in tabs
    ]
    return html.Div([_head(tabs, language), *panels], id="shift")


def _head(tabs: list[str], language: str) -> Component:
    ways = [
        text(
            html.Button,
            f"shift.tab.{name}",
            language,
            id=f"shift-to-{name}",
            className="health-way",
            role="tab",
            tabIndex=0 if name == tabs[0] else -1,
            **attributes(
                {
                    "data-tab": name,
                    "aria-selected": str(name == tabs[0]).lower(),
                    "aria-controls": f"shift-tab-{name}",
                }
            ),
        )
        for name in tabs
    ]
    tab_list = html.Div(ways, role="tablist", id="shift-ways", **named("shift.title", language))
    return html.Div(
        [text(html.H1, "shift.title", language), tab_list, html.Div(id="shift-hours", role="status")],
        id="shift-head",
    )
