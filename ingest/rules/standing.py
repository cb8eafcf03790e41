"""The alerts that stand: what is open, what people have just closed, which signs were counted already."""

import uuid
from collections import OrderedDict
from collections.abc import Iterable
from datetime import datetime, timedelta

from db.alerting import NewAlert
from db.rows import AlertRow, ReportRow
from domain.alerts import OPEN_STATES
from domain.geodesy import distance_m
from domain.kinds import KINDS
from ingest.rules.decisions import AlertKey, Clear, Decision, key_of

NEAR_M = 150.0
QUIET_AFTER_CLOSING = timedelta(minutes=3)
"""For so long after a person closed an alert, its place does not open another; life-safety always does."""
_MAX_REMEMBERED = 20_000


class StandingAlerts:
    """Keeps the open alerts in memory, fed by the feed and by what was just decided."""

    def __init__(self, open_alerts: Iterable[AlertRow]) -> None:
        self._open: dict[AlertKey, NewAlert | AlertRow] = {key_of(alert): alert for alert in open_alerts}
        self._closed_at: dict[AlertKey, datetime] = {}
        self._ended_by_rule: set[AlertKey] = set()
        self._counted: OrderedDict[uuid.UUID, None] = OrderedDict()
        for alert in self._open.values():
            self._count(alert.event_id)

    def note(self, alert: AlertRow) -> None:
        """Take in an alert as it is now."""
        key = key_of(alert)
        if alert.state in OPEN_STATES:
            self._open[key] = alert
            self._closed_at.pop(key, None)
            return
        known = self._open.get(key)
        if known is None or (isinstance(known, AlertRow) and known.id == alert.id):
            self._open.pop(key, None)
            if key in self._ended_by_rule:
                self._ended_by_rule.discard(key)
            elif alert.closed_at is not None:
                self._closed_at[key] = alert.closed_at

    def is_open(self, key: AlertKey) -> bool:
        """Tell whether such an alert is open."""
        return key in self._open

    def of_rule(self, rule: str) -> list[NewAlert | AlertRow]:
        """Return the open alerts of a rule."""
        return [alert for alert in self._open.values() if alert.rule == rule]

    def place_key_near(self, rule: str, report: ReportRow) -> str:
        """Return the place key of the open alert of the report's kind within 150 m, else one of its own."""
        sought = (rule, report.kind, report.provenance, report.exercise)
        for key, alert in self._open.items():
            is_alike = (key.rule, key.kind, key.provenance, key.exercise) == sought
            if is_alike and distance_m(report.lat, report.lon, alert.lat, alert.lon) <= NEAR_M:
                return key.place_key
        return f"{report.lat:.4f},{report.lon:.4f}"

    def admitted(self, decision: Decision | None) -> list[Decision]:
        """Return the decision unless it says nothing new, and remember it.

        A sign counts once however often it is revised; what a person has just closed stays closed for
        a while; what is not open cannot be cleared.
        """
        if decision is None:
            return []
        if isinstance(decision, Clear):
            if self._open.pop(decision.key, None) is None:
                return []
            self._ended_by_rule.add(decision.key)
            return [decision]
        key = key_of(decision)
        if decision.event_id is not None and decision.event_id in self._counted:
            return []
        if self._was_just_closed(key, decision.at):
            return []
        self._count(decision.event_id)
        self._open.setdefault(key, decision)
        self._ended_by_rule.discard(key)
        return [decision]

    def _was_just_closed(self, key: AlertKey, at: datetime) -> bool:
        closed_at = self._closed_at.get(key)
        if closed_at is None or KINDS[key.kind].is_life_safety:
            return False
        if at - closed_at >= QUIET_AFTER_CLOSING:
            del self._closed_at[key]
            return False
        return True

    def _count(self, event_id: uuid.UUID | None) -> None:
        if event_id is not None:
            self._counted[event_id] = None
            while len(self._counted) > _MAX_REMEMBERED:
                self._counted.popitem(last=False)
