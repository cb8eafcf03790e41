"""The alerts that stand: what is open, what people have just closed, which signs were counted already."""

import uuid
from collections import OrderedDict
from collections.abc import Iterable
from datetime import datetime, timedelta

from db.alerting import NewAlert
from db.rows import AlertRow, ReportRow
from domain.alarm_chatter import Chatter
from domain.alarm_suppression import Cause
from domain.alerts import OPEN_STATES
from domain.geodesy import distance_m
from domain.kinds import KINDS, IncidentKind
from domain.messages import Provenance
from domain.rule_settings import RuleSettings
from ingest.rules.decisions import AlertKey, Clear, Decision, Suppressed, key_of

_MAX_REMEMBERED = 20_000
_REMEMBERED = timedelta(days=1)
"""What opened and closed longer ago than this says nothing of what comes now."""


class StandingAlerts:
    """Keeps the open alerts in memory, fed by the feed and by what was just decided."""

    def __init__(self, open_alerts: Iterable[AlertRow]) -> None:
        self._open: dict[AlertKey, NewAlert | AlertRow] = {key_of(alert): alert for alert in open_alerts}
        self._closed_at: dict[AlertKey, datetime] = {}
        self._ended_by_rule: set[AlertKey] = set()
        self._counted: OrderedDict[uuid.UUID, None] = OrderedDict()
        self._chatter: Chatter[AlertKey] = Chatter()
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

    def place_key_near(self, rule: str, report: ReportRow, near_m: float) -> str:
        """Return the place key of the open alert of the report's kind close by, else one of its own."""
        sought = (rule, report.kind, report.provenance, report.exercise)
        found = self._near(sought, report.lat, report.lon, near_m)
        return found or f"{report.lat:.4f},{report.lon:.4f}"

    def place_near(self, new: NewAlert, near_m: float) -> str | None:
        """Return the place key of the open alert that this sign repeats: at its own place, or close by."""
        if self.is_open(key_of(new)):
            return new.place_key
        sought = (new.rule, new.kind, new.provenance, new.exercise)
        return self._near(sought, new.lat, new.lon, near_m)

    def admitted(self, decision: Decision, now: datetime, settings: RuleSettings) -> list[Decision]:
        """Return the decision unless it says nothing new, and remember it.

        A sign counts once however often it is revised; what a person has just closed stays closed for
        a while; what is not open cannot be cleared, and what chatters is cleared when it is calm.
        """
        if isinstance(decision, Suppressed):
            return self._once(decision)
        if isinstance(decision, Clear):
            return self._ended(decision, now)
        return self._begun(decision, settings)

    def calmed(self, now: datetime, settings: RuleSettings) -> list[Decision]:
        """Return the ends that were held back while their alerts chattered; forget what is long over."""
        oldest = now - _REMEMBERED
        self._chatter.forget_before(oldest)
        self._closed_at = {key: at for key, at in self._closed_at.items() if at >= oldest}
        return [
            end
            for key in self._chatter.calmed(now, settings.chatter)
            for end in self._ended(Clear(key, "it has been calm for a while"), now)
        ]

    def _once(self, decision: Suppressed) -> list[Decision]:
        """Return what is suppressed, unless the same sign opened an alert already."""
        return [] if decision.sign.event_id in self._counted else [decision]

    def _ended(self, end: Clear, now: datetime) -> list[Decision]:
        if end.key not in self._open or self._chatter.holds_back(end.key, now):
            return []
        del self._open[end.key]
        self._ended_by_rule.add(end.key)
        return [end]

    def _begun(self, new: NewAlert, settings: RuleSettings) -> list[Decision]:
        key = key_of(new)
        if new.event_id is not None and new.event_id in self._counted:
            return []
        if self._was_just_closed(key, new.at, settings):
            return [Suppressed(new, Cause.REACTIVATION)]
        self._count(new.event_id)
        if key in self._open:
            self._chatter.stirred(key, new.at)
        else:
            self._open[key] = new
            self._chatter.opened(key, new.at, settings.chatter)
        self._ended_by_rule.discard(key)
        return [new]

    def _near(
        self, sought: tuple[str, IncidentKind, Provenance, bool], lat: float, lon: float, near_m: float
    ) -> str | None:
        for key, alert in self._open.items():
            is_alike = (key.rule, key.kind, key.provenance, key.exercise) == sought
            if is_alike and distance_m(lat, lon, alert.lat, alert.lon) <= near_m:
                return key.place_key
        return None

    def _was_just_closed(self, key: AlertKey, at: datetime, settings: RuleSettings) -> bool:
        closed_at = self._closed_at.get(key)
        if closed_at is None or KINDS[key.kind].is_life_safety:
            return False
        if (at - closed_at).total_seconds() >= settings.of_kind(key.kind).reactivation_s:
            del self._closed_at[key]
            return False
        return True

    def _count(self, event_id: uuid.UUID | None) -> None:
        if event_id is not None:
            self._counted[event_id] = None
            while len(self._counted) > _MAX_REMEMBERED:
                self._counted.popitem(last=False)
