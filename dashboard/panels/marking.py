"""Text that carries its phrase's key, so that the page can change language without asking the server."""

from collections.abc import Callable
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.words import phrase


def text(tag: Callable[..., Component], key: str, language: str, **properties: Any) -> Component:
    """Return a `tag` element that shows the phrase `key`."""
    return tag(phrase(key, language), **attributes({"data-t": key}), **properties)


def named(key: str, language: str) -> dict[str, Any]:
    """Return the attributes that name an element for screen readers."""
    return {"aria-label": phrase(key, language), "data-t-label": key}


def hinted(key: str, language: str) -> dict[str, Any]:
    """Return the attributes of a tooltip."""
    return {"title": phrase(key, language), "data-t-title": key}


def attributes(values: dict[str, str]) -> dict[str, Any]:
    """Return data- and aria- attributes, whose names Dash's own types do not know."""
    return dict(values)


def span(key: str, language: str, **properties: Any) -> Component:
    """Return a span that shows the phrase `key`."""
    return text(html.Span, key, language, **properties)
