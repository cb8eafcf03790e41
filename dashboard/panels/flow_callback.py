"""Answers the drawer's question for a chart: reads a camera's flow and draws it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import dash
import plotly.graph_objects as go
from dash import Input, Output, State
from dash._no_update import NoUpdate
from dash.development.base_component import Component

from dashboard.context import ConsoleContext
from dashboard.panels.flow_chart import FlowPoint, empty_chart, figure
from dashboard.past_asked import moment_shown
from dashboard.sessions import current_person
from dashboard.words import phrase
from db.connection import AsyncConnection
from db.console import camera_detail, camera_flow, camera_usual_flow
from db.console_rows import FlowBucket, UsualBucket
from db.errors import DatabaseError
from domain.roles import WARD_BOUND, Person, Right

SPAN = timedelta(hours=6)
BUCKET_MIN = 5.0


def register(app: dash.Dash, context: ConsoleContext) -> None:
    """Register the chart's coming and its drawing, for each camera or moment chosen and once a minute."""

    @app.callback(
        Output("flow-chart-place", "children"),
        Input("drawer-camera", "data"),
        Input("language-choice", "data"),
        State("flow-chart-place", "children"),
        prevent_initial_call=True,
    )
    async def place(
        asked: dict[str, Any] | None, language: str | None, there: object
    ) -> Component | NoUpdate:
        """Put the chart in when a camera is chosen first: its script is larger than all the rest."""
        if there or not asked:
            return dash.no_update
        return empty_chart("en" if language == "en" else "vi")

    @app.callback(
        Output("flow-chart", "figure"),
        Input("drawer-camera", "data"),
        Input("real-only", "data"),
        Input("language-choice", "data"),
        Input("moment", "data"),
    )
    async def draw(
        asked: dict[str, Any] | None, real_only: bool | None, language: str | None, moment: str | None
    ) -> go.Figure:
        code = str((asked or {}).get("code", ""))
        now = datetime.now(UTC)
        return await chart_of(
            context,
            current_person(),
            code,
            real_only=bool(real_only),
            language="en" if language == "en" else "vi",
            now=moment_shown(moment, now) or now,
        )


async def chart_of(
    context: ConsoleContext, person: Person, code: str, *, real_only: bool, language: str, now: datetime
) -> go.Figure:
    """Return the chart of one camera up to `now` for `person`, or a sentence when it cannot be drawn."""
    since = now - SPAN
    try:
        async with context.pool.connection() as connection:
            if not code or not await _may_see(connection, person, code):
                return figure([], [], language)
            today = await camera_flow(connection, code, since, real_only=real_only, now=now)
            usual = await camera_usual_flow(connection, code, since, now, real_only=real_only)
    except DatabaseError:
        return figure([], [], language, phrase("chart.away", language))
    note = phrase("chart.empty.real", language) if real_only and not today else None
    return figure(today_points(today), usual_points(usual), language, note)


def today_points(buckets: Sequence[FlowBucket]) -> list[FlowPoint]:
    """Return vehicles per minute without the newest bucket of each provenance, which is still filling."""
    newest = {
        bucket.provenance: bucket.bucket for bucket in sorted(buckets, key=lambda bucket: bucket.bucket)
    }
    return [
        FlowPoint(bucket.bucket, bucket.vehicles / BUCKET_MIN, bucket.provenance)
        for bucket in buckets
        if len(buckets) == 1 or bucket.bucket != newest[bucket.provenance]
    ]


def usual_points(buckets: Sequence[UsualBucket]) -> list[FlowPoint]:
    """Return what is usual as vehicles per minute."""
    return [FlowPoint(bucket.bucket, bucket.vehicles / BUCKET_MIN, bucket.provenance) for bucket in buckets]


async def _may_see(connection: AsyncConnection, person: Person, code: str) -> bool:
    """Tell whether the camera is the person's to see; only ward-bound roles make it worth a question."""
    if person.role not in WARD_BOUND:
        return person.may(Right.SEE_MAP)
    detail = await camera_detail(connection, code)
    return detail is not None and person.may(Right.SEE_MAP, detail.camera.ward_code)
