"""Brings a database to this program's schema, once, in order, whoever else is starting at the same time."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from importlib.resources import files

from db.connection import Connection, connect
from db.errors import DatabaseError, DatabaseUnavailable, MigrationError
from db.sql import query

_FILE = re.compile(r"^(?P<number>\d{4})_(?P<name>[a-z0-9_]+)(\.(?P<engine>plain|timescaledb))?\.sql$")
_FLOOR = 150_000
_ATTEMPTS = 5


class Engine(StrEnum):
    """How the streams are kept."""

    PLAIN = "plain"
    TIMESCALEDB = "timescaledb"


@dataclass(frozen=True, slots=True)
class Migration:
    """One numbered file of SQL, for this engine."""

    number: int
    name: str
    text: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Applied:
    """A migration that the database remembers."""

    number: int
    name: str
    engine: Engine
    sha256: str
    applied_at: datetime


@dataclass(frozen=True, slots=True)
class MigrationReport:
    """What a run of `migrate` did: the names of what it applied, in order."""

    engine: Engine
    applied: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Server:
    """What the server is and can."""

    version_num: int
    version: str
    timescaledb_available: str | None
    timescaledb_installed: str | None
    is_timescaledb_loaded: bool


def migrate(dsn: str, engine: Engine | None = None, *, through: int | None = None) -> MigrationReport:
    """Apply what is missing and say what was; `engine` None takes TimescaleDB where the server has it.

    `through` stops after the migration of that number, as an older version of the program did.
    Raises MigrationError when the history was edited, the database is newer than this program, the
    server is too old, or TimescaleDB is there but not loaded.
    """
    with connect(dsn, "opscenter-migrate") as connection:
        connection.values(query("migrate", "take_lock"))
        try:
            return _migrate_locked(connection, engine, through)
        finally:
            if not connection.is_broken:
                connection.values(query("migrate", "release_lock"))


def migrations_for(engine: Engine) -> list[Migration]:
    """Return this program's migrations for `engine`, in order."""
    found: dict[int, Migration] = {}
    for file in (files("db") / "migrations").iterdir():
        head = _FILE.match(file.name)
        if head is None or head["engine"] not in (None, engine):
            continue
        number = int(head["number"])
        if number in found:
            raise MigrationError(f"two migrations have the number {number:04d} for {engine}")
        raw = file.read_bytes()
        digest = hashlib.sha256(raw).hexdigest()
        found[number] = Migration(number, f"{number:04d}_{head['name']}", raw.decode(), digest)
    return [found[number] for number in sorted(found)]


def missing_migrations(wanted: Sequence[Migration], applied: Sequence[Applied]) -> list[Migration]:
    """Return what is still to be applied; raise MigrationError when the history is not this program's."""
    by_number = {step.number: step for step in wanted}
    for step in applied:
        ours = by_number.get(step.number)
        if ours is None:
            raise MigrationError(
                f"the database has migration {step.name}, which this program does not know: "
                "the database is newer than the program; start a newer version"
            )
        if ours.sha256 != step.sha256:
            raise MigrationError(
                f"migration {step.name} was edited after it was applied: put the file back as it was "
                "and write the change as a new migration"
            )
    last = max((step.number for step in applied), default=0)
    late = [
        step.name for step in wanted if step.number < last and step.number not in {a.number for a in applied}
    ]
    if late:
        raise MigrationError(f"{late[0]} comes before what is applied already: give it a higher number")
    return [step for step in wanted if step.number > last]


def _migrate_locked(connection: Connection, engine: Engine | None, through: int | None) -> MigrationReport:
    """Apply what is missing; the lock is held."""
    server = read_server(connection)
    if server.version_num < _FLOOR:
        raise MigrationError(f"PostgreSQL {server.version} is too old: version 15 or newer is needed")
    connection.run(query("migrate", "create_history"))
    applied = read_applied(connection)
    chosen = applied[0].engine if applied else engine or engine_of(server)
    missing = [
        step
        for step in missing_migrations(migrations_for(chosen), applied)
        if through is None or step.number <= through
    ]
    if missing and not applied and chosen is Engine.TIMESCALEDB:
        connection.run(query("migrate", "install_timescaledb"))
    for step in missing:
        _apply(connection, step, chosen)
    return MigrationReport(chosen, tuple(step.name for step in missing))


def _apply(connection: Connection, step: Migration, engine: Engine) -> None:
    """Apply one migration; whoever reads meanwhile may be in its way, so it is tried a few times."""
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            _apply_once(connection, step, engine)
        except DatabaseUnavailable as error:
            if connection.is_broken or attempt == _ATTEMPTS:
                raise _not_applied(step, engine, error) from error
        except DatabaseError as error:
            raise _not_applied(step, engine, error) from error
        else:
            return


def _apply_once(connection: Connection, step: Migration, engine: Engine) -> None:
    """Apply one migration and remember it, in one transaction."""
    with connection.transaction():
        connection.run_script(step.text)
        connection.run(
            query("migrate", "record"),
            number=step.number,
            name=step.name,
            engine=engine,
            sha256=step.sha256,
        )


def _not_applied(step: Migration, engine: Engine, error: DatabaseError) -> MigrationError:
    return MigrationError(f"migration {step.name} for {engine} did not apply: {error}")


def engine_of(server: Server) -> Engine:
    """Choose the engine for a new database."""
    if server.timescaledb_available is None:
        return Engine.PLAIN
    if not server.is_timescaledb_loaded:
        raise MigrationError(
            "the server has TimescaleDB but does not load it: set shared_preload_libraries = 'timescaledb' "
            "in postgresql.conf and restart the server"
        )
    return Engine.TIMESCALEDB


def read_server(connection: Connection) -> Server:
    """Return what the server is and can."""
    server = connection.row(query("migrate", "server"), Server)
    if server is None:
        raise MigrationError("the server does not say what it is")
    return server


def read_applied(connection: Connection) -> list[Applied]:
    """Return what was applied; nothing before the first migration."""
    if not connection.values(query("migrate", "has_history"))[0]:
        return []
    return connection.rows(query("migrate", "applied"), Applied)
