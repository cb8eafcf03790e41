"""What a backup needs of the database: one instant to save, and a database made ready to be filled.

pg_dump and pg_restore are run elsewhere; here is what is said to the server before and after.
"""

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from db.connection import Connection, connect, translated_errors
from db.databases import create_database, drop_database, dsn_of
from db.errors import DatabaseError
from db.migrate import Engine, Server, read_server
from db.sql import query

APPLICATION = "opscenter-backup"
VOLATILE = ("change", "reader_position", "session")
"""Tables of one life of a database: a backup leaves their rows out."""
_BUSY_S = 60.0


@dataclass(frozen=True, slots=True)
class TableRows:
    """How many rows a table has."""

    table: str
    rows: int


@dataclass(frozen=True, slots=True)
class Instant:
    """One instant of a database that another session can look at, and what it holds."""

    snapshot: str
    server: Server
    tables: tuple[TableRows, ...]
    picture_tables: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProgramAddress:
    """A DSN for a program's command line, and the password that must not stand there."""

    dsn: str
    password: str | None


def program_address(dsn: str) -> ProgramAddress:
    """Take the password out of a DSN."""
    parts = conninfo_to_dict(dsn)
    password = parts.pop("password", None)
    return ProgramAddress(make_conninfo("", **parts), None if password is None else str(password))


@contextmanager
def held_instant(dsn: str) -> Iterator[Instant]:
    """Hold one instant of the database: what is saved is what was counted, whatever comes meanwhile.

    Raises DatabaseError when the database was never migrated.
    """
    with connect(dsn, APPLICATION) as connection:
        server = read_server(connection)
        with connection.transaction():
            connection.run(query("backup", "hold_one_instant"))
            tables = _counted(connection)
            if "schema_migration" not in {it.table for it in tables}:
                raise DatabaseError(
                    "there is nothing of a centre in this database: run `opscenter db migrate`"
                )
            pictures = tuple(connection.values(query("backup", "picture_tables")))
            snapshot = connection.values(query("backup", "export_snapshot"))[0]
            yield Instant(snapshot, server, tables, pictures)


def rows_by_table(dsn: str) -> tuple[TableRows, ...]:
    """Return how many rows each table has; nothing for an empty database."""
    with connect(dsn, APPLICATION) as connection:
        return _counted(connection)


def prepare_timescaledb(dsn: str, version: str) -> None:
    """Install exactly the TimescaleDB that the backup was made with, and make it hold still.

    Raises DatabaseError when the server does not have that version, or does not load it.
    """
    with connect(dsn, APPLICATION) as connection:
        server = read_server(connection)
        offered = connection.values(query("backup", "timescaledb_versions"))
        installed = server.timescaledb_installed
    if not server.is_timescaledb_loaded or version not in offered or installed not in (None, version):
        has = installed or ", ".join(offered[-3:]) or "none"
        raise DatabaseError(
            f"the backup was made with TimescaleDB {version}, and the server has {has}"
            f"{'' if server.is_timescaledb_loaded else ' and does not load it'}: restore into a server with "
            f"{version} and update it afterwards (ALTER EXTENSION timescaledb UPDATE)"
        )
    # The extension must be the first thing that its session speaks of.
    with translated_errors(), psycopg.connect(dsn, autocommit=True) as raw:
        command = "CREATE EXTENSION IF NOT EXISTS timescaledb VERSION {}"
        raw.execute(sql.SQL(command).format(sql.Literal(version)))
    with connect(dsn, APPLICATION) as connection:
        connection.values(query("backup", "pre_restore"))


def finish_restoring(dsn: str, engine: Engine) -> None:
    """Let the engine work again, and empty what belonged to the database's former life."""
    if engine is Engine.TIMESCALEDB:
        with connect(dsn, APPLICATION) as connection:
            connection.values(query("backup", "post_restore"))
    with connect(dsn, APPLICATION) as connection:
        connection.run_script(query("backup", "start_afresh").text)


@contextmanager
def replacement(dsn: str) -> Iterator[str]:
    """Give an empty database beside the one that `dsn` names; it takes that one's place at the end.

    Until then, and when anything fails, the old one stays as it is.
    """
    name = str(conninfo_to_dict(dsn).get("dbname") or "")
    fresh = f"{name}_restoring_{secrets.token_hex(3)}"
    admin_dsn = dsn_of(dsn, "postgres" if name != "postgres" else "template1")
    create_database(admin_dsn, fresh)
    try:
        yield dsn_of(dsn, fresh)
        _put_in_place(admin_dsn, fresh, name)
    except BaseException:
        drop_database(admin_dsn, fresh)
        raise


def _put_in_place(admin_dsn: str, fresh: str, name: str) -> None:
    """Give the database `fresh` the name `name`, and drop the one that had it."""
    former = f"{name}_replaced_{secrets.token_hex(3)}"
    with translated_errors(), psycopg.connect(admin_dsn, autocommit=True) as admin:
        for before, after in ((name, former), (fresh, name)):
            _rename(admin, before, after)
        admin.execute(_on_database("ALTER DATABASE {} ALLOW_CONNECTIONS true", name))
        admin.execute(_on_database("DROP DATABASE {} WITH (FORCE)", former))


def _rename(admin: psycopg.Connection, before: str, after: str) -> None:
    """Rename a database: its users are sent away, and no other is let in until it is allowed again."""
    admin.execute(_on_database("ALTER DATABASE {} ALLOW_CONNECTIONS false", before))
    command = sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(before), sql.Identifier(after))
    deadline = time.monotonic() + _BUSY_S
    while True:
        admin.execute(query("databases", "send_away").text.encode(), {"name": before})
        try:
            admin.execute(command)
        except psycopg.errors.ObjectInUse:
            if time.monotonic() > deadline:
                admin.execute(_on_database("ALTER DATABASE {} ALLOW_CONNECTIONS true", before))
                raise
            time.sleep(0.1)
        else:
            return


def _on_database(command: str, name: str) -> sql.Composed:
    return sql.SQL(command).format(sql.Identifier(name))


def _counted(connection: Connection) -> tuple[TableRows, ...]:
    """Return how many rows each table has."""
    names = connection.values(query("backup", "tables"))
    return tuple(TableRows(name, connection.count(query("backup", "count_rows"), name)) for name in names)
