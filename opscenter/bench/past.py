"""A district's past of so many rows in a database of its own, with what it needs said up front."""

import shutil
import tempfile
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from db import made_past
from db.connection import Connection, connect
from db.migrate import Engine
from db.registry import register_cameras, register_units, register_wards
from opscenter.district_files import load_district
from opscenter.errors import OpscenterError
from opscenter.proving.progress import Steps
from simulators.fleet import DEFAULT_CAMERAS, simulated_cameras, simulated_units

_APPLICATION = "opscenter-bench"
_SEED = 1
_END_OF_TIME = datetime.max.replace(tzinfo=UTC)
# Half of all rows are counts: two connections are done at about the same time.
_SHARES = (("flow",), ("unit_position", "reading", "event"))
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
    with connect(dsn, _APPLICATION) as connection:
        register_wards(connection, district)
        register_cameras(connection, simulated_cameras(district, DEFAULT_CAMERAS, _SEED))
        register_units(connection, simulated_units(district, _SEED))
        made_past.begin(connection, now)
    filling = _Filling(dsn, engine, rows, now, compress_all)
    with ThreadPoolExecutor(len(_SHARES)) as pool:
        for made in [pool.submit(_make_share, filling, share, steps) for share in _SHARES]:
            made.result()
    return now


@dataclass(frozen=True, slots=True)
class _Filling:
    """What is to be filled with what."""

    dsn: str
    engine: Engine
    rows: int
    now: datetime
    compress_all: bool

    def compress(self, connection: Connection, stretch: made_past.Stretch) -> None:
        """Compress what is old enough and whole."""
        if self.engine is Engine.TIMESCALEDB:
            before = stretch.last if self.compress_all else self.now - stretch.stream.raw_for
            made_past.compress(connection, stretch.stream.name, min(stretch.last, before))


def _make_share(filling: _Filling, streams: Collection[str], steps: Steps) -> None:
    """Make some of the streams on a connection of their own."""
    with connect(filling.dsn, _APPLICATION) as connection:
        made_past.prepare(connection)
        for stretch in made_past.stretches(filling.rows, filling.now):
            if stretch.stream.name in streams:
                steps.advance(made_past.make(connection, filling.engine, stretch, DEFAULT_CAMERAS))
                filling.compress(connection, stretch)
        if filling.compress_all and filling.engine is Engine.TIMESCALEDB:
            for stream in streams:
                made_past.compress(connection, stream, _END_OF_TIME)


def finish_past(dsn: str, engine: Engine, rows: int, now: datetime) -> None:
    """Make the figures, alerts and pictures that follow from the rows of a past."""
    sources = max(stretch.sources for stretch in made_past.stretches(rows, now))
    with connect(dsn, _APPLICATION) as connection:
        made_past.prepare(connection)
        made_past.finish(connection, engine, now, sources=sources)
