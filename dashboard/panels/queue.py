"""The alert queue: an AG Grid that the page's script feeds through the grid's own interface."""

import dash_ag_grid as dag
from dash import html
from dash.development.base_component import Component

from dashboard.panels.marking import attributes, hinted, named, span, text

ROW_HEIGHT_PX = 55

_THEME = (
    "themeQuartz.withPart(agGrid.colorSchemeDark).withParams({"
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
    line = html.Div(
        [
            html.Button(id="queue-waiting", hidden=True),
            span("queue.order", language, id="queue-order"),
            html.Button(id="queue-more-critical", hidden=True),
        ],
        id="queue-line",
    )
    return html.Section([_tools(language), pinned, line, rows], id="queue", **named("queue.title", language))


def _tools(language: str) -> Component:
    whose = html.Div(
        [
            html.Button(
                [span(f"queue.{name}", language), html.B("–")],
                className="chip",
                **attributes({"data-whose": name, "aria-pressed": str(name == "all").lower()}),
            )
            for name in ("all", "mine", "open")
        ],
        id="queue-whose",
        className="chips",
    )
    severities = html.Div(
        id="queue-severities", className="chips", role="group", **named("queue.severity", language)
    )
    ward = html.Select(
        id="queue-ward", className="chip", **named("queue.ward", language), **hinted("queue.ward", language)
    )
    title = text(html.H2, "queue.title", language, className="sr-only")
    return html.Div([title, whose, ward, html.Div(id="queue-search-box"), severities], id="queue-tools")


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
