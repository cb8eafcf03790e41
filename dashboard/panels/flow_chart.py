"""The chart of a camera's last hours: today's line over the band of the usual day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import plotly.graph_objects as go
from dash import dcc
from dash.development.base_component import Component

from dashboard.words import phrase

LOCAL_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
HOURS = 6

_TEXT = "#d7e0ea"
_MUTED = "#a9b8c7"
_LINE = "#4cc2ff"
_BAND = "rgba(132, 150, 168, 0.28)"
_GRID = "#1e2a36"


@dataclass(frozen=True, slots=True)
class FlowPoint:
    """How many vehicles passed in the minute, on average over the bucket that starts at `at`."""

    at: datetime
    vehicles_per_min: float


@dataclass(frozen=True, slots=True)
class UsualPoint:
    """The same for the usual day at that time: the band between its low and its high."""

    at: datetime
    low: float
    high: float


def layout() -> Component:
    """Return the empty chart; it has its full height at once, so that nothing moves when it is drawn."""
    return dcc.Graph(
        id="flow-chart",
        figure=figure([], [], "vi"),
        config={"displayModeBar": False, "responsive": True},
        style={"height": "168px"},
    )


def figure(
    today: Sequence[FlowPoint], usual: Sequence[UsualPoint], language: str, note: str | None = None
) -> go.Figure:
    """Return today's line over the usual band, or a sentence where there is nothing to draw."""
    drawing = go.Figure(layout=_frame(language))
    if usual:
        _add_band(drawing, usual, language)
    if today:
        _add_line(drawing, today, language)
    if note or not today:
        _add_note(drawing, note or phrase("chart.empty", language), is_alone=not today and not usual)
    return drawing


def _add_band(drawing: go.Figure, usual: Sequence[UsualPoint], language: str) -> None:
    times = [_local(point.at) for point in usual]
    drawing.add_scatter(
        x=times, y=[point.low for point in usual], mode="lines", line={"width": 0}, hoverinfo="skip", showlegend=False
    )
    drawing.add_scatter(
        x=times,
        y=[point.high for point in usual],
        mode="lines",
        line={"width": 0},
        fill="tonexty",
        fillcolor=_BAND,
        name=phrase("chart.usual", language),
        hoverinfo="skip",
    )


def _add_line(drawing: go.Figure, today: Sequence[FlowPoint], language: str) -> None:
    unit = phrase("chart.axis", language)
    drawing.add_scatter(
        x=[_local(point.at) for point in today],
        y=[point.vehicles_per_min for point in today],
        mode="lines",
        line={"color": _LINE, "width": 2},
        name=phrase("chart.today", language),
        hovertemplate="%{x|%H:%M} · %{y:.0f} " + unit + "<extra></extra>",
    )


def _add_note(drawing: go.Figure, note: str, *, is_alone: bool) -> None:
    drawing.add_annotation(
        text=note, x=0.5, y=0.5, xref="paper", yref="paper", showarrow=False, font={"color": _MUTED, "size": 13}
    )
    if is_alone:
        drawing.update_xaxes(visible=False)
        drawing.update_yaxes(visible=False)


def _frame(language: str) -> dict[str, object]:
    axis = {"color": _MUTED, "gridcolor": _GRID, "zeroline": False, "fixedrange": True, "tickfont": {"size": 12}}
    return {
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"family": "Inter Variable, sans-serif", "color": _TEXT, "size": 12},
        "margin": {"l": 38, "r": 8, "t": 26, "b": 24},
        "xaxis": {**axis, "tickformat": "%H:%M", "nticks": 6, "showgrid": False},
        "yaxis": {**axis, "rangemode": "tozero", "nticks": 4},
        "legend": {"orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom", "font": {"size": 12}},
        "separators": ",." if language == "vi" else ".,",
        "hovermode": "x",
        "uirevision": "keep",
    }


def _local(at: datetime) -> datetime:
    """Return the centre's wall clock, naive because Plotly draws what it is given."""
    return at.astimezone(LOCAL_ZONE).replace(tzinfo=None)
