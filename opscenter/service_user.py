"""Who the database and the broker run as, and where that user can keep files.

PostgreSQL refuses to run as root. Started by root, both programs run as an unprivileged user
instead, and that user must be able to enter the folder in which their files are.
"""

import contextlib
import hashlib
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from opscenter.errors import OpscenterError

_CANDIDATES = ("opscenter", "postgres", "nobody")
ELSEWHERE = Path("/var/lib/opscenter")
"""Where root keeps the files of a data folder that the unprivileged user cannot enter."""


@dataclass(frozen=True, slots=True)
class ServiceUser:
    """An unprivileged user of this machine."""

    name: str
    uid: int
    gid: int


@dataclass(frozen=True, slots=True)
class ServiceHome:
    """The folder for the files of database and broker; `user` is None when they run as ourselves."""

    path: Path
    user: ServiceUser | None

    def make(self, name: str) -> Path:
        """Make the sub-folder `name`, readable by the service user alone."""
        folder = self.path / name
        folder.mkdir(mode=0o700, exist_ok=True)
        self.own(folder)
        return folder

    def own(self, path: Path) -> None:
        """Give `path` to the service user."""
        if self.user is not None:
            os.chown(path, self.user.uid, self.user.gid)

    def write(self, path: Path, text: str) -> Path:
        """Write a file that the service user alone can read, whole or not at all."""
        fresh = path.with_name(path.name + ".new")
        fresh.unlink(missing_ok=True)
        with os.fdopen(
            os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8"
        ) as file:
            file.write(text)
        self.own(fresh)
        fresh.replace(path)
        return path


def service_user() -> ServiceUser | None:
    """Return who to run as: None for ourselves, an unprivileged user when we are root."""
    if os.geteuid() != 0:
        return None
    for name in _CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return ServiceUser(entry.pw_name, entry.pw_uid, entry.pw_gid)
    raise OpscenterError(
        "The database refuses to run as root and there is no unprivileged user to run it as: "
        "make one (`useradd --system opscenter`) or start opscenter as an ordinary user."
    )


def can_enter(folder: Path, user: ServiceUser | None) -> bool:
    """Tell whether `user` can enter `folder` through all of its parents."""
    if user is None:
        return os.access(folder, os.X_OK)
    attempt = subprocess.run(
        ["/bin/sh", "-c", 'cd "$1"', "sh", str(folder)],
        user=user.uid,
        group=user.gid,
        extra_groups=[],
        cwd="/",
        check=False,
        capture_output=True,
    )
    return attempt.returncode == 0


def service_home(data: Path) -> ServiceHome:
    """Return where the service user keeps its files: in the data folder if it can enter it."""
    user = service_user()
    if can_enter(data, user):
        return ServiceHome(data, user)
    folder = elsewhere_for(data)
    folder.mkdir(mode=0o711, parents=True, exist_ok=True)
    (folder / "data-folder.txt").write_text(f"{data.resolve()}\n", encoding="utf-8")
    return ServiceHome(folder, user)


def elsewhere_for(data: Path) -> Path:
    """Return the folder that stands in for `data` where the service user cannot enter it."""
    return ELSEWHERE / hashlib.sha256(str(data.resolve()).encode()).hexdigest()[:12]


def remove_elsewhere(data: Path) -> None:
    """Delete what was kept outside of `data` for it."""
    folder = elsewhere_for(data)
    if folder.is_dir() and (folder / "data-folder.txt").is_file():
        shutil.rmtree(folder)
        with contextlib.suppress(OSError):
            ELSEWHERE.rmdir()
