"""How many bytes a message takes in the database, raw and compressed."""

import time

from db.connection import connect
from db.migrate import Engine
from db.storage import StreamSize, stream_sizes
from opscenter.bench.past import check_room, make_past, scale_of
from opscenter.proving.database import own_database
from opscenter.proving.engine_choice import EngineChoice
from opscenter.proving.figures import Figure, Report, Table, at_least, at_most
from opscenter.proving.progress import progress

DEFAULT_EVENTS = 1_000_000
_RATIO = 10
_BYTES = 25
_NOT_HERE = "not on this engine"


def measure_storage(events: int, dsn: str | None = None, choice: EngineChoice = EngineChoice.AUTO) -> Report:
    """Store a district's messages in the proportions of its default rate, and weigh them."""
    with own_database(dsn, choice) as database:
        check_room(events, database.engine)
        began = time.perf_counter()
        with progress("making messages", events) as steps:
            make_past(database.dsn, database.engine, events, steps, compress_all=True)
        elapsed_s = time.perf_counter() - began
        with connect(database.dsn, "opscenter-bench") as connection:
            sizes = stream_sizes(connection, database.engine)
        return _report(sizes, elapsed_s, database.engine, database.title)


def _report(sizes: list[StreamSize], elapsed_s: float, engine: Engine, title: str) -> Report:
    """Return what was weighed as figures and a table."""
    rows = sum(size.rows for size in sizes)
    raw = sum(size.raw_bytes for size in sizes)
    figures = [
        Figure("store.raw_bytes", raw / rows, "bytes/message", note="rows and their indexes"),
        Figure(
            "store.rows_per_s", rows / elapsed_s, "rows/s", note="made, stored and compressed in the database"
        ),
    ]
    if engine is Engine.TIMESCALEDB:
        compressed = sum(size.compressed_bytes or 0 for size in sizes)
        figures += [
            Figure(
                "store.compression_ratio",
                raw / compressed,
                "",
                at_least(_RATIO),
                "rows and indexes before, by all that is left after",
            ),
            Figure("store.compressed_bytes", compressed / rows, "bytes/message", at_most(_BYTES)),
        ]
    figures += [figure for size in sizes for figure in _by_kind(size)]
    return Report(
        title=f"Storage of {rows:,} messages ({scale_of(rows)}, each kind in its share)",
        versions={"database": title},
        figures=tuple(figures),
        tables=(_table(sizes),),
        remarks=()
        if engine is Engine.TIMESCALEDB
        else ("Compression: not on this engine; it is TimescaleDB's.",),
    )


def _by_kind(size: StreamSize) -> list[Figure]:
    """Return the weight of one kind of message, for whoever reckons with it."""
    figures = [Figure(f"store.raw_bytes_{size.relation}", size.raw_bytes / size.rows, "bytes")]
    if size.compressed_bytes is not None:
        name = f"store.compressed_bytes_{size.relation}"
        figures.append(Figure(name, size.compressed_bytes / size.rows, "bytes"))
    return figures


def _table(sizes: list[StreamSize]) -> Table:
    """Return one row for each kind of message."""
    return Table(
        "Bytes a message, as the engine counts them",
        ("kind", "messages", "raw", "compressed", "times smaller"),
        tuple(
            (
                size.relation,
                f"{size.rows:,}",
                f"{size.raw_bytes / size.rows:.0f}",
                _NOT_HERE if size.compressed_bytes is None else f"{size.compressed_bytes / size.rows:.1f}",
                _NOT_HERE
                if size.compressed_bytes is None
                else f"{size.raw_bytes / size.compressed_bytes:.1f}",
            )
            for size in sizes
        ),
    )
