"""Temporary folders for parts that live as long as one trial."""

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from opscenter.service_user import ServiceHome, ServiceUser, service_user


@contextlib.contextmanager
def temporary_home(prefix: str = "opscenter-trial-") -> Iterator[ServiceHome]:
    """Make a folder for the user whom database and broker run as, and remove it in the end."""
    path = Path(tempfile.mkdtemp(prefix=prefix))
    home = ServiceHome(path, service_user())
    home.own(path)
    try:
        yield home
    finally:
        shutil.rmtree(path, ignore_errors=True)


def as_user(user: ServiceUser | None) -> dict[str, Any]:
    """Return the arguments by which a child process runs as `user`; none for ourselves."""
    if user is None:
        return {}
    return {"user": user.uid, "group": user.gid, "extra_groups": []}
