"""The bar above the map: brand, live state, clock, counts, language and who is signed in."""

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
            html.Div([html.Time(id="clock-time"), html.Span(id="clock-date")], className="clock"),
            html.Div(className="stretch"),
            _counts(language),
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
    age = html.Span(
        [span("data_age", language), html.B("–", id="data-age")],
        className="count count-age",
        **hinted("data_age.hint", language),
    )
    return html.Div([*counts, age], className="counts")


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
            {"data-account": str(person.account_id), "data-rights": rights, "data-language": language}
        ),
    )
