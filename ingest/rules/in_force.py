"""What is in force now: the settings, the times of work on cameras, and the rules that turned to log-only."""

from dataclasses import dataclass, field
from datetime import datetime

from domain.alarm_windows import CameraWindow
from domain.kinds import IncidentKind
from domain.messages import Provenance
from domain.rule_settings import RuleSettings, shipped_settings

SilencedRule = tuple[str, IncidentKind, Provenance]
"""A rule, a kind of it, and of which provenance: a simulator's mistakes never silence real cameras."""


@dataclass(frozen=True, slots=True)
class InForce:
    """All that a supervisor, or the verdicts of a month, have decided about the rules."""

    settings: RuleSettings = field(default_factory=shipped_settings)
    windows: tuple[CameraWindow, ...] = ()
    silenced: frozenset[SilencedRule] = frozenset()

    def is_looked_after(self, camera_code: str, ward_code: str, at: datetime) -> bool:
        """Tell whether planned work on a camera is going on."""
        return any(window.covers(camera_code, ward_code, at) for window in self.windows)
