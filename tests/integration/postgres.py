"""Real PostgreSQL for tests: one private server per engine and session, one fresh database per test."""

import contextlib
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass

from db.databases import close_as_template, create_database, drop_database, dsn_of
from db.migrate import Engine, migrate
from opscenter.proving import server as private

ADMIN_DSN = "OPSCENTER_TEST_TIMESCALEDB_DSN"
NO_TIMESCALEDB = (
    "storage on TimescaleDB: NOT TESTED here "
    f"(no server with the extension in /usr/lib/postgresql, none named in {ADMIN_DSN})"
)
# Its background jobs are run by the tests alone.
_WITHOUT_WORKERS = {**private.QUICK, "timescaledb.max_background_workers": "0"}


@dataclass(frozen=True, slots=True)
class Database:
    """A fresh, migrated database."""

    dsn: str
    engine: Engine


@dataclass(frozen=True, slots=True)
class Server:
    """A server in which databases can be made and dropped."""

    admin_dsn: str
    engine: Engine

    def dsn(self, name: str) -> str:
        """Return the address of one of its databases."""
        return dsn_of(self.admin_dsn, name)


@contextlib.contextmanager
def plain_server() -> Iterator[Server]:
    """Give a server with a migrated template, on plain PostgreSQL."""
    with private.plain_server(private.QUICK) as running:
        yield _with_template(Server(running.dsn, Engine.PLAIN))


@contextlib.contextmanager
def timescaledb_server() -> Iterator[Server | None]:
    """Give a server with a migrated template, on TimescaleDB; None when there is none here."""
    named = os.environ.get(ADMIN_DSN)
    binaries = private.timescaledb_binaries()
    if named:
        server = _with_template(Server(named, Engine.TIMESCALEDB))
        try:
            yield server
        finally:
            drop_database(named, _template(server))
    elif binaries is not None:
        with private.timescaledb_server(binaries, _WITHOUT_WORKERS) as running:
            yield _with_template(Server(running.dsn, Engine.TIMESCALEDB))
    else:
        yield None


@contextlib.contextmanager
def fresh_database(server: Server) -> Iterator[Database]:
    """Give a database of its own to one test, and drop it afterwards."""
    with _made(server, _template(server)) as dsn:
        yield Database(dsn, server.engine)


@contextlib.contextmanager
def empty_database(server: Server) -> Iterator[str]:
    """Give the address of a database that was never migrated, and drop it afterwards."""
    with _made(server, "template0") as dsn:
        yield dsn


@contextlib.contextmanager
def _made(server: Server, template: str) -> Iterator[str]:
    """Make a database as a copy of `template`, and drop it in the end."""
    name = f"test_{secrets.token_hex(6)}"
    create_database(server.admin_dsn, name, template)
    try:
        yield server.dsn(name)
    finally:
        drop_database(server.admin_dsn, name)


def _template(server: Server) -> str:
    """Return the name of this session's template."""
    return f"opscenter_{server.engine}_{os.getpid()}"


def _with_template(server: Server) -> Server:
    """Make the template from which every test's database is copied."""
    name = _template(server)
    create_database(server.admin_dsn, name)
    migrate(server.dsn(name), server.engine)
    close_as_template(server.admin_dsn, name)
    return server
