"""Temporary folders for parts that live as long as one trial."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from opscenter.service_user import ServiceHome, ServiceUser, service_user

_MEMORY = Path("/dev/shm")  # noqa: S108 - the folder within it has a random name and is ours alone
_ROOM_BYTES = 2 * 2**30


@contextlib.contextmanager
def temporary_home(*, in_memory: bool = False) -> Iterator[ServiceHome]:
    """Make a folder for the user whom database and broker run as, and remove it in the end.

    `in_memory` asks for a folder that never meets a disk; where there is no room for one, the usual
    place serves.
    """
    path = Path(tempfile.mkdtemp(prefix="opscenter-trial-", dir=_memory() if in_memory else None))
    home = ServiceHome(path, service_user())
    home.own(path)
    try:
        yield home
    finally:
        shutil.rmtree(path, ignore_errors=True)


def _memory() -> Path | None:
    """Return the system's folder in memory when a database of tests fits in there."""
    if _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ROOM_BYTES:
        return _MEMORY
    return None


def as_user(user: ServiceUser | None) -> dict[str, Any]:
    """Return the arguments by which a child process runs as `user`; none for ourselves."""
    if user is None:
        return {}
    return {"user": user.uid, "group": user.gid, "extra_groups": []}
