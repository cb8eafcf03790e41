"""What `opscenter bench ingest` asks of a database, and the limits it measures ingest against."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from db.connection import Connection, written_out
from db.intake import prepare
from db.sql import query
from db.staging import Received


@dataclass(frozen=True, slots=True)
class Span:
    """How many messages are stored, and when the first of them was received."""

    count: int
    first_received_at: datetime | None


@dataclass(frozen=True, slots=True)
class BacklogOutcome:
    """What a backlog came to; `units` has the number of each unit's newest position."""

    counts: int
    events: int
    positions: int
    dead_letters: int
    units: str


@dataclass(frozen=True, slots=True)
class CopyChunk:
    """Rows of one transaction, written out for the COPY of each of their tables."""

    lines_by_table: Mapping[str, bytes]


def span(connection: Connection) -> Span:
    """Return how far the backlog is stored."""
    found = connection.row(query("ingest_bench", "span"), Span)
    return found or Span(0, None)


def has_come(connection: Connection, source: str, observed_at: datetime) -> bool:
    """Tell whether a camera's count has come; cheap enough to be asked often."""
    return bool(
        connection.values(query("ingest_bench", "has_come"), source=source, observed_at=observed_at)[0]
    )


def backlog_outcome(connection: Connection) -> BacklogOutcome:
    """Return what the backlog came to."""
    found = connection.row(query("ingest_bench", "outcome"), BacklogOutcome)
    if found is None:
        raise LookupError("an aggregate returned no row")
    return found


def insert_as_scripts_do(connection: Connection, kind: str, values: Mapping[str, Any]) -> None:
    """Store one message with a statement and a commit of its own; `kind` is flow, event or position."""
    connection.run(query("ingest_bench", _INSERTS[kind]), **values)


def written_for_copy(received: Sequence[Received], rows_per_commit: int) -> list[CopyChunk]:
    """Return the rows of counts and events ready for COPY, so that only COPY itself is measured."""
    return [
        CopyChunk(
            {
                table: written_out(staged.rows)
                for table, staged in prepare(received[at : at + rows_per_commit]).tables.items()
            }
        )
        for at in range(0, len(received), rows_per_commit)
    ]


def copy_straight(connection: Connection, chunks: Iterable[CopyChunk]) -> None:
    """Send the rows straight into their tables, a transaction for each chunk."""
    for chunk in chunks:
        with connection.transaction():
            for table, lines in chunk.lines_by_table.items():
                connection.copy_lines(query("ingest_bench", f"copy_{table}"), lines)


_INSERTS = {"flow": "insert_flow", "event": "insert_event", "position": "insert_unit_position"}
