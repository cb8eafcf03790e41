"""The page as a still picture, before Dash has started."""

import re

from dash import dcc, html

from dashboard.index_page import StillPage, index_for, scripts_in_turn
from dashboard.layout import still_page
from dashboard.still_html import html_of
from domain.roles import Person, Role
from opscenter.district_files import load_district

_REACT = '<script src="/_dash-component-suites/dash/deps/react@18.min.js"></script>'
_LEAFLET = '<script src="/_dash-component-suites/dash_leaflet/dash_leaflet.v1.js"></script>'
STILL = StillPage("<p><slot></slot></p>", "<main></main>", "vi")
_GRID = '<script src="/_dash-component-suites/dash_ag_grid/dash_ag_grid.v35.min.js"></script>'


def test_an_element_is_written_with_its_attributes_and_what_is_in_it() -> None:
    button = html.Button(["a < b", html.Br()], className="big", tabIndex=0, hidden=True, **{"data-t": 'x"y'})
    assert html_of(button) == (
        '<button class="big" hidden tabindex="0" data-t="x&quot;y">a &lt; b<br></button>'
    )


def test_what_is_off_and_what_is_dashs_own_is_not_written() -> None:
    assert html_of(html.Details([], open=False, n_clicks=3, title=None)) == "<details></details>"


def test_a_style_is_written_as_css() -> None:
    assert (
        html_of(html.Div(style={"maxWidth": "3rem", "top": 0})) == '<div style="max-width:3rem;top:0"></div>'
    )


def test_what_only_dash_can_draw_keeps_its_place_empty() -> None:
    assert html_of(html.P(dcc.Graph(id="flow", figure={}))) == '<p><div id="flow"></div></p>'


def test_a_place_that_dash_leaves_empty_is_filled() -> None:
    filled = html_of(html.Div([html.I(id="here"), html.I(id="there")]), {"here": html.B("map")})
    assert filled == '<div><i id="here"><b>map</b></i><i id="there"></i></div>'


def test_the_still_page_leaves_a_slot_for_the_map_that_lives() -> None:
    still = still_page(Person(7, "lan", "Lan", Role.OPERATOR, frozenset(), "vi"), load_district())
    assert '<div id="map-place"><slot></slot></div>' in still.around
    assert "Hàng đợi cảnh báo" in still.around
    assert re.match(r'<main [^>]*id="map-pane"[^>]*><div [^>]*data-lat="10\.', still.map_pane)


def test_scripts_that_the_map_does_not_need_wait_for_it() -> None:
    first, later = scripts_in_turn("\n".join((_REACT, _GRID, _LEAFLET)))
    assert first.splitlines() == [tag.replace("<script", "<script defer") for tag in (_REACT, _LEAFLET)]
    assert later == _GRID


def test_nothing_starts_dash_before_the_pages_own_script_does() -> None:
    def interpolate(**parts: str) -> str:
        return f"@LEAFLET@@STILL@{parts['scripts']}{parts['renderer']}"

    renderer = "<script>new DashRenderer()</script>"
    index = index_for(interpolate, {"scripts": _REACT + _GRID, "renderer": renderer}, STILL, "/page.css")
    assert index.endswith(f'<template id="dash-scripts">{_GRID}{renderer}</template>')
    assert "<p><slot></slot></p></template><main></main></div>" in index
