"""Measuring commands, each in its short form."""
