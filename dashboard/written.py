"""Numbers, shares and times as the centre writes them: 1.115 and 0,8 in Vietnamese, dd/mm, 24 hours."""

from datetime import datetime

from domain.local_time import ZONE

_SWAPPED = str.maketrans(",.", ".,")


def number(value: float, language: str, digits: int = 1) -> str:
    """Return a number with its language's separators and at most `digits` decimals."""
    written = f"{value:,.{digits}f}"
    if "." in written:
        written = written.rstrip("0").rstrip(".")
    return separated(written, language)


def separated(written: str, language: str) -> str:
    """Return a number that Python wrote with commas and a point as its language separates it."""
    return written if language == "en" else written.translate(_SWAPPED)


def clock(at: datetime) -> str:
    """Return the time of day on the centre's clock."""
    return at.astimezone(ZONE).strftime("%H:%M")
