"""Citizens' reports: a life in danger counts at once, anything else by how many say it."""

from collections.abc import Sequence
from datetime import timedelta

from db.alerting import NewAlert
from db.rows import ReportRow
from domain.geodesy import distance_m
from domain.kinds import KINDS, Severity
from ingest.rules.rule import Rule
from ingest.rules.situation import Situation
from ingest.rules.standing import NEAR_M, StandingAlerts

WINDOW = timedelta(minutes=10)
ENOUGH = 2
RULE = Rule(
    "citizen_report",
    "A citizen's report of a life in danger opens an alert at once. Of other kinds, one report opens an "
    "alert of low severity if the kind is not itself low; two close by within the window open it as it is.",
    {"reports": ENOUGH, "close by, m": NEAR_M, "window, min": WINDOW / timedelta(minutes=1)},
)


def still_recent(reports: Sequence[ReportRow], newest: ReportRow) -> tuple[ReportRow, ...]:
    """Return the reports that lie within the window before `newest`, and it."""
    return (*(it for it in reports if newest.observed_at - it.observed_at <= WINDOW), newest)


def sign_of(
    report: ReportRow, recent: Sequence[ReportRow], standing: StandingAlerts, situation: Situation
) -> NewAlert | None:
    """Return the alert that a report is a sign of; `recent` holds it and those of the window before it."""
    facts = KINDS[report.kind]
    alike = sum(1 for other in recent if _is_alike(report, other))
    if facts.is_life_safety or alike >= ENOUGH:
        return _sign(report, facts.severity, alike, standing, situation)
    if facts.severity is Severity.LOW:
        return None
    return _sign(report, Severity.LOW, alike, standing, situation)


def _is_alike(report: ReportRow, other: ReportRow) -> bool:
    same = (other.kind, other.provenance, other.exercise) == (report.kind, report.provenance, report.exercise)
    return same and distance_m(report.lat, report.lon, other.lat, other.lon) <= NEAR_M


def _sign(
    report: ReportRow, severity: Severity, alike: int, standing: StandingAlerts, situation: Situation
) -> NewAlert:
    return NewAlert(
        rule=RULE.name,
        place_key=standing.place_key_near(RULE.name, report),
        ward_code=report.ward_code,
        kind=report.kind,
        severity=severity,
        lat=report.lat,
        lon=report.lon,
        place=situation.place_in_ward(report.ward_code),
        source_channel="citizen",
        at=report.observed_at,
        provenance=report.provenance,
        exercise=report.exercise,
        event_id=report.id,
        event_at=report.observed_at,
        details={"text": report.text, "via": report.via, "reports": alike, "report": True},
    )
