"""The one folder in which a started centre keeps everything: database, broker, secrets, logs."""

import contextlib
import errno
import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from secrets import token_urlsafe

from opscenter import service_user
from opscenter.errors import OpscenterError
from opscenter.ports import HOST, free_port, is_port_free

MARKER = "opscenter-data.json"
FORMAT = 1
LEAST_FREE_BYTES = 300 * 1024 * 1024
"""Below this a database is better not started: it stops in the middle of its work."""


@dataclass(frozen=True, slots=True)
class DataFolder:
    """A folder that carries our marker."""

    path: Path

    @property
    def logs(self) -> Path:
        """Where every child's output goes, one file each."""
        return self.path / "logs"

    @property
    def running(self) -> Path:
        """Where the process ids of running children are recorded."""
        return self.path / "run"

    @property
    def secrets(self) -> Path:
        """Where passwords are kept, one file each, readable by the owner alone."""
        return self.path / "secrets"

    @property
    def outage(self) -> Path:
        """Where the pages lie that are read when everything is down."""
        return self.path / "outage"

    def secret(self, name: str, make: Callable[[], str] = token_urlsafe) -> str:
        """Return the random password `name`, made on first use."""
        path = self.secrets / name
        with contextlib.suppress(FileNotFoundError):
            return path.read_text(encoding="utf-8").strip()
        value = make()
        write_private(path, value + "\n")
        return value


def open_data_folder(path: Path) -> DataFolder:
    """Make or open the data folder; refuse what is not ours, cannot be written or has no room."""
    path = path.absolute()
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        _mark(path)
        folder = DataFolder(path)
        # Root's helpers run as another user, which must pass through but need not look around.
        path.chmod(0o711 if os.geteuid() == 0 else 0o700)
        for part in (folder.logs, folder.running, folder.secrets):
            part.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise OpscenterError(_cannot_use(path, error)) from error
    _check_room(path)
    return folder


def _mark(path: Path) -> None:
    """Put our marker into an empty folder, or check the one that is there."""
    marker = path / MARKER
    if not marker.exists():
        if any(path.iterdir()):
            raise OpscenterError(
                f"{path} is not empty and is not a data folder of opscenter. "
                "Choose another with --data, or empty it yourself."
            )
        write_private(marker, json.dumps({"made_by": "opscenter", "format": FORMAT}) + "\n")
        return
    if not _is_ours(path):
        raise OpscenterError(
            f"{marker} is damaged or from another version. Restore the folder from a backup, choose "
            "another with --data, or start over with --fresh."
        )


def _is_ours(path: Path) -> bool:
    """Tell whether the marker in `path` is one that this version understands."""
    try:
        return bool(json.loads((path / MARKER).read_text(encoding="utf-8"))["format"] == FORMAT)
    except (ValueError, KeyError, TypeError):
        return False


def _cannot_use(path: Path, error: OSError) -> str:
    """Return the sentence for a folder that the system does not let us use."""
    if error.errno == errno.ENOSPC:
        return f"The disk of {path} is full. Free some space or choose another folder with --data."
    return f"{path} cannot be used as data folder: {error.strerror}. Choose another with --data."


def _check_room(path: Path) -> None:
    """Refuse to start on a disk that is about to be full."""
    free = shutil.disk_usage(path).free
    if free < LEAST_FREE_BYTES:
        raise OpscenterError(
            f"The disk of {path} is full: {free // 1_000_000} MB are left and the centre needs "
            f"{LEAST_FREE_BYTES // 1_000_000}. Free some space or choose another folder with --data."
        )


def remove_data_folder(path: Path) -> None:
    """Delete a data folder and all in it; refuse a folder without our marker."""
    path = path.absolute()
    if not path.exists():
        return
    if not (path / MARKER).is_file():
        raise OpscenterError(f"{path} is not a data folder of opscenter, so it is not deleted.")
    with locked(DataFolder(path)):
        try:
            shutil.rmtree(path)
            service_user.remove_elsewhere(path)
        except OSError as error:
            raise OpscenterError(f"{path} cannot be deleted: {error.strerror} ({error.filename}).") from error


@contextlib.contextmanager
def locked(folder: DataFolder) -> Iterator[None]:
    """Hold the folder for this process alone; the system lets go of it when the process ends."""
    with (folder.path / "lock").open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            raise OpscenterError(
                f"Another opscenter (process {file.read().strip() or 'unknown'}) uses {folder.path}. "
                "Stop it with Ctrl-C, or choose another folder with --data."
            ) from error
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield


def write_private(path: Path, text: str) -> None:
    """Write a file that its owner alone can read, whole or not at all."""
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(
        os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8"
    ) as file:
        file.write(text)
    fresh.replace(path)


def remembered_port(folder: DataFolder, name: str) -> int:
    """Return the loopback port that `name` used before if it is free, else a free one, and remember it."""
    path = folder.path / f"{name}.port"
    with contextlib.suppress(OSError, ValueError):
        port = int(path.read_text(encoding="utf-8"))
        if is_port_free(HOST, port):
            return port
    port = free_port()
    write_private(path, f"{port}\n")
    return port
