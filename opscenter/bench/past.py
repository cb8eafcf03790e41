"""A district's past of so many rows in a database of its own, with what it needs said up front."""

import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from db import made_past
from db.connection import connect
from db.migrate import Engine
from db.registry import register_cameras, register_units, register_wards
from opscenter.district_files import load_district
from opscenter.errors import OpscenterError
from opscenter.proving.progress import Steps
from simulators.fleet import DEFAULT_CAMERAS, simulated_cameras, simulated_units

_SEED = 1
# Rows and figures, the raw days and the write-ahead log, as measured; a tenth more is asked for.
_BYTES_PER_ROW = {Engine.PLAIN: 300, Engine.TIMESCALEDB: 110}
_BYTES_AT_LEAST = 1_500_000_000


def bytes_needed(rows: int, engine: Engine) -> int:
    """Return how much room a past of `rows` rows takes on disk while it is made."""
    return _BYTES_AT_LEAST + int(1.1 * rows * _BYTES_PER_ROW[engine])


def scale_of(rows: int) -> str:
    """Return in words what part of a district's year `rows` are."""
    return f"{rows / made_past.ROWS_KEPT:.3g} of what District 1 holds after a year"


def check_room(rows: int, engine: Engine, folder: Path | None = None) -> None:
    """Raise OpscenterError when the disk that temporary servers stand on has too little room."""
    free = shutil.disk_usage(folder or tempfile.gettempdir()).free
    needed = bytes_needed(rows, engine)
    if free < needed:
        raise OpscenterError(
            f"{rows:,} rows need {needed / 1e9:.0f} GB of disk and {free / 1e9:.0f} GB are free: "
            "ask for fewer rows, or name a server with more room by --database-url."
        )


def make_past(dsn: str, engine: Engine, rows: int, steps: Steps, *, compress_all: bool = False) -> datetime:
    """Fill a migrated database and return the moment its past ends at; `steps` advance by rows.

    Chunks are compressed as soon as the policies would have done it, all of them with `compress_all`.
    """
    district = load_district(None)
    now = datetime.now(UTC).replace(microsecond=0)
    with connect(dsn, "opscenter-bench") as connection:
        register_wards(connection, district)
        cameras = register_cameras(connection, simulated_cameras(district, DEFAULT_CAMERAS, _SEED))
        register_units(connection, simulated_units(district, _SEED))
        made_past.begin(connection, now)
        for stretch in made_past.stretches(rows, now):
            steps.rename(f"making {stretch.stream.name}")
            steps.advance(made_past.make(connection, engine, stretch, cameras))
            if engine is Engine.TIMESCALEDB and not compress_all:
                raw_from = now - stretch.stream.raw_for
                made_past.compress(connection, stretch.stream.name, min(stretch.last, raw_from))
        if engine is Engine.TIMESCALEDB and compress_all:
            for stream in made_past.STREAMS:
                made_past.compress(connection, stream.name, datetime.max.replace(tzinfo=UTC))
    return now


def finish_past(dsn: str, engine: Engine, rows: int, now: datetime) -> None:
    """Make the figures, alerts and pictures that follow from the rows of a past."""
    sources = max(stretch.sources for stretch in made_past.stretches(rows, now))
    with connect(dsn, "opscenter-bench") as connection:
        made_past.begin(connection, now)
        made_past.finish(connection, engine, now, sources=sources)
