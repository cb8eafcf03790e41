"""The room of incidents: the list of what is not closed, and the file of the chosen one."""

from dashboard.panels.incidents.layout import layout

__all__ = ["layout"]
