"""Citizens' reports: a life in danger counts at once, anything else by how many say or see it."""

from collections.abc import Sequence
from datetime import timedelta

from db.alerting import NewAlert
from db.rows import ReportRow
from domain.geodesy import distance_m
from domain.kinds import KINDS, Severity
from domain.rule_settings import ReportRule
from ingest.rules.rule import Rule
from ingest.rules.situation import Situation
from ingest.rules.standing import StandingAlerts

RULE = Rule(
    "citizen_report",
    "A citizen's report of a life in danger opens an alert at once. Of other kinds, one report opens an "
    "alert of low severity if the kind is not itself low; two close by within the window, or one that a "
    "camera bears out, open it as it is.",
)


def still_recent(reports: Sequence[ReportRow], newest: ReportRow, rule: ReportRule) -> tuple[ReportRow, ...]:
    """Return the reports that lie within the window before `newest`, and it."""
    window = timedelta(seconds=rule.window_s)
    return (*(it for it in reports if newest.observed_at - it.observed_at <= window), newest)


def sign_of(
    report: ReportRow,
    recent: Sequence[ReportRow],
    *,
    is_borne_out: bool,
    standing: StandingAlerts,
    situation: Situation,
    rule: ReportRule,
) -> NewAlert | None:
    """Return the alert that a report is a sign of; `recent` holds it and those of the window before it.

    `is_borne_out` says whether cameras or others speak for it.
    """
    facts = KINDS[report.kind]
    alike = sum(1 for other in recent if _is_alike(report, other, rule.near_m))
    is_enough = facts.is_life_safety or alike >= rule.citizens or is_borne_out
    if not is_enough and facts.severity is Severity.LOW:
        return None
    severity = facts.severity if is_enough else Severity.LOW
    place_key = standing.place_key_near(RULE.name, report, rule.near_m)
    return _sign(report, severity, alike, place_key, situation)


def _is_alike(report: ReportRow, other: ReportRow, near_m: float) -> bool:
    same = (other.kind, other.provenance, other.exercise) == (report.kind, report.provenance, report.exercise)
    return same and distance_m(report.lat, report.lon, other.lat, other.lon) <= near_m


def _sign(
    report: ReportRow, severity: Severity, alike: int, place_key: str, situation: Situation
) -> NewAlert:
    return NewAlert(
        rule=RULE.name,
        place_key=place_key,
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
