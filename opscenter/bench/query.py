"""What every question of the console costs, in pasts of several sizes."""

import asyncio
import contextlib
import random
import statistics
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from db.connection import AsyncConnection, connect, connect_async
from db.made_past import Keys, draw_keys
from opscenter.bench.past import check_room, finish_past, make_past
from opscenter.bench.query_list import CONSOLE, RULES, Draw, Question
from opscenter.bench.query_report import Answered, Cost, report_of
from opscenter.proving.database import own_database
from opscenter.proving.engine_choice import EngineChoice
from opscenter.proving.figures import Report
from opscenter.proving.progress import progress

_SEED = 7
_WARM = 12


@dataclass(frozen=True, slots=True)
class _Past:
    """A database that holds a past of `rows` rows up to `now`."""

    rows: int
    dsn: str
    title: str
    keys: Keys
    now: datetime


@dataclass(frozen=True, slots=True)
class _Asked:
    """A past with a connection on which it is asked, again and again, as a pool's connection is."""

    connection: AsyncConnection
    draw: Draw


def measure_queries(
    sizes: Sequence[int], dsn: str | None = None, choice: EngineChoice = EngineChoice.AUTO, *, asks: int = 200
) -> Report:
    """Make a past of each size in a database of its own, and ask all of them in turn `asks` times.

    In turn, so that whatever else the machine does meets large and small alike.
    """
    with contextlib.ExitStack() as stack:
        pasts = [stack.enter_context(_past(rows, dsn, choice, sum(sizes))) for rows in sorted(sizes)]
        console, rules = asyncio.run(_ask_all(pasts, asks))
    return report_of([past.rows for past in pasts], console, rules, pasts[0].title)


@contextlib.contextmanager
def _past(rows: int, dsn: str | None, choice: EngineChoice, all_rows: int) -> Iterator[_Past]:
    """Make one past."""
    with own_database(dsn, choice) as database:
        if dsn is None:
            check_room(all_rows, database.engine)
        with progress("making the past", rows) as steps:
            now = make_past(database.dsn, database.engine, rows, steps)
            steps.rename("figures, alerts, pictures")
            finish_past(database.dsn, database.engine, rows, now)
        with connect(database.dsn, "opscenter-bench") as connection:
            keys = draw_keys(connection, now)
        yield _Past(rows, database.dsn, database.title, keys, now)


async def _ask_all(pasts: Sequence[_Past], asks: int) -> tuple[list[Answered], list[Answered]]:
    """Ask all pasts every question."""
    async with contextlib.AsyncExitStack() as stack:
        asked = [await stack.enter_async_context(_asked(past)) for past in pasts]
        console = [await _ask(asked, question, asks) for question in CONSOLE]
        rules = [await _ask(asked, question, max(1, asks // 4)) for question in RULES]
    return console, rules


@contextlib.asynccontextmanager
async def _asked(past: _Past) -> AsyncIterator[_Asked]:
    """Connect to a past."""
    connection = await connect_async(past.dsn, "opscenter-bench")
    try:
        yield _Asked(connection, Draw(past.keys, past.now, random.Random(_SEED)))
    finally:
        await connection.close()


async def _ask(asked: Sequence[_Asked], question: Question, asks: int) -> Answered:
    """Ask one question of all pasts in turn, many times; the first few are not counted."""
    times_ms: list[list[float]] = [[] for _ in asked]
    warm = min(_WARM, asks)
    for turn in range(warm + asks):
        for past, known in zip(asked, times_ms, strict=True):
            began = time.perf_counter()
            await question.ask(past.connection, past.draw)
            if turn >= warm:
                known.append((time.perf_counter() - began) * 1000)
    return Answered(question.name, tuple(_cost(known) for known in times_ms))


def _cost(times_ms: list[float]) -> Cost:
    """Return the median and the 95th percentile of times."""
    ordered = sorted(times_ms)
    return Cost(statistics.median(ordered), ordered[int(0.95 * (len(ordered) - 1))])
