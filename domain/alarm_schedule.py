"""Which mode a kind is in at an hour, in a ward: its own, unless a schedule says otherwise."""

from datetime import datetime, time, timedelta

from domain.kinds import IncidentKind
from domain.local_time import ZONE
from domain.rule_settings import RuleMode, RuleSettings, Schedule


def mode_at(settings: RuleSettings, kind: IncidentKind, ward_code: str, at: datetime) -> RuleMode:
    """Return the kind's mode; of several schedules that hold, the last in the list counts."""
    mode = settings.of_kind(kind).mode
    for schedule in settings.schedules:
        if schedule.kind is kind and holds_at(schedule, ward_code, at):
            mode = schedule.mode
    return mode


def holds_at(schedule: Schedule, ward_code: str, at: datetime) -> bool:
    """Tell whether a schedule holds; what goes past midnight belongs to the day on which it began."""
    if schedule.ward_codes and ward_code not in schedule.ward_codes:
        return False
    local = at.astimezone(ZONE)
    begins, ends = time.fromisoformat(schedule.begins), time.fromisoformat(schedule.ends)
    now, today = local.time(), local.weekday()
    if begins < ends:
        return today in schedule.days and begins <= now < ends
    yesterday = (local - timedelta(days=1)).weekday()
    return (today in schedule.days and now >= begins) or (yesterday in schedule.days and now < ends)
