"""The chart of a camera's last hours: today's line over the shape of the usual day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import plotly.graph_objects as go
from dash import dcc, html
from dash.development.base_component import Component

from dashboard.words import phrase
from domain.local_time import ZONE
from domain.messages import Provenance

HEIGHT_PX = 176

# The page's own style colours text and grid by its theme; a line is a middle tone that holds in all three.
_TEXT = "#8a97a5"
_USUAL = "rgba(132, 150, 168, 0.30)"
_GRID = "rgba(132, 150, 168, 0.25)"
LINES = {Provenance.REAL: "#1585c4", Provenance.SIMULATED: "#8a68ee", Provenance.REPLAYED: "#149a7d"}


@dataclass(frozen=True, slots=True)
class FlowPoint:
    """How many vehicles passed a camera in a minute, on average over the bucket that starts at `at`."""

    at: datetime
    vehicles_per_min: float
    provenance: Provenance


def layout() -> Component:
    """Return the chart's place; it has its full height at once, so that nothing moves when it is drawn."""
    return html.Div(id="flow-chart-place", style={"height": f"{HEIGHT_PX}px"})


def empty_chart(language: str) -> Component:
    """Return the chart with nothing drawn in it yet."""
    return dcc.Graph(
        id="flow-chart",
        figure=figure([], [], language),
        config={"displayModeBar": False, "responsive": True},
        style={"height": f"{HEIGHT_PX}px"},
    )


def figure(
    today: Sequence[FlowPoint], usual: Sequence[FlowPoint], language: str, note: str | None = None
) -> go.Figure:
    """Return today's line over the usual day, a line for each provenance, or a sentence instead."""
    drawing = go.Figure(layout=_frame(language))
    for provenance in Provenance:
        _add_usual(drawing, [point for point in usual if point.provenance is provenance], language)
    for provenance in Provenance:
        _add_today(
            drawing, [point for point in today if point.provenance is provenance], provenance, language
        )
    if note or not today:
        _add_note(drawing, note or phrase("chart.empty", language), is_alone=not today and not usual)
    return drawing


def _add_usual(drawing: go.Figure, points: Sequence[FlowPoint], language: str) -> None:
    if not points:
        return
    drawing.add_scatter(
        x=[_local(point.at) for point in points],
        y=[point.vehicles_per_min for point in points],
        mode="lines",
        line={"width": 1, "color": _USUAL, "dash": "dot"},
        fill="tozeroy",
        fillcolor=_USUAL,
        name=phrase("chart.usual", language),
        hoverinfo="skip",
    )


def _add_today(
    drawing: go.Figure, points: Sequence[FlowPoint], provenance: Provenance, language: str
) -> None:
    if not points:
        return
    source = phrase(f"provenance.{provenance.value}", language).lower()
    drawing.add_scatter(
        x=[_local(point.at) for point in points],
        y=[point.vehicles_per_min for point in points],
        mode="lines" if len(points) > 1 else "markers",
        line={"color": LINES[provenance], "width": 2},
        name=f"{phrase('chart.today', language)} · {source}",
        hovertemplate="%{x|%H:%M} · %{y:.0f} " + phrase("chart.axis", language) + "<extra></extra>",
    )


def _add_note(drawing: go.Figure, note: str, *, is_alone: bool) -> None:
    drawing.add_annotation(
        text=note,
        x=0.5,
        y=0.5,
        xref="paper",
        yref="paper",
        showarrow=False,
        font={"color": _TEXT, "size": 13},
    )
    if is_alone:
        drawing.update_xaxes(visible=False)
        drawing.update_yaxes(visible=False)


def _frame(language: str) -> dict[str, object]:
    axis = {
        "color": _TEXT,
        "gridcolor": _GRID,
        "zeroline": False,
        "fixedrange": True,
        "tickfont": {"size": 12},
    }
    return {
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": "Inter Variable, sans-serif", "color": _TEXT, "size": 12},
        "margin": {"l": 38, "r": 10, "t": 44, "b": 24},
        "title": {
            "text": phrase("chart.axis", language),
            "x": 0,
            "xanchor": "left",
            "y": 0.98,
            "yanchor": "top",
            "font": {"size": 12, "color": _TEXT},
        },
        "xaxis": {**axis, "tickformat": "%H:%M", "nticks": 6, "showgrid": False},
        "yaxis": {**axis, "rangemode": "tozero", "nticks": 4},
        "legend": {
            "orientation": "h",
            "x": 1,
            "xanchor": "right",
            "y": 1.02,
            "yanchor": "bottom",
            "font": {"size": 12},
        },
        "showlegend": True,
        "separators": ",." if language == "vi" else ".,",
        "hovermode": "x",
        "uirevision": "keep",
    }


def _local(at: datetime) -> datetime:
    """Return the centre's wall clock, naive because Plotly draws what it is given."""
    return at.astimezone(ZONE).replace(tzinfo=None)
