"""The shift: what is left to do, seats, notes and signatures; late entries; what the district reports."""

from dashboard.panels.shift.layout import layout

__all__ = ["layout"]
