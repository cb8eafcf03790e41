"""The live map: where the page's script makes a Leaflet map and draws on it, its layers and its legend.

It stands in the index, before Dash has started; once Dash has laid out the page it moves to its place there.
"""

from urllib.parse import urlsplit

from dash import html
from dash.development.base_component import Component

from dashboard.panels.marking import attributes, hinted, named, span

LAYER_GROUPS = (
    ("happening", ("alerts", "incidents", "reports", "units", "heat")),
    ("cameras", ("cameras", "troubled", "cones")),
    ("traffic", ("congestion", "segments")),
    ("ground", ("sites", "names", "places")),
)
TOOLS = ("in", "out", "home", "nearby", "lasso", "radius")
_TAKEN_UP = {"lasso", "radius"}
"""Tools that stay in the hand until something is drawn."""

LEGEND = (
    ("severity:critical", "severity.critical"),
    ("severity:high", "severity.high"),
    ("severity:medium", "severity.medium"),
    ("severity:low", "severity.low"),
    ("taken:critical", "map.legend.taken"),
    ("camera:online", "camera.online"),
    ("camera:offline", "camera.offline"),
    ("camera:unknown", "camera.unknown"),
    ("camera:obscured", "camera.obscured"),
    ("camera:moved", "camera.moved"),
    ("camera:maintenance", "camera.maintenance"),
    ("unit:free", "unit.free"),
    ("unit:busy", "unit.busy"),
    ("unit:dispatched", "unit.dispatched"),
    ("unit:en_route", "unit.en_route"),
    ("unit:on_scene", "unit.on_scene"),
)


PLACE_ID = "map-place"


def place() -> Component:
    """Return where the map stands in the page that Dash lays out."""
    return html.Div(id=PLACE_ID)


def layout(language: str, centre: tuple[float, float], tile_url: str | None = None) -> Component:
    """Return the map pane; with no `tile_url` the ground is our own data and needs no internet."""
    tiles = {"data-tiles": tile_url, "data-credit": tile_credit(tile_url)} if tile_url else {}
    lat, lon = centre
    leaflet = html.Div(id="map", **attributes({"data-lat": str(lat), "data-lon": str(lon), **tiles}))
    cards = html.Div([_layers(language), _legend(language)], id="map-cards")
    card = html.Section(id="map-card", hidden=True)
    return html.Main([leaflet, cards, _tools(language), card], id="map-pane", **named("map.title", language))


def tile_credit(tile_url: str) -> str:
    """Return whom the tiles come from, as the map says it: OpenStreetMap by name, others by their host."""
    host = urlsplit(tile_url).hostname or tile_url
    return "© OpenStreetMap contributors" if host.endswith("openstreetmap.org") else host


def _tools(language: str) -> Component:
    """Return the map's own buttons."""
    buttons = [
        html.Button(
            html.Span(**attributes({"data-glyph": f"tool:{name}", "aria-hidden": "true"})),
            **attributes({"data-tool": name} | ({"aria-pressed": "false"} if name in _TAKEN_UP else {})),
            **named(f"map.tool.{name}", language),
            **hinted(f"map.tool.{name}.hint", language),
        )
        for name in TOOLS
    ]
    return html.Div(buttons, id="map-tools", role="toolbar", **named("map.tools", language))


def _layers(language: str) -> Component:
    """Return the boxes that switch layers, in groups."""
    groups = [
        html.Div(
            [span(f"map.group.{group}", language, className="layer-group"), *_choices(names, language)],
            role="group",
            **named(f"map.group.{group}", language),
        )
        for group, names in LAYER_GROUPS
    ]
    title = html.Summary(span("map.layers", language))
    return html.Details([title, *groups], id="map-layers", className="map-card", open=False)


def _choices(names: tuple[str, ...], language: str) -> list[Component]:
    return [
        html.Button(
            [html.I(className="layer-box"), span(f"map.layer.{name}", language)],
            className="layer-choice",
            role="checkbox",
            **attributes({"data-layer": name, "aria-checked": "true"}),
        )
        for name in names
    ]


def _legend(language: str) -> Component:
    """Return what the marks mean; the page's script draws them as the map does."""
    items = [
        html.Span(
            [html.I(**attributes({"data-glyph": glyph})), span(key, language)],
            className="legend-item",
        )
        for glyph, key in LEGEND
    ]
    return html.Details(
        [html.Summary(span("map.legend", language)), html.Div(items)],
        id="map-legend",
        className="map-card",
        open=False,
    )
