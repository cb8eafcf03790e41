"""Camera events: what is sure opens an alert at once, what is not needs further signs close by; so Frigate's.

What one camera says once may be a mistake. What it says again, or what a neighbour or a person says too,
hardly is. A sign that does not suffice is suppressed as alone: it stays to be seen.
"""

from dataclasses import replace

from db.alerting import NewAlert
from db.rows import EventRow, ReportRow
from domain.alarm_signs import Sign, Signs, is_borne_out
from domain.alarm_suppression import Cause
from domain.kinds import KINDS, IncidentKind, Severity
from domain.messages import Provenance
from domain.rule_settings import FROM_STATES, KindRule, RuleMode, RuleSettings
from ingest.rules.decisions import Decision, Suppressed
from ingest.rules.rule import Rule
from ingest.rules.situation import Situation
from ingest.rules.standing import StandingAlerts

RULE = Rule(
    "camera_event",
    "A camera's event opens an alert when it is sure, or when further signs close by in place and time "
    "speak for it; while the alert is open, weaker signs keep it so.",
)
DECIDED_BY_DEVICES = frozenset({"onvif", "axis"})
"""What speaks these dialects tells only what a rule in the device has decided: it needs no second sign."""
FRIGATE_RULE = Rule(
    "frigate_review",
    "A Frigate review of severity alert opens an alert; its events are evidence and open none.",
)


class CameraSigns:
    """Weighs what cameras saw against what others saw and said."""

    def __init__(self) -> None:
        self._signs = Signs()

    def decision(
        self, event: EventRow, standing: StandingAlerts, situation: Situation, settings: RuleSettings
    ) -> Decision | None:
        """Return what an event of a camera decides; None when it is too unsure to count."""
        rule = settings.of_kind(event.kind)
        is_meant = event.kind not in FROM_STATES and rule.mode is not RuleMode.OFF
        if event.dialect == "frigate" or not is_meant or event.score < rule.keeps_at:
            return None
        new = _sign(RULE.name, "camera", event, KINDS[event.kind].severity, situation)
        if new is None:
            return None
        open_place = standing.place_near(new, rule.near_m)
        if open_place is not None:
            return replace(new, place_key=open_place)
        if event.dialect in DECIDED_BY_DEVICES:
            return new
        return self._weighed(event, new, rule) if event.score >= rule.counts_at else None

    def _weighed(self, event: EventRow, new: NewAlert, rule: KindRule) -> Decision:
        """Return the alert when it is sure or supported enough, else that the sign stands alone.

        The alert shows the first event that this camera saw of it.
        """
        sign = Sign(event.id, event.source, new.lat, new.lon, event.observed_at, event.score)
        what = _what(new.kind, new.provenance, new.exercise)
        support = self._signs.support(what, sign, rule)
        why = support.words()
        if self._signs.suffices(rule, sign, support):
            self._signs.spend(what, sign, rule)
            first, details = support.first, {**(new.details or {}), "why": why}
            return replace(new, event_id=first.id, event_at=first.at, details=details)
        return Suppressed(new, Cause.ALONE, why)

    def bears_out(self, report: ReportRow, settings: RuleSettings) -> bool:
        """Take in what a person said, and tell whether cameras or others bear it out."""
        sign = Sign(
            report.id, f"{report.channel}/{report.id}", report.lat, report.lon, report.observed_at, 0.0
        )
        what = _what(report.kind, report.provenance, report.exercise)
        rule = settings.of_kind(report.kind)
        return is_borne_out(rule, self._signs.support(what, sign, rule))


def sign_of_review(event: EventRow, situation: Situation) -> NewAlert | None:
    """Return the alert that a Frigate review is a sign of, if Frigate itself calls it an alert."""
    details = event.details or {}
    if event.dialect != "frigate" or details.get("frigate") != "review" or details.get("severity") != "alert":
        return None
    severity = KINDS[event.kind].severity
    if event.kind is IncidentKind.OTHER:
        severity = Severity.MEDIUM
    return _sign(FRIGATE_RULE.name, "frigate", event, severity, situation)


def _what(kind: IncidentKind, provenance: Provenance, exercise: bool) -> tuple[str, str, bool]:
    return kind, provenance, exercise


def _sign(
    rule: str, channel: str, event: EventRow, severity: Severity, situation: Situation
) -> NewAlert | None:
    camera = situation.cameras.get(event.source)
    lat = event.lat if event.lat is not None else (camera.lat if camera else None)
    lon = event.lon if event.lon is not None else (camera.lon if camera else None)
    if lat is None or lon is None:
        return None
    return NewAlert(
        rule=rule,
        place_key=event.source,
        ward_code=event.ward_code,
        kind=event.kind,
        severity=severity,
        lat=lat,
        lon=lon,
        place=situation.place_of_camera(event.source, event.ward_code),
        source_channel=channel,
        at=event.observed_at,
        provenance=event.provenance,
        exercise=event.exercise,
        camera_code=event.camera_code,
        event_id=event.id,
        event_at=event.observed_at,
        details={"label": event.label, "score": round(event.score, 3)},
    )
