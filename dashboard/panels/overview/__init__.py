"""The overview: the eight smart systems, the wards side by side, today beside the same weekday."""

from dashboard.panels.overview.callback import CALLBACKS, register
from dashboard.panels.overview.layout import layout

__all__ = ["CALLBACKS", "layout", "register"]
