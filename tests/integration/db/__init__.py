"""The database room on real servers."""
