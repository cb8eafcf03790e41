"""The district's own clock: the one place that names its time zone."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def local_day(at: datetime) -> date:
    """Return the day on the district's calendar."""
    return at.astimezone(ZONE).date()
