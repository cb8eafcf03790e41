"""The scripted crew of four operators: who takes an alert, after how long, and when it is dealt with.

The script is stated in the report: it is no measurement of people, but shows whether four can keep up.
"""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from domain.kinds import Severity

OPERATORS = 4
REACTION_MEDIAN_S, REACTION_SPREAD = 5.0, 0.45
CALM_REACTION_MEDIAN_S = 20.0
CRITICAL_HANDS_S = (20.0, 75.0)
CALM_HANDS_S = (20.0, 90.0)
CLOSES_AFTER_S = (420.0, 1200.0)
SCRIPT = (
    f"The crew is scripted: {OPERATORS} operators, everybody takes everything; whoever has been free longest "
    f"reacts to a critical alert after {REACTION_MEDIAN_S:g} s in the median (log-normal, spread "
    f"{REACTION_SPREAD:g}) and is at it for {CRITICAL_HANDS_S[0]:g} to {CRITICAL_HANDS_S[1]:g} s; it is put "
    f"before work on lesser ones. Alerts are closed {CLOSES_AFTER_S[0] / 60:g} to {CLOSES_AFTER_S[1] / 60:g} "
    "minutes after they were taken."
)


@dataclass(frozen=True, slots=True)
class Taken:
    """Who took an alert, and when."""

    operator: int
    at: datetime


@dataclass(slots=True)
class Crew:
    """Four operators; each can be at one critical alert, or at one lesser alert, at a time."""

    rng: random.Random
    critical_until: list[datetime | None] = field(default_factory=lambda: [None] * OPERATORS)
    calm_until: list[datetime | None] = field(default_factory=lambda: [None] * OPERATORS)

    def take(self, at: datetime, severity: Severity) -> Taken:
        """Return who takes an alert that is shown at `at`; a critical one waits for no lesser one."""
        if severity is Severity.CRITICAL:
            return self._take(at, self.critical_until, REACTION_MEDIAN_S, CRITICAL_HANDS_S)
        return self._take(at, self.calm_until, CALM_REACTION_MEDIAN_S, CALM_HANDS_S)

    def closes_at(self, taken: Taken) -> datetime:
        """Return when what was taken is dealt with."""
        return taken.at + timedelta(seconds=self.rng.uniform(*CLOSES_AFTER_S))

    def _take(
        self, at: datetime, until: list[datetime | None], median_s: float, hands_s: tuple[float, float]
    ) -> Taken:
        frees = [max(at, moment or at) for moment in until]
        operator = min(
            range(OPERATORS), key=lambda it: (frees[it], until[it] or datetime.min.replace(tzinfo=at.tzinfo))
        )
        reaction_s = median_s * self.rng.lognormvariate(0, REACTION_SPREAD)
        taken_at = frees[operator] + timedelta(seconds=reaction_s)
        until[operator] = taken_at + timedelta(seconds=self.rng.uniform(*hands_s))
        return Taken(operator, taken_at)
