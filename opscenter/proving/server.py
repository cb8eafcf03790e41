"""A private PostgreSQL, plain or with TimescaleDB, which may be stopped, killed and started again."""

import contextlib
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path

from db.databases import is_answering
from opscenter import embedded_postgres
from opscenter.data_folder import open_data_folder
from opscenter.errors import OpscenterError
from opscenter.ports import HOST, free_port
from opscenter.proving.homes import as_user, temporary_home
from opscenter.service_user import ServiceHome, ServiceUser

DURABLE: Mapping[str, str] = {"fsync": "on", "synchronous_commit": "on"}
"""Settings of a server whose commits are meant; figures are measured with these."""
QUICK: Mapping[str, str] = {"fsync": "off", "autovacuum": "off"}
"""Settings of a server that tests make and throw away."""
TIMESCALEDB: Mapping[str, str] = {
    "shared_preload_libraries": "timescaledb",
    "timescaledb.telemetry_level": "off",
    "max_worker_processes": "32",
}
_OLDEST = 15
_DEADLINE_S = 60.0


class PrivateServer:
    """A PostgreSQL of one's own in a temporary folder, reached as its superuser on loopback."""

    def __init__(
        self, folder: Path, binaries: Path, user: ServiceUser | None, settings: Mapping[str, str]
    ) -> None:
        self.binaries = binaries
        self.files = folder / "postgres"
        self.user = user
        self.port = free_port()
        self._log = folder / "postgres.log"
        self._settings = {
            "listen_addresses": HOST,
            "port": str(self.port),
            "unix_socket_directories": "",
            "max_connections": "80",
            "max_wal_size": "2GB",
            "shared_buffers": "256MB",
            "timezone": "UTC",
            **settings,
        }
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def dsn(self) -> str:
        """The address of its first database, as its superuser."""
        return f"host={HOST} port={self.port} user=tester dbname=postgres"

    @property
    def pid(self) -> int:
        """The process id of its present life."""
        if self._process is None:
            raise OpscenterError("the database was not started yet")
        return self._process.pid

    def make(self) -> None:
        """Run initdb."""
        options = {"username": "tester", "auth": "trust", "encoding": "UTF8", "locale": "C.UTF-8"}
        command = [
            str(self.binaries / "initdb"),
            f"--pgdata={self.files}",
            *(f"--{name}={value}" for name, value in options.items()),
            "--no-sync",
            "--no-instructions",
        ]
        subprocess.run(command, check=True, capture_output=True, cwd="/", **as_user(self.user))

    def start(self) -> None:
        """Start the server and wait until it answers."""
        settings = [f"--{name}={value}" for name, value in self._settings.items()]
        command = [str(self.binaries / "postgres"), "-D", str(self.files), *settings]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                command, stdout=log, stderr=log, cwd="/", start_new_session=True, **as_user(self.user)
            )
        deadline = time.monotonic() + _DEADLINE_S
        while not is_answering(self.dsn):
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.stop()
                raise OpscenterError(
                    f"PostgreSQL did not start: {self._log.read_text(errors='replace')[-2000:]}"
                )
            time.sleep(0.05)

    def run(self, program: str, *arguments: str) -> None:
        """Run one of its other programs on its files, while it is stopped."""
        command = [str(self.binaries / program), *arguments, "-D", str(self.files)]
        subprocess.run(command, check=True, capture_output=True, cwd="/", **as_user(self.user))

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


@contextlib.contextmanager
def plain_server(settings: Mapping[str, str] = DURABLE) -> Iterator[PrivateServer]:
    """Run a plain PostgreSQL 18 from the wheel's binaries."""
    with _home(settings) as home:
        planned = embedded_postgres.plan(open_data_folder(home.path / "data"), home, port=0)
        with _running(home, planned.binaries, settings) as server:
            yield server


@contextlib.contextmanager
def timescaledb_server(binaries: Path, settings: Mapping[str, str] = DURABLE) -> Iterator[PrivateServer]:
    """Run a PostgreSQL that loads TimescaleDB from `binaries` (see `timescaledb_binaries`)."""
    with _home(settings) as home, _running(home, binaries, {**TIMESCALEDB, **settings}) as server:
        yield server


def timescaledb_binaries() -> Path | None:
    """Return the programs of the newest local PostgreSQL (15 or newer) that has TimescaleDB."""
    for binaries in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        major = binaries.parent.name
        control = Path("/usr/share/postgresql") / major / "extension" / "timescaledb.control"
        if major.isdigit() and int(major) >= _OLDEST and control.is_file():
            return binaries
    return None


def _home(settings: Mapping[str, str]) -> AbstractContextManager[ServiceHome]:
    """Return a folder on disk for a server whose commits are meant, in memory for one that is thrown away."""
    return temporary_home(in_memory=settings.get("fsync") == "off")


@contextlib.contextmanager
def _running(home: ServiceHome, binaries: Path, settings: Mapping[str, str]) -> Iterator[PrivateServer]:
    """Make, start and in the end stop a server."""
    server = PrivateServer(home.path, binaries, home.user, settings)
    server.make()
    server.start()
    try:
        yield server
    finally:
        server.stop()
