"""The camera wall: its tools, a line that says what is on it, and the tiles, which the script fills."""

from dash import html
from dash.development.base_component import Component

from dashboard.context import ConsoleContext
from dashboard.panels.marking import attributes, hinted, named, span, text
from domain.roles import Person

_SIZES = (4, 9, 16)
_WAYS = ("hand", "ward", "alert", "incident", "turn")


def layout(person: Person, context: ConsoleContext) -> Component:
    """Return the empty wall."""
    del context
    language = person.language
    return html.Div(
        [
            html.Div(_tools(language), id="wall-tools"),
            html.Div(id="wall-line", role="status"),
            html.Div(id="wall-grid", role="group", **named("wall.grid", language)),
        ],
        id="wall",
    )


def _tools(language: str) -> list[Component]:
    ways = [
        text(html.Button, f"wall.way.{way}", language, className="chip", **attributes({"data-way": way}))
        for way in _WAYS
    ]
    sizes = [
        html.Button(str(size), className="chip", **attributes({"data-size": str(size)})) for size in _SIZES
    ]
    return [
        html.Div(ways, id="wall-ways", role="group", className="chips", **named("wall.ways", language)),
        html.Div(id="wall-ward-box"),
        html.Div(id="wall-search-box"),
        html.Div(sizes, id="wall-sizes", role="group", className="chips", **named("wall.sizes", language)),
        html.Div(
            [
                _sign("‹", "wall-before", "wall.before", language),
                html.Span(id="wall-page", className="mono"),
                _sign("›", "wall-after", "wall.after", language),
                text(html.Button, "wall.hold", language, id="wall-hold", className="button small"),
            ],
            id="wall-pages",
        ),
        html.Button(
            [span("wall.purpose", language), html.B(id="wall-purpose-words")],
            id="wall-purpose",
            className="button small",
            **hinted("wall.purpose.hint", language),
        ),
    ]


def _sign(sign: str, name: str, key: str, language: str) -> Component:
    return html.Button(
        sign, id=name, className="button small", **named(key, language), **hinted(key, language)
    )
