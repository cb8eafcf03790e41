"""What a database is and how it does, for a person: `opscenter db status`."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from db.connection import Connection, connect, where
from db.gaps import OpenGaps, open_gaps
from db.maintenance import periods
from db.migrate import Applied, Engine, engine_of, migrations_for, read_applied, read_server
from db.replication import Standby, standbys
from db.sql import query


@dataclass(frozen=True, slots=True)
class StreamStatus:
    """A stream: how many days (partitions or chunks) it has, how many of them compressed, span and size."""

    relation: str
    days: int
    compressed_days: int
    oldest: date
    newest: date
    bytes: int


@dataclass(frozen=True, slots=True)
class Retention:
    """How long a stream is kept."""

    relation: str
    keep_days: float


@dataclass(frozen=True, slots=True)
class JobStatus:
    """Something the database is kept in order by: how its last run went, and when the next one is due."""

    name: str
    last_run: str | None
    last_success_at: datetime | None
    next_run_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DatabaseStatus:
    """Everything `db status` tells; `engine` is None and most is empty before the first migration."""

    where: str
    engine: Engine | None
    server_version: str
    timescaledb_version: str | None
    applied: tuple[Applied, ...]
    pending: tuple[str, ...]
    size_bytes: int
    is_standby: bool = False
    streams: tuple[StreamStatus, ...] = ()
    retention: tuple[Retention, ...] = ()
    jobs: tuple[JobStatus, ...] = ()
    gaps: tuple[OpenGaps, ...] = ()
    standbys: tuple[Standby, ...] = ()


def status(dsn: str) -> DatabaseStatus:
    """Return the database's state for a person."""
    with connect(dsn, "opscenter-status") as connection:
        server = read_server(connection)
        applied = read_applied(connection)
        engine = applied[0].engine if applied else None
        done = {step.number for step in applied}
        pending = tuple(
            step.name for step in migrations_for(engine or engine_of(server)) if step.number not in done
        )
        head = DatabaseStatus(
            where=where(dsn),
            engine=engine,
            server_version=server.version,
            timescaledb_version=server.timescaledb_installed,
            applied=tuple(applied),
            pending=pending,
            size_bytes=connection.values(query("status", "database_bytes"))[0],
            is_standby=bool(connection.values(query("status", "is_standby"))[0]),
            standbys=tuple(standbys(connection)),
        )
        return head if engine is None or pending else _with_contents(connection, head)


def _with_contents(connection: Connection, head: DatabaseStatus) -> DatabaseStatus:
    """Return the status with its streams, retention and jobs."""
    return replace(
        head,
        streams=tuple(connection.rows(query("status", "streams"), StreamStatus)),
        retention=tuple(connection.rows(query("status", "retention"), Retention)),
        jobs=(*_jobs_of_the_engine(connection, head.engine), *_our_jobs(connection)),
        gaps=tuple(open_gaps(connection)),
    )


def _jobs_of_the_engine(connection: Connection, engine: Engine | None) -> list[JobStatus]:
    """Return what TimescaleDB does by itself."""
    if engine is not Engine.TIMESCALEDB:
        return []
    return connection.rows(query("status", "timescaledb_jobs"), JobStatus)


def _our_jobs(connection: Connection) -> list[JobStatus]:
    """Return what the rules process does, with when it is due again."""
    every = periods()
    return [
        replace(job, next_run_at=job.last_success_at + every[job.name])
        for job in connection.rows(query("status", "maintenance_runs"), JobStatus)
        if job.name in every and job.last_success_at is not None
    ]
