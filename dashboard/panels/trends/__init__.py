"""The trends: traffic, congestion and events by ward, kind and hour, over a day up to a year."""

from dashboard.panels.trends.callback import CALLBACKS, register
from dashboard.panels.trends.layout import layout

__all__ = ["CALLBACKS", "layout", "register"]
