"""Police reports open an alert, for somebody stands there and has seen it; small matters may be logged."""

from db.alerting import NewAlert
from db.rows import ReportRow
from domain.alarm_suppression import Cause
from domain.kinds import KINDS, Severity
from domain.rule_settings import ReportRule
from ingest.rules.decisions import Decision, Suppressed
from ingest.rules.rule import Rule
from ingest.rules.situation import Situation
from ingest.rules.standing import StandingAlerts

RULE = Rule(
    "police_report",
    "A report of the ward police opens an alert; a second of the same kind close by repeats it. A small "
    "matter, which they see to themselves, is only logged where the settings say so.",
)


def decision_of(
    report: ReportRow, standing: StandingAlerts, situation: Situation, rule: ReportRule
) -> Decision:
    """Return what a police report decides."""
    sign = _sign(report, standing, situation, rule)
    if rule.logs_low_police and sign.severity is Severity.LOW:
        return Suppressed(sign, Cause.LOG_ONLY, "a small matter that the ward police see to")
    return sign


def _sign(report: ReportRow, standing: StandingAlerts, situation: Situation, rule: ReportRule) -> NewAlert:
    return NewAlert(
        rule=RULE.name,
        place_key=standing.place_key_near(RULE.name, report, rule.near_m),
        ward_code=report.ward_code,
        kind=report.kind,
        severity=KINDS[report.kind].severity,
        lat=report.lat,
        lon=report.lon,
        place=situation.place_in_ward(report.ward_code),
        source_channel="police",
        at=report.observed_at,
        provenance=report.provenance,
        exercise=report.exercise,
        event_id=report.id,
        event_at=report.observed_at,
        details={"text": report.text, "report": True},
    )
