"""On which engine a trial runs."""

from enum import StrEnum


class EngineChoice(StrEnum):
    """Which engine to take; `auto` takes TimescaleDB where it is."""

    AUTO = "auto"
    PLAIN = "plain"
    TIMESCALEDB = "timescaledb"
