"""What was seen once and never again: small alerts that nobody took up clear after a quiet time."""

from datetime import datetime

from db.rows import AlertRow
from domain.alerts import AlertState
from domain.kinds import KINDS, Severity
from domain.rule_settings import QuietRule
from ingest.rules import camera_events, citizens, gates
from ingest.rules.decisions import Clear, Decision, key_of
from ingest.rules.rule import Rule
from ingest.rules.standing import StandingAlerts

RULE = Rule(
    "quiet",
    "An alert of low or medium severity from a camera, a citizen or a flood's group, which nobody has taken "
    "up and of which there was no further sign for a quiet time, clears. What endangers life never does.",
)
_OF_RULES = (
    camera_events.RULE.name,
    camera_events.FRIGATE_RULE.name,
    citizens.RULE.name,
    gates.RULE.name,
)


def ends_of_quiet(standing: StandingAlerts, now: datetime, rule: QuietRule) -> list[Decision]:
    """Return the ends of the alerts that have been quiet for long enough."""
    return [
        Clear(key_of(alert), "no further sign for a quiet time")
        for name in _OF_RULES
        for alert in standing.of_rule(name)
        if isinstance(alert, AlertRow) and _is_over(alert, now, rule)
    ]


def _is_over(alert: AlertRow, now: datetime, rule: QuietRule) -> bool:
    quiet_s = {Severity.LOW: rule.low_s, Severity.MEDIUM: rule.medium_s}.get(alert.severity)
    return (
        quiet_s is not None
        and alert.state is AlertState.UNACKNOWLEDGED
        and not KINDS[alert.kind].is_life_safety
        and (now - alert.last_at).total_seconds() >= quiet_s
    )
