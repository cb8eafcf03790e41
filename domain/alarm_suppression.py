"""What is suppressed in the words of ISA-18.2: a sign that calls nobody, by design, and stays to be seen."""

from enum import StrEnum


class Cause(StrEnum):
    """Why a sign opened no alert of its own."""

    ALONE = "alone"
    LOG_ONLY = "log_only"
    SCHEDULE = "schedule"
    VERDICTS = "verdicts"
    WINDOW = "window"
    REACTIVATION = "reactivation"
    CHATTERING = "chattering"
    FLOOD = "flood"
