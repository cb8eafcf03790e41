"""The rules: their order and figures, versions with their trials, work on cameras, and what called nobody."""

from dashboard.panels.rules.layout import layout

__all__ = ["layout"]
