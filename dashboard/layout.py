"""The page: bars and panels around the map."""

from dash import html
from dash.development.base_component import Component

from dashboard import rooms
from dashboard.index_page import StillPage
from dashboard.panels import drawer, live_map, provenance_bar, queue, rail, systems_strip, time_bar, top_bar
from dashboard.panels.marking import attributes, named, text
from dashboard.still_html import html_of
from domain.places import District
from domain.roles import Person


def page(person: Person, district: District) -> Component:
    """Return the whole page for `person`, in the language of their account."""
    language = person.language
    skip = text(html.A, "page.skip", language, href="#queue-list", className="skip")
    connection = html.Div(id="connection", role="alert", hidden=True)
    missing_parts = html.Div(id="missing-parts", role="alert", hidden=True)
    splitter = html.Div(
        id="splitter",
        role="separator",
        tabIndex=0,
        **attributes({"aria-orientation": "vertical", "aria-controls": "side"}),
        **named("page.splitter", language),
    )
    middle = html.Div(
        [
            rail.layout(language, rooms.rooms_of(person)),
            html.Div(
                [
                    live_map.place(),
                    time_bar.layout(language),
                    *rooms.frames(person),
                    time_bar.banner(language),
                    missing_parts,
                    connection,
                    drawer.layout(language),
                    html.Div(id="toasts", role="status", **attributes({"aria-live": "polite"})),
                ],
                id="rooms",
            ),
            splitter,
            html.Div([time_bar.queue_note(language), queue.layout(language)], id="side"),
        ],
        id="middle",
    )
    bars = [provenance_bar.layout(language), top_bar.layout(person, district.name, language)]
    return html.Div([skip, *bars, middle, systems_strip.layout(language)], id="page")


def still_page(person: Person, district: District, tile_url: str | None = None) -> StillPage:
    """Return the page for `person` as HTML that needs no script, and the map's pane that stands in it."""
    around = html_of(page(person, district), {live_map.PLACE_ID: html.Slot()})
    map_pane = html_of(live_map.layout(person.language, centre_of(district), tile_url))
    return StillPage(around, map_pane, person.language)


def centre_of(district: District) -> tuple[float, float]:
    """Return the middle of the wards' label points: where the map opens before it fits the district."""
    if not district.wards:
        return (0.0, 0.0)
    count = len(district.wards)
    return (
        sum(ward.label[0] for ward in district.wards) / count,
        sum(ward.label[1] for ward in district.wards) / count,
    )
