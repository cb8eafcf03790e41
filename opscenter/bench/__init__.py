"""Measurements beside peers and limits of the same run."""
