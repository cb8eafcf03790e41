"""When the shifts of the operations room change, by local time."""

from datetime import UTC, datetime, time, timedelta

from dashboard.written import ZONE

CHANGES = (time(6), time(14), time(22))
"""Three shifts a day."""


def shift_end(now: datetime) -> datetime:
    """Return when the shift that is on duty at `now` ends, in UTC."""
    local = now.astimezone(ZONE)
    days = (local.date(), local.date() + timedelta(days=1))
    changes = (datetime.combine(day, change, ZONE) for day in days for change in CHANGES)
    return min(change for change in changes if change > local).astimezone(UTC)
