"""What was seen once and never again: small alerts that nobody took up clear after a quiet time."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from db.rows import AlertRow
from domain.alerts import AlertState
from domain.kinds import KINDS, Severity
from ingest.rules import camera_events, citizens
from ingest.rules.decisions import Clear, Decision, key_of
from ingest.rules.rule import Rule
from ingest.rules.standing import StandingAlerts

QUIET: Mapping[Severity, timedelta] = {
    Severity.LOW: timedelta(minutes=10),
    Severity.MEDIUM: timedelta(minutes=20),
}
RULE = Rule(
    "quiet",
    "An alert of low or medium severity from a camera or a citizen, which nobody has taken up and of which "
    "there was no further sign for a quiet time, clears. What endangers life never does.",
    {f"{severity}, min": span / timedelta(minutes=1) for severity, span in QUIET.items()},
)
_OF_RULES = (camera_events.RULE.name, camera_events.FRIGATE_RULE.name, citizens.RULE.name)


def ends_of_quiet(standing: StandingAlerts, now: datetime) -> list[Decision]:
    """Return the ends of the alerts that have been quiet for long enough."""
    return [
        Clear(key_of(alert), "no further sign for a quiet time")
        for rule in _OF_RULES
        for alert in standing.of_rule(rule)
        if isinstance(alert, AlertRow) and _is_over(alert, now)
    ]


def _is_over(alert: AlertRow, now: datetime) -> bool:
    quiet = QUIET.get(alert.severity)
    return (
        quiet is not None
        and alert.state is AlertState.UNACKNOWLEDGED
        and not KINDS[alert.kind].is_life_safety
        and now - alert.last_at >= quiet
    )
