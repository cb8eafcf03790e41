"""Where a figure of one of the eight systems becomes an alert: the rules open it, the console shows it."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.kinds import IncidentKind, Severity
from domain.smart_systems import SmartSystem


@dataclass(frozen=True, slots=True)
class Limit:
    """Where a figure becomes an alert, and where it has come back so far that it no longer is one.

    `ends_by_itself` is false where the figure's return does not prove that the danger is over.
    """

    system: SmartSystem
    metric: str
    at: float
    back_at: float
    kind: IncidentKind
    severity: Severity
    ends_by_itself: bool = True

    def is_beyond(self, value: float) -> bool:
        """Tell whether the figure is beyond the limit."""
        return value >= self.at if self.at > self.back_at else value <= self.at

    def is_back(self, value: float) -> bool:
        """Tell whether the figure is back where it belongs."""
        return value <= self.back_at if self.at > self.back_at else value >= self.back_at


_FIRE, _CITY, _SECURITY = (
    SmartSystem.FIREFIGHTING,
    SmartSystem.URBAN_ADMINISTRATION,
    SmartSystem.INFORMATION_SECURITY,
)
_DOWN = IncidentKind.SYSTEM_DOWN
LIMITS: tuple[Limit, ...] = (
    Limit(_FIRE, "active_alarms", 1, 0, IncidentKind.FIRE, Severity.CRITICAL, ends_by_itself=False),
    Limit(_FIRE, "panels_online", 2, 4, _DOWN, Severity.MEDIUM),
    Limit(_FIRE, "hydrant_pressure", 2.5, 3.0, IncidentKind.INFRASTRUCTURE, Severity.MEDIUM),
    Limit(_CITY, "water_level", 1.5, 1.4, IncidentKind.FLOOD, Severity.MEDIUM),
    Limit(_CITY, "flood_depth", 15, 5, IncidentKind.FLOOD, Severity.MEDIUM),
    Limit(_SECURITY, "open_incidents", 1, 0, IncidentKind.CYBER, Severity.HIGH),
    Limit(_SECURITY, "blocked_attempts", 200, 100, IncidentKind.CYBER, Severity.MEDIUM),
    Limit(_SECURITY, "hosts_online", 40, 56, _DOWN, Severity.MEDIUM),
    Limit(SmartSystem.PUBLIC_SERVICES, "fields_online", 6, 9, _DOWN, Severity.LOW),
)
"""Flood levels follow the tide gauge's alarm level (metres) and the depth of water on a street (cm)."""
LIMIT_OF: Mapping[tuple[SmartSystem, str], Limit] = {(it.system, it.metric): it for it in LIMITS}
