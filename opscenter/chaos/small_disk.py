"""A database whose disk is small: a RAM disk that can be filled to the last byte."""

import contextlib
import errno
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from db.databases import is_answering
from db.migrate import Engine
from opscenter.errors import OpscenterError
from opscenter.proving.database import OwnDatabase, fresh_database
from opscenter.proving.homes import temporary_home
from opscenter.proving.server import DURABLE, TIMESCALEDB, PrivateServer

_SIZE_MB = 400
_CHUNK = bytes(1_048_576)
_SMALL: Mapping[str, str] = {"max_wal_size": "64MB", "min_wal_size": "32MB", "shared_buffers": "64MB"}
_FILLER = "filler"


def why_no_small_disk() -> str | None:
    """Return why this machine gives us no small disk, or None when it does."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        return "a small RAM disk can be mounted by root on Linux alone"
    return None


@contextlib.contextmanager
def on_small_disk(like: OwnDatabase) -> Iterator[OwnDatabase]:
    """Give a migrated database on a small disk, with the programs of the server of `like`.

    Raises OpscenterError when the disk cannot be mounted.
    """
    if like.server is None:
        raise OpscenterError("a database on a small disk needs a private server, so leave out --database-url")
    extension = TIMESCALEDB if like.engine is Engine.TIMESCALEDB else {}
    with temporary_home() as home, _mounted(home.path / "disk") as disk:
        home.own(disk)
        server = PrivateServer(disk, like.server.binaries, home.user, {**DURABLE, **extension, **_SMALL})
        server.make()
        server.start()
        try:
            with fresh_database(server.dsn, like.engine) as dsn:
                yield OwnDatabase(dsn, like.engine, like.title, server)
        finally:
            server.stop()


def fill_disk(server: PrivateServer) -> None:
    """Write until nothing more fits on the disk that the server keeps its files on."""
    with _filler(server).open("ab", buffering=0) as filler:
        try:
            while filler.write(_CHUNK):
                pass
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise


def free_disk(server: PrivateServer) -> None:
    """Give the disk its room back."""
    _filler(server).unlink()


def needs_start(server: PrivateServer) -> bool:
    """Tell whether the server gave up, so that somebody has to start it."""
    return not is_answering(server.dsn)


def _filler(server: PrivateServer) -> Path:
    return server.files.parent / _FILLER


@contextlib.contextmanager
def _mounted(disk: Path) -> Iterator[Path]:
    """Mount a RAM disk, and take it away in the end."""
    disk.mkdir()
    mounting = ["mount", "-t", "tmpfs", "-o", f"size={_SIZE_MB}m", "tmpfs", str(disk)]
    done = subprocess.run(mounting, capture_output=True, text=True, check=False)
    if done.returncode:
        raise OpscenterError(f"no small RAM disk can be mounted here: {done.stderr.strip()}")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=False, capture_output=True)
