"""What a rule can decide: one more sign of something, the end of it, or that nobody is called."""

from dataclasses import dataclass
from typing import NamedTuple

from db.alerting import NewAlert
from db.rows import AlertRow
from domain.alarm_suppression import Cause
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


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A sign that calls nobody, by design: why, and in words what was lacking or what holds it back."""

    sign: NewAlert
    cause: Cause
    why: str = ""


Decision = NewAlert | Clear | Suppressed


def key_of(alert: NewAlert | AlertRow) -> AlertKey:
    """Return what makes this sign or alert one with others."""
    return AlertKey(alert.rule, alert.place_key, alert.kind, alert.provenance, alert.exercise)
