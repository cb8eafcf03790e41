"""What every question of the console costs, in pasts of several sizes."""

import asyncio
import random
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from db.connection import AsyncConnection, connect, connect_async
from db.made_past import Keys, draw_keys
from db.migrate import Engine
from opscenter.bench.past import bytes_needed, check_room, finish_past, make_past, scale_of
from opscenter.bench.query_list import CONSOLE, RULES, Draw, Question
from opscenter.errors import OpscenterError
from opscenter.proving.database import EngineChoice, own_database
from opscenter.proving.figures import Figure, Report, Table, at_most
from opscenter.proving.progress import progress

_SEED = 7
_WARM = 12
_CEILING_MS = 50
_GROWTH = 2
_FEWEST_ROWS = 1_000


@dataclass(frozen=True, slots=True)
class Cost:
    """What one question cost, asked many times for different things."""

    question: str
    p50_ms: float
    p95_ms: float


@dataclass(frozen=True, slots=True)
class Costs:
    """What all questions cost in a past of `rows` rows."""

    rows: int
    console: tuple[Cost, ...]
    rules: tuple[Cost, ...]
    title: str

    @property
    def worst_p95_ms(self) -> float:
        """The dearest question of the console, at its 95th percentile."""
        return max(cost.p95_ms for cost in self.console)


def measure_queries(
    sizes: Sequence[int], dsn: str | None = None, choice: EngineChoice = EngineChoice.AUTO, *, asks: int = 200
) -> Report:
    """Make a past of each size in turn, in a database of its own, and ask it everything `asks` times."""
    measured = [_costs_of(rows, dsn, choice, asks) for rows in sorted(sizes)]
    figures = [
        Figure(
            f"query.p95_ms_{_short(costs.rows)}",
            costs.worst_p95_ms,
            "ms",
            at_most(_CEILING_MS),
            "the dearest question of the console",
        )
        for costs in measured
    ]
    if len(measured) > 1:
        figures.append(_growth(measured[0], measured[-1]))
    return Report(
        title="Questions to the database",
        versions={"database": measured[0].title},
        figures=tuple(figures),
        tables=(
            _table("Asked by the console (p50 / p95, ms)", measured, [costs.console for costs in measured]),
            _table(
                "Asked by the rules, once a minute (p50 / p95, ms)",
                measured,
                [costs.rules for costs in measured],
            ),
        ),
        remarks=(
            "Growth compares medians. A smaller past has fewer cameras that count and reaches back less far.",
            *(f"{_short(costs.rows)} rows: {scale_of(costs.rows)}, figures beside." for costs in measured),
        ),
    )


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
    """Return in words how much disk the largest past needs."""
    gigabytes = {engine: bytes_needed(max(sizes), engine) / 1e9 for engine in Engine}
    return ", ".join(f"about {size:.0f} GB on {engine}" for engine, size in gigabytes.items())


def _costs_of(rows: int, dsn: str | None, choice: EngineChoice, asks: int) -> Costs:
    """Make one past and measure it."""
    with own_database(dsn, choice) as database:
        if dsn is None:
            check_room(rows, database.engine)
        with progress("making the past", rows) as steps:
            now = make_past(database.dsn, database.engine, rows, steps)
            steps.rename("figures, alerts, pictures")
            finish_past(database.dsn, database.engine, rows, now)
        with connect(database.dsn, "opscenter-bench") as connection:
            keys = draw_keys(connection, now)
        console, rules = asyncio.run(_ask_all(database.dsn, keys, now, asks))
        return Costs(rows, console, rules, database.title)


async def _ask_all(
    dsn: str, keys: Keys, now: datetime, asks: int
) -> tuple[tuple[Cost, ...], tuple[Cost, ...]]:
    """Ask every question on one connection, as a pool's connection is used again and again."""
    connection = await connect_async(dsn, "opscenter-bench")
    try:
        draw = Draw(keys, now, random.Random(_SEED))
        console = [await _ask(connection, question, draw, asks) for question in CONSOLE]
        rules = [await _ask(connection, question, draw, max(1, asks // 4)) for question in RULES]
    finally:
        await connection.close()
    return tuple(console), tuple(rules)


async def _ask(connection: AsyncConnection, question: Question, draw: Draw, asks: int) -> Cost:
    """Ask one question many times, the first few not counted."""
    times_ms = []
    warm = min(_WARM, asks)
    for turn in range(warm + asks):
        began = time.perf_counter()
        await question.ask(connection, draw)
        if turn >= warm:
            times_ms.append((time.perf_counter() - began) * 1000)
    times_ms.sort()
    return Cost(question.name, statistics.median(times_ms), times_ms[int(0.95 * (len(times_ms) - 1))])


def _growth(small: Costs, large: Costs) -> Figure:
    """Return by how much the question that grew most grew."""
    by_name = {cost.question: cost.p50_ms for cost in small.console}
    grown = {cost.question: cost.p50_ms / by_name[cost.question] for cost in large.console}
    worst = max(grown, key=lambda name: grown[name])
    name = f"query.growth_{_short(small.rows)}_to_{_short(large.rows)}"
    return Figure(name, grown[worst], "times", at_most(_GROWTH), f"medians; the most: {worst}")


def _table(title: str, measured: Sequence[Costs], columns: Sequence[Sequence[Cost]]) -> Table:
    """Return one row for each question with its costs at each size, and the growth."""
    rows = []
    for costs in zip(*columns, strict=True):
        growth = f"{costs[-1].p50_ms / costs[0].p50_ms:.1f}" if len(costs) > 1 else ""
        rows.append((costs[0].question, *(f"{c.p50_ms:.1f} / {c.p95_ms:.1f}" for c in costs), growth))
    return Table(title, ("question", *(f"{_short(c.rows)} rows" for c in measured), "growth"), tuple(rows))


def _short(rows: int) -> str:
    """Return a number of rows as figures are named: 1m, 100m, 20k."""
    return f"{rows // 1_000_000}m" if rows >= 1_000_000 else f"{max(1, rows // 1000)}k"
