"""Real PostgreSQL for tests: one private server per engine and session, one fresh database per test."""

import contextlib
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from db.migrate import Engine, migrate
from opscenter import embedded_postgres
from opscenter.data_folder import open_data_folder
from opscenter.service_user import ServiceHome, ServiceUser, service_user

ADMIN_DSN = "OPSCENTER_TEST_TIMESCALEDB_DSN"
NO_TIMESCALEDB = (
    "storage on TimescaleDB: NOT TESTED here "
    f"(no server with the extension in /usr/lib/postgresql, none named in {ADMIN_DSN})"
)
_DEADLINE_S = 60.0


class ServerError(Exception):
    """The private server did not start; the text is its log."""


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
        return make_conninfo(self.admin_dsn, dbname=name)


class PrivateServer:
    """A PostgreSQL of one's own in a temporary folder, which can be stopped, killed and started again."""

    def __init__(
        self, folder: Path, binaries: Path, user: ServiceUser | None, options: dict[str, str]
    ) -> None:
        self._files = folder / "postgres"
        self._log = folder / "postgres.log"
        self._binaries = binaries
        self._user = user
        self._port = _free_port()
        self._options = {
            "listen_addresses": "127.0.0.1",
            "port": str(self._port),
            "unix_socket_directories": "",
            "max_connections": "80",
            "fsync": "off",
            "autovacuum": "off",
            "timezone": "UTC",
            **options,
        }
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def dsn(self) -> str:
        """The address of its first database, as its superuser."""
        return f"host=127.0.0.1 port={self._port} user=tester dbname=postgres"

    def make(self) -> None:
        """Run initdb."""
        command = [
            *(str(self._binaries / "initdb"), "--pgdata", str(self._files), "--username", "tester"),
            *(
                "--auth",
                "trust",
                "--encoding",
                "UTF8",
                "--locale",
                "C.UTF-8",
                "--no-sync",
                "--no-instructions",
            ),
        ]
        subprocess.run(command, check=True, capture_output=True, cwd="/", **self._as_user())

    def start(self) -> None:
        """Start the server and wait until it answers."""
        options = [f"--{name}={value}" for name, value in self._options.items()]
        command = [str(self._binaries / "postgres"), "-D", str(self._files), *options]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                command, stdout=log, stderr=log, cwd="/", start_new_session=True, **self._as_user()
            )
        deadline = time.monotonic() + _DEADLINE_S
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise ServerError(self._log.read_text(errors="replace")[-2000:])
            time.sleep(0.05)

    def run(self, program: str, *arguments: str) -> None:
        """Run one of its other programs on its files, while it is stopped."""
        command = [str(self._binaries / program), *arguments, "-D", str(self._files)]
        subprocess.run(command, check=True, capture_output=True, cwd="/", **self._as_user())

    def stop(self) -> None:
        """Stop the server at once but orderly."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(2)
            self._process.wait(_DEADLINE_S)

    def kill(self) -> None:
        """Kill the server as a power cut would (its children follow it)."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(_DEADLINE_S)

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.dsn, connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def _as_user(self) -> dict[str, Any]:
        """Return who its programs run as: they refuse to run as root."""
        if self._user is None:
            return {}
        return {"user": self._user.uid, "group": self._user.gid, "extra_groups": []}


@contextlib.contextmanager
def private_plain_server() -> Iterator[PrivateServer]:
    """Run a plain PostgreSQL 18 from the wheel's binaries."""
    with _folder() as home:
        planned = embedded_postgres.plan(open_data_folder(home.path / "data"), home, port=0)
        yield from _running(PrivateServer(home.path, planned.binaries, home.user, {}))


@contextlib.contextmanager
def private_timescaledb_server(binaries: Path) -> Iterator[PrivateServer]:
    """Run a PostgreSQL that loads TimescaleDB; its background jobs are run by the tests alone."""
    options = {
        "shared_preload_libraries": "timescaledb",
        "timescaledb.telemetry_level": "off",
        "timescaledb.max_background_workers": "0",
    }
    with _folder() as home:
        yield from _running(PrivateServer(home.path, binaries, home.user, options))


@contextlib.contextmanager
def plain_server() -> Iterator[Server]:
    """Give a server with a migrated template, on plain PostgreSQL."""
    with private_plain_server() as private:
        yield _with_template(Server(private.dsn, Engine.PLAIN))


@contextlib.contextmanager
def timescaledb_server() -> Iterator[Server | None]:
    """Give a server with a migrated template, on TimescaleDB; None when there is none here."""
    named = os.environ.get(ADMIN_DSN)
    binaries = _timescaledb_binaries()
    if named:
        server = _with_template(Server(named, Engine.TIMESCALEDB))
        try:
            yield server
        finally:
            _drop(server, _template(server))
    elif binaries is not None:
        with private_timescaledb_server(binaries) as private:
            yield _with_template(Server(private.dsn, Engine.TIMESCALEDB))
    else:
        yield None


@contextlib.contextmanager
def fresh_database(server: Server) -> Iterator[Database]:
    """Give a database of its own to one test, and drop it afterwards."""
    name = f"test_{secrets.token_hex(6)}"
    _create(server, name, _template(server))
    try:
        yield Database(server.dsn(name), server.engine)
    finally:
        _drop(server, name)


@contextlib.contextmanager
def empty_database(server: Server) -> Iterator[str]:
    """Give the address of a database that was never migrated, and drop it afterwards."""
    name = f"test_{secrets.token_hex(6)}"
    _create(server, name, "template0")
    try:
        yield server.dsn(name)
    finally:
        _drop(server, name)


def _running(server: PrivateServer) -> Iterator[PrivateServer]:
    """Make, start and in the end stop a server."""
    server.make()
    server.start()
    try:
        yield server
    finally:
        server.stop()


@contextlib.contextmanager
def _folder() -> Iterator[ServiceHome]:
    """Make a temporary folder for the user whom the server runs as."""
    user = service_user()
    path = Path(tempfile.mkdtemp(prefix="opscenter-test-"))
    home = ServiceHome(path, user)
    home.own(path)
    try:
        yield home
    finally:
        shutil.rmtree(path, ignore_errors=True)


def _timescaledb_binaries() -> Path | None:
    """Return the programs of the newest local PostgreSQL (15 or newer) that has TimescaleDB."""
    for binaries in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        major = binaries.parent.name
        control = Path("/usr/share/postgresql") / major / "extension" / "timescaledb.control"
        if major.isdigit() and int(major) >= 15 and control.is_file():
            return binaries
    return None


def _template(server: Server) -> str:
    """Return the name of this session's template."""
    return f"opscenter_{server.engine}_{os.getpid()}"


def _with_template(server: Server) -> Server:
    """Make the template from which every test's database is copied."""
    name = _template(server)
    _create(server, name, "template0")
    migrate(server.dsn(name), server.engine)
    with psycopg.connect(server.admin_dsn, autocommit=True) as admin:
        # TimescaleDB's scheduler leaves a database that is marked as a template.
        admin.execute(sql.SQL("ALTER DATABASE {} IS_TEMPLATE true").format(sql.Identifier(name)))
        admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
    return server


def _create(server: Server, name: str, template: str) -> None:
    """Make a database as a copy of `template`, waiting for its last users to leave."""
    command = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
    deadline = time.monotonic() + _DEADLINE_S
    with psycopg.connect(server.admin_dsn, autocommit=True) as admin:
        while True:
            try:
                admin.execute(command)
            except psycopg.errors.ObjectInUse:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)
            else:
                return


def _drop(server: Server, name: str) -> None:
    """Drop a database, whoever is still in it."""
    with psycopg.connect(server.admin_dsn, autocommit=True) as admin:
        admin.execute(sql.SQL("ALTER DATABASE {} IS_TEMPLATE false").format(sql.Identifier(name)))
        admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _free_port() -> int:
    """Return a port that nobody listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
