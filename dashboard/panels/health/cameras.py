"""Cameras by ward and state, and the recorders with how many of their cameras are online."""

from collections import Counter
from collections.abc import Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.panels.health.numbers import number, percent
from dashboard.panels.health.tables import section
from dashboard.panels.marking import attributes
from dashboard.words import phrase
from db.health import CameraCount

STATES = ("online", "offline", "obscured", "moved", "maintenance", "unknown", "held")
"""In the order of the columns; `held` is shown for cameras whose papers are not complete."""
_ALL = "all"


def by_ward(counts: Sequence[CameraCount], wards: Mapping[str, str], language: str) -> Component:
    """Return the table of wards and states; each figure opens the list of those cameras."""
    found: Counter[tuple[str, str]] = Counter()
    for count in counts:
        for ward in (count.ward_code, _ALL):
            found[ward, count.state] += count.cameras
            found[ward, _ALL] += count.cameras
    if not found:
        return section("cameras", language, html.P(phrase("health.cameras.none", language)))
    codes = sorted({count.ward_code for count in counts}, key=lambda code: wards.get(code, code))
    head = [
        html.Th(phrase("health.ward", language), scope="col"),
        html.Th(phrase("health.all_states", language), scope="col"),
        *(html.Th(phrase(f"health.state.{state}", language), scope="col") for state in STATES),
    ]
    rows = [_ward_row(code, wards.get(code, code), found, language) for code in codes]
    total = _ward_row(_ALL, phrase("health.district", language), found, language)
    table = html.Table(
        [html.Thead(html.Tr(head)), html.Tbody(rows), html.Tfoot(total)],
        className="health-table health-matrix",
    )
    return section("cameras", language, table)


def _ward_row(code: str, name: str, found: Mapping[tuple[str, str], int], language: str) -> Component:
    """Return one ward's figures, each with its share of the ward."""
    whole = found.get((code, _ALL), 0)
    cells = [_figure(code, state, found.get((code, state), 0), whole, language) for state in STATES]
    everything = _figure(code, _ALL, whole, whole, language)
    return html.Tr([html.Th(name, scope="row"), html.Td(everything), *(html.Td(cell) for cell in cells)])


def _figure(ward: str, state: str, count: int, whole: int, language: str) -> Component:
    if not count:
        return html.Span("·", className="health-none")
    shown: list[Component] = [html.B(number(count, language))]
    if state != _ALL:
        shown.append(html.Small(percent(count, whole, language)))
    return html.Button(
        shown,
        className=f"health-cell state-{state}",
        **attributes(
            {
                "data-health-ward": "" if ward == _ALL else ward,
                "data-health-state": "" if state == _ALL else state,
            }
        ),
    )


def recorders(counts: Sequence[CameraCount], language: str) -> Component:
    """Return every recorder with its cameras online, the worst first; each opens the list of its cameras."""
    whole: Counter[str] = Counter()
    online: Counter[str] = Counter()
    for count in counts:
        if count.recorder:
            whole[count.recorder] += count.cameras
            online[count.recorder] += count.cameras if count.state == "online" else 0
    order = sorted(whole, key=lambda code: (online[code] / whole[code], code))
    tiles = [_tile(code, online[code], whole[code], language) for code in order]
    said = (
        phrase("health.recorders.said", language)
        .replace("{n}", number(len(order), language))
        .replace("{full}", number(sum(online[it] == whole[it] for it in order), language))
        .replace("{dark}", number(sum(not online[it] for it in order), language))
    )
    return section(
        "recorders",
        language,
        html.P(said, className="health-note"),
        html.Div(tiles, className="health-recorder-tiles"),
    )


def _tile(code: str, online: int, whole: int, language: str) -> Component:
    tone = "calm" if online == whole else "bad" if not online else "warn"
    return html.Button(
        [html.Span(code), html.B(f"{number(online, language)}/{number(whole, language)}")],
        className=f"health-tile is-{tone}",
        **attributes({"data-health-recorder": code}),
    )
