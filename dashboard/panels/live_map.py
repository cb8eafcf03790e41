"""The live map: a bare Leaflet map that the page's script draws on, its layers and its legend."""

import dash_leaflet as dl
from dash import html
from dash.development.base_component import Component

from dashboard.panels.marking import attributes, hinted, named, span

LAYERS = ("alerts", "units", "troubled", "cameras", "congestion", "names")
SEVERITIES = (("critical", "◆"), ("high", "▲"), ("medium", "■"), ("low", "●"))


def layout(language: str, centre: tuple[float, float], tile_url: str | None = None) -> Component:
    """Return the map pane; with no `tile_url` the ground is our own data and needs no internet."""
    tiles = [dl.TileLayer(url=tile_url, opacity=0.35)] if tile_url else []
    leaflet = dl.MapContainer(
        tiles,
        id="map",
        center=centre,
        zoom=14,
        minZoom=11,
        maxZoom=19,
        zoomSnap=0,
        zoomDelta=0.5,
        wheelPxPerZoomLevel=120,
        preferCanvas=True,
        zoomControl=False,
        attributionControl=True,
        trackViewport=False,
    )
    furniture = [_legend(language), _layers(language), _home(language)]
    toasts = html.Div(id="toasts", role="status", **attributes({"aria-live": "polite"}))
    return html.Main([leaflet, *furniture, toasts], id="map-pane", **named("map.title", language))


def _home(language: str) -> Component:
    return html.Button(
        [html.Span("⌂", **attributes({"aria-hidden": "true"})), span("map.home", language)],
        id="map-home",
        className="button small",
        **hinted("map.home.hint", language),
    )


def _layers(language: str) -> Component:
    choices = [
        html.Button(
            [html.I(className="layer-box"), span(f"map.layer.{name}", language)],
            className="layer-choice",
            role="checkbox",
            **attributes({"data-layer": name, "aria-checked": "true"}),
        )
        for name in LAYERS
    ]
    title = html.Summary(span("map.layers", language))
    return html.Details([title, *choices], id="map-layers", className="map-card", open=False)


def _legend(language: str) -> Component:
    severities = [
        html.Span(
            [html.I(shape, className=f"sev-text-{name}"), span(f"severity.{name}", language)],
            className="legend-item",
        )
        for name, shape in SEVERITIES
    ]
    cameras = [
        _legend_item("camera-dot is-online", "camera.online", language),
        _legend_item("camera-dot is-offline", "camera.offline", language),
        _legend_item("camera-dot is-obscured", "map.legend.odd", language),
        _legend_item("legend-unit", "map.layer.units", language),
    ]
    hollow = html.Span(
        [html.I("◇", className="sev-text-critical"), span("map.legend.taken", language)],
        className="legend-item",
    )
    rows = [html.Div(severities), html.Div([hollow]), html.Div(cameras)]
    return html.Details(
        [html.Summary(span("map.legend", language)), *rows], id="map-legend", className="map-card", open=True
    )


def _legend_item(mark: str, key: str, language: str) -> Component:
    return html.Span([html.I(className=mark), span(key, language)], className="legend-item")
