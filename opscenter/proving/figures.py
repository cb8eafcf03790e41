"""Figures with their goals, and the report that a trial ends with."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Goal:
    """What a figure should reach: a floor, or a ceiling."""

    bound: float
    is_ceiling: bool

    def is_met_by(self, value: float) -> bool:
        """Tell whether `value` reaches the goal; what is not a number reaches none."""
        return value <= self.bound if self.is_ceiling else value >= self.bound

    def __str__(self) -> str:
        """Return the goal as a person reads it."""
        return f"{'at most' if self.is_ceiling else 'at least'} {self.bound:g}"


def at_least(bound: float) -> Goal:
    """Return the goal of a figure that should be high."""
    return Goal(bound, is_ceiling=False)


def at_most(bound: float) -> Goal:
    """Return the goal of a figure that should be low."""
    return Goal(bound, is_ceiling=True)


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number under its lasting name, such as `ingest.vs_naive_script`."""

    name: str
    value: float
    unit: str
    goal: Goal | None = None
    note: str = ""

    @property
    def met(self) -> bool | None:
        """Whether the goal is reached; None without a goal."""
        return None if self.goal is None else self.goal.is_met_by(self.value)


@dataclass(frozen=True, slots=True)
class Table:
    """What stands behind the figures: a title, column names, and rows of text."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Report:
    """All that one command measured, and the versions of what took part."""

    title: str
    figures: tuple[Figure, ...]
    tables: tuple[Table, ...] = ()
    versions: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()
