"""Health: cameras and recorders, feeds and their delay, database and jobs, dead letters, papers, zones."""

from dashboard.panels.health.callbacks import CALLBACKS, register
from dashboard.panels.health.layout import layout

__all__ = ["CALLBACKS", "layout", "register"]
