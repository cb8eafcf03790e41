"""How many bytes a message takes, raw and compressed, as the engine itself counts."""

from dataclasses import dataclass

from db.connection import Connection
from db.migrate import Engine
from db.sql import query


@dataclass(frozen=True, slots=True)
class StreamSize:
    """A stream's rows and bytes with indexes; `compressed_bytes` is None where the engine cannot."""

    relation: str
    rows: int
    raw_bytes: int
    compressed_bytes: int | None


@dataclass(frozen=True, slots=True)
class _Rows:
    """How many rows a stream holds."""

    relation: str
    rows: int


@dataclass(frozen=True, slots=True)
class _Compressed:
    """What chunks took before and take after compression."""

    before_bytes: int | None
    after_bytes: int | None


def stream_sizes(connection: Connection, engine: Engine) -> list[StreamSize]:
    """Return the size of every stream that has rows; on TimescaleDB all of them must be compressed."""
    found = connection.rows(query("storage", "rows_of_streams"), _Rows)
    return [_size(connection, engine, stream) for stream in found if stream.rows > 0]


def _size(connection: Connection, engine: Engine, stream: _Rows) -> StreamSize:
    """Return the size of one stream."""
    if engine is Engine.TIMESCALEDB:
        sizes = connection.row(query("storage", "compressed_bytes"), _Compressed, relation=stream.relation)
        if sizes is not None and sizes.before_bytes is not None:
            return StreamSize(stream.relation, stream.rows, sizes.before_bytes, sizes.after_bytes)
    raw = connection.values(query("storage", "raw_bytes"), relation=stream.relation)[0]
    return StreamSize(stream.relation, stream.rows, raw, None)
