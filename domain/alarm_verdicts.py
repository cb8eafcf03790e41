"""What people found of a rule's alerts, and what follows: one that is mostly wrong calls nobody."""

from dataclasses import dataclass
from enum import StrEnum

from domain.kinds import KINDS, IncidentKind
from domain.rule_settings import VerdictRule


@dataclass(frozen=True, slots=True)
class Verdicts:
    """How often alerts of a kind by a rule were confirmed (taken up, then cleared) and rejected as false."""

    rule: str
    kind: IncidentKind
    confirmed: int
    rejected: int

    @property
    def total(self) -> int:
        """Return how many verdicts there are."""
        return self.confirmed + self.rejected

    @property
    def confirmed_share(self) -> float | None:
        """Return the share that was confirmed; None without a verdict."""
        return self.confirmed / self.total if self.total else None


class Finding(StrEnum):
    """What follows from the verdicts on a rule."""

    KEEP = "keep"
    LOG_ONLY = "log_only"
    TELL_SUPERVISOR = "tell_supervisor"


def finding_of(verdicts: Verdicts, rule: VerdictRule) -> Finding:
    """Return what follows; danger to life is never silenced by a machine, a supervisor is told instead."""
    share = verdicts.confirmed_share
    if share is None or verdicts.total < rule.least or share >= rule.share:
        return Finding.KEEP
    return Finding.TELL_SUPERVISOR if KINDS[verdicts.kind].is_life_safety else Finding.LOG_ONLY
