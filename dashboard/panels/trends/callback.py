"""Answers what the trends ask for: reads the figures once and draws all six of them."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import dash
from dash import ClientsideFunction, Input, Output

from dashboard.context import ConsoleContext
from dashboard.drawings import sentence
from dashboard.panels.trends import figures
from dashboard.panels.trends.asked import View, view_of
from dashboard.panels.trends.figures import Frame
from dashboard.panels.trends.layout import FIGURES
from dashboard.panels.trends.words import said_of
from dashboard.sessions import current_person
from dashboard.visible_wards import visible_wards
from dashboard.words import phrase
from db.errors import DatabaseError
from db.trends import EventSum, TrafficPoint, TrendAsked, event_sums, traffic_line
from domain.local_time import ZONE
from domain.messages import Provenance
from domain.roles import Person, Right

CALLBACKS = {"trends-drawings.data": Right.SEE_MAP}


def register(app: dash.Dash, context: ConsoleContext) -> None:
    """Register the question to the server, and the colouring in the browser's own theme."""

    @app.callback(
        Output("trends-drawings", "data"),
        Input("trends-asked", "data"),
        Input("real-only", "data"),
        Input("language-choice", "data"),
        prevent_initial_call=True,
    )
    async def draw(
        asked: dict[str, Any] | None, real_only: bool | None, language: str | None
    ) -> dict[str, Any]:
        return await drawings_of(
            context,
            current_person(),
            asked or {},
            real_only=bool(real_only),
            language="en" if language == "en" else "vi",
        )

    app.clientside_callback(  # type: ignore[no-untyped-call]  # Dash gives it no types
        ClientsideFunction("opscenterTrends", "coloured"),
        [Output(f"trends-{name}", "figure") for name in FIGURES],
        Input("trends-drawings", "data"),
        Input("trends-theme", "data"),
        prevent_initial_call=True,
    )


async def drawings_of(
    context: ConsoleContext, person: Person, asked: Mapping[str, Any], *, real_only: bool, language: str
) -> dict[str, Any]:
    """Return the six figures with what they show in words; a sentence in each when there is no database."""
    now = datetime.now(UTC)
    wards = visible_wards(context.district, person, now.astimezone(ZONE).date())
    view = view_of(asked, now, frozenset(wards))
    provenance = provenance_of(context, real_only=real_only)
    frame = Frame(view, provenance, language, wards)
    try:
        traffic, events = await _read(context, frame)
    except DatabaseError:
        gone = sentence(phrase("trends.away", language), language)
        return {"figures": dict.fromkeys(FIGURES, gone), "said": said_of(frame)}
    return {"figures": drawn(traffic, events, frame), "said": said_of(frame)}


def provenance_of(context: ConsoleContext, *, real_only: bool) -> Provenance:
    """Return whose figures a page of figures shows: real ones when asked for, else what most sources are."""
    return Provenance.REAL if real_only else context.feed.state.sources.main_provenance()


def drawn(traffic: list[TrafficPoint], events: list[EventSum], frame: Frame) -> dict[str, Any]:
    """Return every figure by its name."""
    return {
        "flow": figures.flow(traffic, frame),
        "congestion": figures.congestion(traffic, frame),
        "events": figures.events(events, frame),
        "week": figures.week(events, frame),
        "kinds": figures.kinds(events, frame),
        "wards": figures.wards(events, frame),
    }


def traffic_asked(view: View, wards: Mapping[str, str], provenance: Provenance) -> TrendAsked:
    """Return what to ask of traffic: of the ward that was chosen, else of all of this person's."""
    chosen = [view.ward] if view.ward else list(wards)
    return TrendAsked(view.since, view.until, view.traffic_step, view.is_fine, chosen, provenance)


def events_asked(view: View, wards: Mapping[str, str], provenance: Provenance) -> TrendAsked:
    """Return what to ask of events: of all wards, so that the chosen one stands beside the others."""
    return TrendAsked(view.since, view.until, view.event_step, False, list(wards), provenance)


async def _read(context: ConsoleContext, frame: Frame) -> tuple[list[TrafficPoint], list[EventSum]]:
    """Read traffic and events."""
    view = frame.view
    async with context.pool.connection() as connection:
        traffic = await traffic_line(
            connection,
            traffic_asked(view, frame.ward_names, frame.provenance),
            with_usual=view.has_usual,
        )
        events = await event_sums(
            connection,
            events_asked(view, frame.ward_names, frame.provenance),
            ward=view.ward,
            kind=view.kind,
        )
    return _without_the_running_step(traffic, view.traffic_step, view.until), events


def _without_the_running_step(
    points: list[TrafficPoint], step: timedelta, until: datetime
) -> list[TrafficPoint]:
    """Return the points without the step that is still filling: half a day is no day."""
    return [it for it in points if it.weeks or it.bucket + step <= until or it.bucket == points[0].bucket]
