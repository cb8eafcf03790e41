"""A fresh, migrated database for one trial, on the server that is named or on a private one."""

import contextlib
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from db.databases import create_database, drop_database, dsn_of
from db.migrate import Engine, migrate
from db.status import status
from opscenter.errors import OpscenterError
from opscenter.proving.engine_choice import EngineChoice
from opscenter.proving.server import (
    DURABLE,
    PrivateServer,
    plain_server,
    timescaledb_binaries,
    timescaledb_server,
)


@dataclass(frozen=True, slots=True)
class OwnDatabase:
    """A database that nobody else uses; `server` is None when it stands on a server that was named."""

    dsn: str
    engine: Engine
    title: str
    server: PrivateServer | None


@contextlib.contextmanager
def own_database(
    dsn: str | None = None,
    choice: EngineChoice = EngineChoice.AUTO,
    settings: Mapping[str, str] = DURABLE,
) -> Iterator[OwnDatabase]:
    """Give a migrated database, dropped at the end.

    On the server of `dsn` a database of its own is made beside the others; without one a private
    server is started, with `settings`. Raises OpscenterError when the engine is not here.
    """
    if dsn is not None:
        with fresh_database(dsn, _engine_of(choice)) as fresh:
            yield OwnDatabase(fresh, *_engine_and_title(fresh), server=None)
        return
    with _private_server(choice, settings) as server, fresh_database(server.dsn, _engine_of(choice)) as fresh:
        yield OwnDatabase(fresh, *_engine_and_title(fresh), server=server)


@contextlib.contextmanager
def fresh_database(server_dsn: str, engine: Engine | None = None) -> Iterator[str]:
    """Make a migrated database on a server and drop it at the end; `engine` None takes what is there."""
    name = f"opscenter_trial_{secrets.token_hex(6)}"
    create_database(server_dsn, name)
    try:
        dsn = dsn_of(server_dsn, name)
        migrate(dsn, engine)
        yield dsn
    finally:
        drop_database(server_dsn, name)


@contextlib.contextmanager
def _private_server(choice: EngineChoice, settings: Mapping[str, str]) -> Iterator[PrivateServer]:
    """Start a server of the engine that was asked for."""
    binaries = None if choice is EngineChoice.PLAIN else timescaledb_binaries()
    if binaries is None and choice is EngineChoice.TIMESCALEDB:
        raise OpscenterError(
            "There is no local PostgreSQL with TimescaleDB in /usr/lib/postgresql: "
            "install it, or name a server with --database-url."
        )
    with plain_server(settings) if binaries is None else timescaledb_server(binaries, settings) as server:
        yield server


def _engine_of(choice: EngineChoice) -> Engine | None:
    """Return the engine to migrate for; None leaves it to what the server has."""
    return None if choice is EngineChoice.AUTO else Engine(choice.value)


def _engine_and_title(dsn: str) -> tuple[Engine, str]:
    """Return the engine of a migrated database, and its name with versions for a report."""
    state = status(dsn)
    if state.engine is None:
        raise OpscenterError("the database was not migrated")
    extension = f" + TimescaleDB {state.timescaledb_version}" if state.timescaledb_version else ""
    return state.engine, f"PostgreSQL {state.server_version}{extension}"
