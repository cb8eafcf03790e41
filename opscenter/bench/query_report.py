"""Turns what questions cost at several sizes into figures and tables, and sizes in text into numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

from db.migrate import Engine
from opscenter.bench.past import bytes_needed, scale_of
from opscenter.errors import OpscenterError
from opscenter.proving.figures import Figure, Report, Table, at_most

_CEILING_MS = 50
_GROWTH = 2
_FEWEST_ROWS = 1_000
# Below it a median tells of the machine and the driver, not of the database.
_LEAST_MS = 1.0


@dataclass(frozen=True, slots=True)
class Cost:
    """What one question cost at one size, asked many times about different things."""

    p50_ms: float
    p95_ms: float


@dataclass(frozen=True, slots=True)
class Answered:
    """What one question cost at each size, the smallest first."""

    question: str
    costs: tuple[Cost, ...]

    @property
    def growth(self) -> float:
        """By how much its median grew from the smallest to the largest."""
        return self.costs[-1].p50_ms / self.costs[0].p50_ms

    @property
    def judged_growth(self) -> float:
        """Its growth, with the first millisecond counted as one."""
        return self.costs[-1].p50_ms / max(self.costs[0].p50_ms, _LEAST_MS)


def sizes_from(text: str) -> list[int]:
    """Return the sizes in a text such as `1000000,10000000`, the smallest first.

    Raises OpscenterError when one is not a number of at least a thousand.
    """
    try:
        sizes = sorted({int(part) for part in text.split(",")})
    except ValueError as error:
        raise OpscenterError(f"--rows takes numbers with commas between, not {text!r}") from error
    if sizes[0] < _FEWEST_ROWS:
        raise OpscenterError(f"--rows takes sizes of at least {_FEWEST_ROWS:,}")
    return sizes


def disk_needed(sizes: Sequence[int]) -> str:
    """Return in words how much disk the pasts need, all there at once."""
    gigabytes = {engine: bytes_needed(sum(sizes), engine) / 1e9 for engine in Engine}
    return ", ".join(f"about {size:.0f} GB on {engine}" for engine, size in gigabytes.items())


def report_of(
    sizes: Sequence[int], console: Sequence[Answered], rules: Sequence[Answered], title: str
) -> Report:
    """Return the report: at each size the dearest question, and the growth of the one that grew most."""
    figures = [_dearest(rows, at, console) for at, rows in enumerate(sizes)]
    if len(sizes) > 1:
        figures.append(_most_grown(sizes, console))
    return Report(
        title="Questions to the database",
        versions={"database": title},
        figures=tuple(figures),
        tables=(
            _table("Asked by the console (p50 / p95, ms)", sizes, console),
            _table("Asked by the rules once a minute (p50 / p95, ms)", sizes, rules),
        ),
        remarks=(
            "Growth compares medians of questions asked in turn; its figure counts less than 1 ms as 1 ms.",
            "A smaller past has fewer cameras that count, each at the default rate, and fewer days.",
            *(f"{_short(rows)} rows: {scale_of(rows)}; figures and alerts come on top." for rows in sizes),
        ),
    )


def _dearest(rows: int, at: int, console: Sequence[Answered]) -> Figure:
    """Return what the dearest question costs at one size."""
    worst = max(console, key=lambda answered: answered.costs[at].p95_ms)
    cost_ms = worst.costs[at].p95_ms
    return Figure(f"query.p95_ms_{_short(rows)}", cost_ms, "ms", at_most(_CEILING_MS), worst.question)


def _most_grown(sizes: Sequence[int], console: Sequence[Answered]) -> Figure:
    """Return the growth of the question that grew most."""
    worst = max(console, key=lambda answered: answered.judged_growth)
    name = f"query.growth_{_short(sizes[0])}_to_{_short(sizes[-1])}"
    return Figure(name, worst.judged_growth, "times", at_most(_GROWTH), worst.question)


def _table(title: str, sizes: Sequence[int], answers: Sequence[Answered]) -> Table:
    """Return one row for each question with its costs at each size, and its growth."""
    rows = tuple(
        (
            answered.question,
            *(f"{cost.p50_ms:.1f} / {cost.p95_ms:.1f}" for cost in answered.costs),
            f"{answered.growth:.1f}",
        )
        for answered in answers
    )
    return Table(title, ("question", *(f"{_short(size)} rows" for size in sizes), "growth"), rows)


def _short(rows: int) -> str:
    """Return a number of rows as figures are named: 1m, 100m, 20k."""
    return f"{rows // 1_000_000}m" if rows >= 1_000_000 else f"{rows // 1_000}k"
