"""What `bench ingest` says of its runs: medians, spread, ratios, and who used the processors."""

import statistics
from collections import defaultdict
from collections.abc import Sequence

from opscenter.bench import ingest_peers as peers
from opscenter.bench.ingest import IngestTrial, Measured
from opscenter.bench.ingest_run import Run
from opscenter.proving.figures import Figure, Report, Table, at_least, at_most

_ONE = "1 worker"
_TITLES = {
    peers.EMPTY_311: "paho 3.1.1, empty callback",
    peers.EMPTY_5: "paho 5, empty callback",
    peers.SCRIPT: "the usual script",
}
_COLUMNS = (
    "contender",
    "messages/s (median)",
    "lowest to highest",
    "µs CPU a message: own",
    "broker",
    "database",
)
_GROWTH_LIMIT_MB = 30.0


def report_of(trial: IngestTrial, measured: Measured) -> Report:
    """Return the report."""
    by_contender: defaultdict[str, list[Run]] = defaultdict(list)
    for run in measured.runs:
        by_contender[run.contender].append(run)
    rates = {name: _median(runs) for name, runs in by_contender.items()}
    return Report(
        f"Ingest: {trial.messages:,} messages, {trial.runs} alternated runs",
        figures=(
            *_figures_of_one(rates),
            *_figures_of_many(rates, measured.runs),
            *_figures_of_batches(measured),
            *_figures_of_memory(measured),
        ),
        tables=tuple(_tables(by_contender, measured)),
        versions=measured.versions,
        remarks=_REMARKS,
    )


_REMARKS = (
    "Everyone drains a persistent session at QoS 1, window 5,000, filled before.",
    "A worker's clock runs from the first message received until every row is seen committed.",
    "A peer's runs from its first message to its last; the script commits each.",
    "A process's CPU holds its start, about a second; broker, database and contender share the machine.",
)


def _median(runs: Sequence[Run]) -> float:
    return statistics.median(run.taken.per_second for run in runs)


def _figures_of_one(rates: dict[str, float]) -> list[Figure]:
    """Return how one worker stands beside the peers."""
    fastest = max(rates[peers.EMPTY_311], rates[peers.EMPTY_5])
    return [
        Figure(
            "ingest.vs_empty_subscriber",
            rates[_ONE] / fastest,
            "times",
            at_least(0.8),
            "one worker, committed, to the faster empty paho subscriber",
        ),
        Figure(
            "ingest.vs_naive_script",
            rates[_ONE] / rates[peers.SCRIPT],
            "times",
            at_least(12),
            "one worker to on_message, json.loads, INSERT, commit",
        ),
    ]


def _figures_of_many(rates: dict[str, float], runs: Sequence[Run]) -> list[Figure]:
    """Return how several workers scale, and whether they come to the same."""
    ours = [run for run in runs if run.outcome is not None]
    figures = [
        Figure(f"ingest.{name.split()[0]}_workers_vs_one", rate / rates[_ONE], "times")
        for name, rate in rates.items()
        if name.endswith("workers")
    ]
    differing = sum(not run.is_whole for run in ours)
    return [
        *figures,
        Figure(
            "ingest.differing_outcomes",
            differing,
            "runs",
            at_most(0),
            "runs with a row twice or missing, a dead letter, a gap, or another last position of a unit",
        ),
    ]


def _figures_of_batches(measured: Measured) -> list[Figure]:
    """Return how arrays of messages stand beside COPY."""
    if not measured.batched:
        return []
    ratio = _median(measured.batched) / statistics.median(measured.copy_rates)
    note = "arrays of 100 messages, to COPY of the same rows, written out before, on one connection"
    return [Figure("ingest.batched_vs_copy", ratio, "times", at_least(0.5), note)]


def _figures_of_memory(measured: Measured) -> list[Figure]:
    """Return by how much the worker grew after its first fifth."""
    if len(measured.memory) < 3:
        return []
    grown = measured.memory[-1].resident_mb - measured.memory[1].resident_mb
    note = f"from {measured.memory[1].messages:,} messages to {measured.memory[-1].messages:,}"
    return [Figure("ingest.memory_growth_mb", grown, "MB", at_most(_GROWTH_LIMIT_MB), note)]


def _tables(by_contender: dict[str, list[Run]], measured: Measured) -> list[Table]:
    rows = [_row(_TITLES.get(name, name), runs) for name, runs in by_contender.items()]
    if measured.batched:
        rows.append(_row("1 worker, arrays of 100", measured.batched))
        low, high = min(measured.copy_rates), max(measured.copy_rates)
        median = statistics.median(measured.copy_rates)
        rows.append(("COPY of those rows", f"{median:,.0f}", f"{low:,.0f} to {high:,.0f}", "", "", ""))
    tables = [Table("From the broker to committed rows", _COLUMNS, tuple(rows))]
    stages = tuple((it.title, f"{it.cpu_us:.2f}") for it in measured.stages)
    tables.append(Table("Where the time goes, each stage alone", ("stage", "µs CPU a message"), stages))
    if measured.memory:
        samples = tuple((f"{it.messages:,}", f"{it.resident_mb:.1f}") for it in measured.memory)
        tables.append(Table("Memory of a worker", ("messages stored", "resident MB"), samples))
    return tables


def _row(title: str, runs: Sequence[Run]) -> tuple[str, ...]:
    rates = [run.taken.per_second for run in runs]
    cpu = [
        statistics.median(used / run.taken.messages * 1e6 for used, run in zip(column, runs, strict=True))
        for column in zip(*((it.own_cpu_s, it.broker_cpu_s, it.database_cpu_s) for it in runs), strict=True)
    ]
    shown = ["–" if value != value else f"{value:.1f}" for value in cpu]  # noqa: PLR0124 - NaN alone differs
    return (title, f"{statistics.median(rates):,.0f}", f"{min(rates):,.0f} to {max(rates):,.0f}", *shown)
