"""The board of units: what each does, for how long, on which order, and whether its post can be reached."""

from dashboard.panels.units.layout import layout

__all__ = ["layout"]
