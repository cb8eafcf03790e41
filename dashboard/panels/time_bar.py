"""The time bar at the map's foot, and what marks the page while it shows the past; the script fills them."""

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.panels.marking import attributes, hinted, named, span, text

SPEEDS = (1, 2, 5, 10, 30, 60)
"""How many times faster than it was the past may be played."""


def layout(language: str) -> Component:
    """Return the bar: steps and play, the line of bars, the day and its calendar, the way back to live."""
    parts = [_controls(language), _line(language), _day(language), _live("time-live", language)]
    problem = html.Div(id="time-problem", role="status", hidden=True)
    return html.Section(
        [*parts, problem, dcc.Store(id="moment")], id="time-bar", **named("past.title", language)
    )


def banner(language: str) -> Component:
    """Return the banner that says in every room that the past is shown."""
    words = html.Div(
        [
            span("past.banner", language, className="past-words"),
            html.B(id="past-moment", className="mono"),
            html.Span(id="past-doing"),
            span("past.no_units", language, id="past-units", hidden=True),
            span("past.charts", language, className="past-charts"),
            span("past.other_room", language, className="past-other-room"),
        ]
    )
    return html.Div(
        [words, _live("past-live", language, hidden=False)],
        id="past-banner",
        role="region",
        hidden=True,
        **named("past.banner", language),
    )


def queue_note(language: str) -> Component:
    """Return what stands above the queue while it is the queue of the past."""
    return html.Div(
        [span("past.queue", language), html.B(id="queue-past-moment", className="mono")],
        id="queue-past",
        hidden=True,
    )


def _controls(language: str) -> Component:
    play = html.Button(
        [_sign("▶", "play-sign"), _sign("❚❚", "pause-sign")],
        id="time-play",
        className="button small",
        disabled=True,
        **named("past.play", language),
        **hinted("past.play.hint", language),
    )
    speeds = html.Select(
        [html.Option(f"{speed}×", value=str(speed)) for speed in SPEEDS],
        id="time-speed",
        **named("past.speed", language),
        **hinted("past.speed", language),
    )
    back, forth = [_step(-10, language), _step(-1, language)], [_step(1, language), _step(10, language)]
    return html.Div([*back, play, *forth, speeds], className="time-controls")


def _step(minutes: int, language: str) -> Component:
    key = f"past.step.{'back' if minutes < 0 else 'on'}.{abs(minutes)}"
    return html.Button(
        f"{'−' if minutes < 0 else '+'}{abs(minutes)}′",
        className="button small",
        **attributes({"data-step": str(minutes)}),
        **named(key, language),
        **hinted(key, language),
    )


def _line(language: str) -> Component:
    track = html.Div(
        [
            html.Div(id="time-bars"),
            html.Div(id="time-hours"),
            html.Div(html.Span(), id="time-cursor"),
            html.Div(id="time-hint", hidden=True),
        ],
        id="time-track",
        role="slider",
        tabIndex=0,
        **attributes({"aria-valuemin": "0", "aria-valuemax": "1440", "aria-valuenow": "1440"}),
        **named("past.slider", language),
    )
    return html.Div([html.Span(id="time-caption"), track], className="time-line")


def _day(language: str) -> Component:
    opener = html.Button(
        [_sign("▦"), html.Span()],
        id="time-day",
        className="button small",
        **attributes({"aria-expanded": "false", "aria-controls": "time-calendar"}),
        **named("past.calendar", language),
        **hinted("past.calendar", language),
    )
    time_of_day = html.Form(
        [
            span("past.time_of_day", language),
            html.Span(id="time-of-day-box"),
            text(html.Button, "past.go", language, type="submit", className="button small primary"),
        ],
        id="time-calendar-form",
    )
    calendar = html.Div(
        [text(html.H3, "past.calendar", language), html.Div(id="time-days"), time_of_day],
        id="time-calendar",
        role="dialog",
        hidden=True,
        **named("past.calendar", language),
    )
    return html.Div([opener, calendar], className="time-day")


def _live(component_id: str, language: str, *, hidden: bool = True) -> Component:
    return html.Button(
        [_sign("●"), span("past.back_to_live", language), html.Kbd("L")],
        id=component_id,
        className="button small to-live",
        hidden=hidden,
        **hinted("past.back_to_live.hint", language),
    )


def _sign(sign: str, class_name: str = "") -> Component:
    return html.Span(sign, className=class_name, **attributes({"aria-hidden": "true"}))
