"""The health page: four tabs, each person with their own; callbacks and a script fill them."""

import dash_ag_grid as dag
from dash import dcc, html
from dash.development.base_component import Component

from dashboard.context import ConsoleContext
from dashboard.panels.marking import attributes, named, text
from dashboard.words import phrase
from domain.roles import Person, Right

CAMERA_COLUMNS = ("code", "name", "ward", "state", "since", "reason", "recorder", "gateway")
PAPER_COLUMNS = ("code", "name", "ward", "standing", "missing", "owner", "purpose", "review")
LETTER_COLUMNS = ("id", "received", "topic", "reason", "size", "state")
_WIDTHS = {
    "id": 80,
    "size": 90,
    "since": 180,
    "topic": 300,
    "name": 190,
    "code": 115,
    "ward": 130,
    "state": 135,
    "standing": 170,
    "review": 130,
}
_WIDE = frozenset({"reason", "missing", "purpose"})
_THEME = (
    "themeQuartz.withPart(agGrid.colorSchemeDark).withParams({browserColorScheme: 'inherit',"
    "backgroundColor: 'var(--panel)', foregroundColor: 'var(--text)', borderColor: 'var(--line)',"
    "headerBackgroundColor: 'var(--raised)', headerTextColor: 'var(--text)',"
    "rowHoverColor: 'var(--hover)', selectedRowBackgroundColor: 'var(--chosen)', fontFamily: 'inherit',"
    "fontSize: '1rem', wrapperBorderRadius: 7})"
)


def layout(person: Person, _context: ConsoleContext) -> Component:
    """Return the page with the tabs that this person may see."""
    language = person.language
    tabs: dict[str, Component | list[Component]] = {"state": _state(language), "papers": _papers(language)}
    if person.may(Right.PROPOSE_ZONES):
        tabs["zones"] = html.Div(id="health-zones")
    if person.may(Right.READ_DEAD_LETTERS):
        tabs["letters"] = _letters(language)
    panels = [
        html.Div(
            panel,
            id=f"health-tab-{name}",
            className="health-panel",
            role="tabpanel",
            hidden=name != "state",
            **attributes({"aria-labelledby": f"health-to-{name}"}),
        )
        for name, panel in tabs.items()
    ]
    return html.Div([_head(tuple(tabs), language), *panels], id="health")


def _head(tabs: tuple[str, ...], language: str) -> Component:
    ways = [
        text(
            html.Button,
            f"health.tab.{name}",
            language,
            id=f"health-to-{name}",
            className="health-way",
            role="tab",
            tabIndex=0 if name == "state" else -1,
            **attributes(
                {
                    "data-tab": name,
                    "aria-selected": str(name == "state").lower(),
                    "aria-controls": f"health-tab-{name}",
                }
            ),
        )
        for name in tabs
    ]
    tab_list = html.Div(ways, role="tablist", id="health-ways", **named("health.title", language))
    return html.Div(
        [text(html.H1, "health.title", language), tab_list, html.Div(id="health-parts")], id="health-head"
    )


def _state(language: str) -> list[Component]:
    """Return how cameras, recorders, feeds, broker, database and jobs are, and the list of cameras."""
    return [
        html.Div(
            [html.Div(id="health-cameras", className="health-column"), _list(language)],
            className="health-columns",
        ),
        html.Div(id="health-now", className="health-columns health-thirds"),
        dcc.Store(id="health-list-asked"),
    ]


def _list(language: str) -> Component:
    """Return the list of the cameras that were chosen, or searched for."""
    return html.Section(
        [
            html.Div(
                [
                    text(html.H2, "health.list", language),
                    html.Span(id="health-list-said", className="health-said", role="status"),
                    text(html.Button, "health.list.all", language, id="health-list-all", className="chip"),
                    dcc.Input(
                        id="health-list-text",
                        type="search",
                        debounce=0.3,
                        placeholder=phrase("health.list.search", language),
                    ),
                ],
                className="health-tools",
            ),
            grid("health-list-grid", "health.list", CAMERA_COLUMNS, language),
        ],
        id="health-list",
        className="health-part",
    )


def _papers(language: str) -> list[Component]:
    return [
        html.Div(
            [
                text(html.H2, "health.papers", language),
                html.Span(id="health-papers-said", className="health-said", role="status"),
            ],
            className="health-tools",
        ),
        text(html.P, "health.papers.says", language, className="health-note"),
        grid("health-papers-grid", "health.papers", PAPER_COLUMNS, language),
    ]


def _letters(language: str) -> list[Component]:
    return [
        html.Div(
            [
                text(html.H2, "health.letters", language),
                html.Span(id="health-letters-said", className="health-said", role="status"),
                dcc.Input(
                    id="health-letters-text",
                    type="search",
                    debounce=0.3,
                    placeholder=phrase("health.letters.search", language),
                ),
            ],
            className="health-tools",
        ),
        text(html.P, "health.letters.says", language, className="health-note"),
        grid("health-letters-grid", "health.letters", LETTER_COLUMNS, language),
        html.Div(id="health-gaps"),
    ]


def columns(key: str, names: tuple[str, ...], language: str) -> list[dict[str, object]]:
    """Return a grid's columns, named by the catalogue."""
    return [
        {
            "field": name,
            "headerName": phrase(f"{key}.column.{name}", language),
            "width": _WIDTHS.get(name, 150),
            "flex": 1 if name in _WIDE else None,
            "minWidth": 240 if name in _WIDE else 60,
            "tooltipField": name,
            "cellClassRules": {f"is-{tone}": f"params.data.tone === '{tone}'" for tone in ("warn", "bad")}
            if name in ("state", "standing")
            else {},
        }
        for name in names
    ]


def grid(name: str, key: str, names: tuple[str, ...], language: str) -> Component:
    """Return a grid that keeps its rows in place when they come again."""
    made: Component = dag.AgGrid(
        id=name,
        columnDefs=columns(key, names, language),
        rowData=[],
        getRowId="params.data.key",
        columnSize=None,
        defaultColDef={"sortable": True, "resizable": True, "filter": False},
        className="health-grid",
        style={"height": None},
        dashGridOptions={
            "theme": {"function": _THEME},
            "suppressScrollOnNewData": True,
            "animateRows": False,
            "tooltipShowDelay": 600,
            "localeText": {"noRowsToShow": phrase(f"{key}.empty", language)},
        },
    )
    return made
