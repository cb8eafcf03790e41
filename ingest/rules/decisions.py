"""What a rule can decide: that there is one more sign of something, or that its cause has ended."""

from dataclasses import dataclass
from typing import NamedTuple

from db.alerting import NewAlert
from db.rows import AlertRow
from domain.kinds import IncidentKind
from domain.messages import Provenance


class AlertKey(NamedTuple):
    """What makes two signs one alert."""

    rule: str
    place_key: str
    kind: IncidentKind
    provenance: Provenance
    exercise: bool


@dataclass(frozen=True, slots=True)
class Clear:
    """The cause of an alert has ended, for this reason."""

    key: AlertKey
    reason: str


Decision = NewAlert | Clear


def key_of(alert: NewAlert | AlertRow) -> AlertKey:
    """Return what makes this sign or alert one with others."""
    return AlertKey(alert.rule, alert.place_key, alert.kind, alert.provenance, alert.exercise)
