"""The alert queue: an AG Grid that the page's script feeds through the grid's own interface."""

from typing import Any

import dash_ag_grid as dag
from dash import html
from dash.development.base_component import Component

from dashboard.panels.marking import attributes, hinted, named, span, text

ROW_HEIGHT_PX = 55
_STATES = ("open", "new", "taken", "shelved")
_COLUMNS = ("severity", "kind", "place", "ward", "state", "owner", "units", "age")

_THEME = (
    "themeQuartz.withPart(agGrid.colorSchemeDark).withParams({browserColorScheme: 'inherit',"
    "backgroundColor: 'var(--panel)', foregroundColor: 'var(--text)', borderColor: 'var(--line)',"
    "rowHoverColor: 'var(--hover)', selectedRowBackgroundColor: 'var(--chosen)', fontFamily: 'inherit',"
    "wrapperBorder: false, wrapperBorderRadius: 0, cellHorizontalPadding: 0, rowBorder: true})"
)


def layout(language: str) -> Component:
    """Return the queue: filters, the place of pinned critical alerts, the line of new ones, and the rows."""
    rows = html.Div(
        [_grid(), html.Div(id="queue-empty", hidden=True)],
        id="queue-list",
        tabIndex=0,
        **named("queue.title", language),
    )
    pinned = html.Div(
        id="queue-pinned",
        role="region",
        **attributes({"aria-live": "assertive"}),
        **named("queue.pinned", language),
    )
    parts = [_tools(language), pinned, _line(language), _columns(language), rows, _thumb(language)]
    return html.Section(parts, id="queue", **named("queue.title", language))


def _tools(language: str) -> Component:
    states = html.Div(
        [_counted(f"queue.state.{name}", language, **{"data-state": name}) for name in _STATES],
        id="queue-states",
        className="chips",
        role="group",
        **named("queue.state", language),
    )
    severities = html.Div(
        id="queue-severities", className="chips", role="group", **named("queue.severity", language)
    )
    title = text(html.H2, "queue.title", language, className="sr-only")
    mine = _counted("queue.mine", language, id="queue-mine")
    return html.Div(
        [
            title,
            states,
            mine,
            severities,
            _choice("queue-ward", "queue.ward", language),
            _choice("queue-kind", "queue.kind", language),
            html.Div(id="queue-search-box"),
        ],
        id="queue-tools",
    )


def _line(language: str) -> Component:
    """Return the line of those that wait, and how the rows are sorted and gathered."""
    return html.Div(
        [
            html.Button(id="queue-waiting", hidden=True),
            _choice("queue-sort", "queue.sort", language),
            _choice("queue-group", "queue.group", language),
            html.Button(id="queue-more-critical", hidden=True),
        ],
        id="queue-line",
    )


def _columns(language: str) -> Component:
    """Return the heads of the columns, seen where the queue is wide."""
    heads = [span(f"queue.column.{name}", language, className=f"column-{name}") for name in _COLUMNS]
    return html.Div(heads, id="queue-columns", **attributes({"aria-hidden": "true"}))


def _thumb(language: str) -> Component:
    """Return the bar under the thumb of a phone: taking an alert is large, what is rarer stands behind it."""
    kinds = {"acknowledge": "button primary", "open": "button", "map": "button", "more": "button"}
    buttons = [
        html.Button(span(f"thumb.{name}", language), className=kind, **attributes({"data-thumb": name}))
        for name, kind in kinds.items()
    ]
    return html.Div(buttons, id="queue-thumb", hidden=True, role="toolbar", **named("thumb.title", language))


def _counted(key: str, language: str, **properties: Any) -> Component:
    """Return a chip that shows how many it would leave."""
    shown = attributes({"aria-pressed": "false"}) | properties
    return html.Button([span(key, language), html.B("–")], className="chip", **shown)


def _choice(element_id: str, key: str, language: str) -> Component:
    return html.Select(id=element_id, className="chip", **named(key, language), **hinted(key, language))


def _grid() -> Component:
    column = {
        "field": "id",
        "headerName": "",
        "cellRenderer": "AlertRow",
        "flex": 1,
        "resizable": False,
        "sortable": False,
    }
    grid: Component = dag.AgGrid(
        id="alert-grid",
        columnDefs=[column],
        rowData=[],
        getRowId="params.data.id",
        columnSize=None,
        style={"height": "100%", "width": "100%"},
        dashGridOptions={
            "theme": {"function": _THEME},
            "rowHeight": ROW_HEIGHT_PX,
            "headerHeight": 0,
            "suppressCellFocus": True,
            "suppressNoRowsOverlay": True,
            "suppressScrollOnNewData": True,
            "ensureDomOrder": True,
            "animateRows": False,
        },
    )
    return grid
