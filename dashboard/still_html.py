"""Dash's layout as plain HTML: what a browser shows until Dash has started."""

import re
from collections.abc import Mapping
from html import escape
from typing import Any

from dash.development.base_component import Component

_HTML = "dash_html_components"
_VOID = {"br", "hr", "img", "input"}
_NAMES = {"className": "class", "htmlFor": "for"}
_OF_DASH = {"children", "key", "n_clicks", "n_clicks_timestamp", "disable_n_clicks"}


def html_of(part: Any, filled: Mapping[str, Component] | None = None) -> str:
    """Return a component as HTML, or a text, or a list of both; what is no plain element stays empty.

    `filled` gives what stands in an element that Dash leaves empty, by its id.
    """
    if part is None:
        return ""
    if isinstance(part, list | tuple):
        return "".join(html_of(one, filled) for one in part)
    if not isinstance(part, Component):
        return escape(str(part))
    return _element(part, filled or {})


def _element(component: Component, filled: Mapping[str, Component]) -> str:
    made = component.to_plotly_json()  # type: ignore[no-untyped-call]  # Dash's own
    properties = made["props"]
    is_plain = made["namespace"] == _HTML
    tag = made["type"].lower() if is_plain else "div"
    known = (
        properties
        if is_plain
        else {name: properties[name] for name in ("id", "className") if name in properties}
    )
    opening = f"<{tag}{''.join(_attribute(name, value) for name, value in known.items())}>"
    if tag in _VOID:
        return opening
    inside = [properties.get("children") if is_plain else None, filled.get(properties.get("id", ""))]
    return f"{opening}{html_of(inside, filled)}</{tag}>"


def _attribute(name: str, value: Any) -> str:
    """Return an attribute with the space before it; nothing for what is off, or Dash's own."""
    if name in _OF_DASH or value is None or value is False:
        return ""
    written = _NAMES.get(name, name if "-" in name else name.lower())
    if value is True:
        return f" {written}"
    return f' {written}="{escape(_style(value) if name == "style" else str(value))}"'


def _style(rules: Mapping[str, Any]) -> str:
    """Return a style as CSS writes it: maxWidth as max-width."""
    return ";".join(
        f"{re.sub('[A-Z]', lambda big: f'-{big[0].lower()}', name)}:{rule}" for name, rule in rules.items()
    )
