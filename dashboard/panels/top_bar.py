"""The bar above the map: brand, live state, clock, counts, the watch over this desk, language, person."""

from dash import html
from dash.development.base_component import Component

from dashboard.panels.marking import attributes, hinted, named, span, text
from domain.roles import RIGHTS, Person


def layout(person: Person, district_name: str, language: str) -> Component:
    """Return the bar for `person`; the script keeps clock, counts and live state."""
    return html.Header(
        [
            html.Div(
                [html.B("opscenter"), span("title", language), html.Span(f"· {district_name}")],
                className="brand",
            ),
            _live_pill(language),
            html.Div(
                [html.Time(id="clock-time"), html.Span(id="clock-weekday"), html.Span(id="clock-date")],
                className="clock",
            ),
            html.Div(className="stretch"),
            _counts(language),
            _heartbeat(language),
            _alarm_load(language),
            _bell(language),
            _languages(language),
            _person(person, language),
        ],
        id="top-bar",
    )


def _live_pill(language: str) -> Component:
    words = span("link.connecting", language)
    return html.Div(
        [html.I(), words], id="live-pill", role="status", **attributes({"data-state": "connecting"})
    )


def _counts(language: str) -> Component:
    keys = ("critical", "unacknowledged", "open")
    counts = [
        html.Span(
            [span(f"count.{key}", language), html.B("–", id=f"count-{key}")],
            className=f"count count-{key}",
            **hinted(f"count.{key}.hint", language),
        )
        for key in keys
    ]
    return html.Div(counts, className="counts")


def _heartbeat(language: str) -> Component:
    button = html.Button(
        [html.I(), html.B("–")],
        id="beat",
        className="bar-button",
        **attributes({"data-state": "unknown"}),
        **hinted("watch.beat.title", language),
    )
    inside = [
        text(html.H2, "watch.beat.title", language),
        text(html.P, "watch.beat.lead", language, className="quiet"),
        html.Ul(className="beat-list"),
    ]
    return html.Div(
        [button, _panel(inside, "beat-panel", "watch.beat.title", language)], className="bar-item"
    )


def _alarm_load(language: str) -> Component:
    button = html.Button(
        [_icon("▥"), span("watch.load.open", language)],
        id="load",
        className="bar-button",
        **named("watch.load.title", language),
        **hinted("watch.load.title", language),
    )
    inside = [
        text(html.H2, "watch.load.title", language),
        text(html.P, "watch.load.lead", language, className="quiet"),
        html.Div(className="load-inside"),
    ]
    return html.Div(
        [button, _panel(inside, "load-panel", "watch.load.title", language)], className="bar-item"
    )


def _bell(language: str) -> Component:
    return html.Button(
        [_icon("♪"), span("watch.bell.untested", language)],
        id="bell",
        className="bar-button",
        hidden=True,
        **attributes({"data-state": "untested"}),
        **hinted("watch.bell.hint", language),
    )


def _icon(sign: str) -> Component:
    return html.I(sign, **attributes({"aria-hidden": "true"}))


def _panel(inside: list[Component], name: str, key: str, language: str) -> Component:
    return html.Section(
        inside, id=name, className="bar-panel", hidden=True, tabIndex=-1, **named(key, language)
    )


def _languages(language: str) -> Component:
    buttons = [
        html.Button(
            code.upper(),
            lang=code,
            **attributes({"data-language": code, "aria-pressed": str(code == language).lower()}),
        )
        for code in ("vi", "en")
    ]
    return html.Div(buttons, id="language", role="group", **named("page.language", language))


def _person(person: Person, language: str) -> Component:
    rights = " ".join(sorted(right.value for right in RIGHTS[person.role]))
    names = [html.B(person.display_name), span(f"role.{person.role.value}", language)]
    return html.Div(
        [
            html.Div(names, className="person-names"),
            text(html.Button, "page.sign_out", language, id="sign-out", className="button small"),
        ],
        id="person",
        **attributes(
            {
                "data-account": str(person.account_id),
                "data-role": person.role.value,
                "data-rights": rights,
                "data-language": language,
            }
        ),
    )
