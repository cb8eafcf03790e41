"""The one process that opens alerts from what was stored."""
