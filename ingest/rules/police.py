"""Police reports always open an alert: somebody stands there and has seen it."""

from db.alerting import NewAlert
from db.rows import ReportRow
from domain.kinds import KINDS
from ingest.rules.rule import Rule
from ingest.rules.situation import Situation
from ingest.rules.standing import NEAR_M, StandingAlerts

RULE = Rule(
    "police_report",
    "A report of the ward police opens an alert; a second of the same kind close by repeats it.",
    {"close by, m": NEAR_M},
)


def sign_of(report: ReportRow, standing: StandingAlerts, situation: Situation) -> NewAlert:
    """Return the alert that a police report is a sign of."""
    return NewAlert(
        rule=RULE.name,
        place_key=standing.place_key_near(RULE.name, report),
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
