"""Saves a centre's database into one file and brings it back, by PostgreSQL's pg_dump and pg_restore.

A backup holds what the database holds. It is read back whole before it gets its name, and again
before it is restored.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from db import backup as database
from db.backup import TableRows
from db.connection import connect
from db.migrate import Engine, read_server
from opscenter.errors import OpscenterError
from opscenter.postgres_programs import Program, fit_to_dump, fit_to_restore, found_programs, run_program

_DUMPED_FROM = re.compile(r"^;\s+Dumped from database version: (?P<version>(?P<major>\d+)\S*)", re.MULTILINE)
_DUMPED_BY = re.compile(r"^;\s+Dumped by pg_dump version: (?P<major>\d+)", re.MULTILINE)
_MIGRATION = re.compile(r"^\d+\t(?P<name>\d{4}_\w+)\t(?P<engine>plain|timescaledb)\t", re.MULTILINE)
_NEW_SETTING = 'unrecognized configuration parameter "transaction_timeout"'
_TIMESCALEDB = re.compile(r"^timescaledb_version\t(?P<version>\S+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class BackupFile:
    """What a backup file says of itself."""

    path: Path
    bytes: int
    engine: Engine
    server_version: str
    server_major: int
    dumped_by: int
    timescaledb_version: str | None
    last_migration: str


@dataclass(frozen=True, slots=True)
class Saved:
    """A backup that was written and read back, and how many rows of each table it holds."""

    file: BackupFile
    tables: tuple[TableRows, ...]
    has_pictures: bool


def back_up(dsn: str, path: Path, *, with_pictures: bool = True, programs: Path | None = None) -> Saved:
    """Save the database as it is at one instant; the file has its name only when it is whole.

    pg_dump is taken from the folder `programs`, else it is looked for. Raises OpscenterError when the
    file is there already, no pg_dump fits, or it fails.
    """
    if path.exists():
        raise OpscenterError(f"{path} is there already: choose another name.")
    with database.held_instant(dsn) as instant:
        program = fit_to_dump(found_programs("pg_dump", programs), instant.server.version_num // 10_000)
        left_out = (*database.VOLATILE, *(() if with_pictures else instant.picture_tables))
        address = database.program_address(dsn)
        with _unfinished(path) as unfinished:
            run_program(
                [
                    *(program.path, "--format=custom", "--no-owner", "--no-privileges"),
                    *(f"--snapshot={instant.snapshot}", f"--file={unfinished}", f"--dbname={address.dsn}"),
                    *(f"--exclude-table-data={name}" for name in left_out),
                ],
                password=address.password,
            )
            read_back(unfinished)
    emptied = {*database.VOLATILE, *(() if with_pictures else ("snapshot",))}
    held = tuple(TableRows(it.table, 0 if it.table in emptied else it.rows) for it in instant.tables)
    return Saved(read_head(path), held, with_pictures)


def restore(dsn: str, path: Path, *, may_replace: bool = False, programs: Path | None = None) -> Saved:
    """Bring a backup into an empty database, or with `may_replace` into the place of what is there.

    Raises OpscenterError or DatabaseError, with nothing changed, when the file is damaged, versions do not
    fit, or the database is not empty.
    """
    with connect(dsn, database.APPLICATION) as connection:
        server_major = read_server(connection).version_num // 10_000
    file = read_head(path)
    if file.server_major > server_major:
        raise OpscenterError(
            f"The backup is of PostgreSQL {file.server_major}, and the server is {server_major}: restore it "
            f"into version {file.server_major} or newer."
        )
    program = fit_to_restore(found_programs("pg_restore", programs), file.dumped_by, server_major)
    read_back(path)
    if not database.rows_by_table(dsn):
        _fill(dsn, file, program, server_major)
    elif may_replace:
        with database.replacement(dsn) as fresh:
            _fill(fresh, file, program, server_major)
    else:
        raise OpscenterError("The database is not empty: name another one, or say --replace.")
    tables = database.rows_by_table(dsn)
    return Saved(file, tables, any(it.rows for it in tables if it.table == "snapshot"))


def read_head(path: Path) -> BackupFile:
    """Return what a backup says of itself; raise OpscenterError when it is none of ours."""
    reader = _reader()
    try:
        listed = run_program([reader.path, "--list", path.absolute()])
        told = run_program(
            [
                *(reader.path, "--file=-", "--data-only"),
                *("--table=schema_migration", "--table=metadata", path.absolute()),
            ]
        )
    except OpscenterError as error:
        raise OpscenterError(f"{path} cannot be read as a backup: {error}") from error
    source, writer = _DUMPED_FROM.search(listed), _DUMPED_BY.search(listed)
    steps = list(_MIGRATION.finditer(told))
    if source is None or writer is None or not steps:
        raise OpscenterError(f"{path} is a dump of some database, but not a backup of a centre.")
    timescaledb = _TIMESCALEDB.search(told)
    return BackupFile(
        path=path,
        bytes=path.stat().st_size,
        engine=Engine(steps[0]["engine"]),
        server_version=source["version"],
        server_major=int(source["major"]),
        dumped_by=int(writer["major"]),
        timescaledb_version=timescaledb["version"] if timescaledb else None,
        last_migration=max(step["name"] for step in steps),
    )


def read_back(path: Path) -> None:
    """Read a backup to its end, unpacking all of it; raise OpscenterError when it is damaged."""
    try:
        with Path(os.devnull).open("wb") as nowhere:
            run_program([_reader().path, "--file=-", path.absolute()], output=nowhere)
    except OpscenterError as error:
        raise OpscenterError(f"{path} is damaged: {error}") from error


def _fill(dsn: str, file: BackupFile, program: Program, server_major: int) -> None:
    """Bring the backup into an empty database.

    A pg_restore newer than the server begins with a setting that older servers do not know. That complaint
    alone is let pass, and it can only go on after it when it does not stop at the first.
    """
    is_newer = program.major > server_major
    if file.engine is Engine.TIMESCALEDB:
        database.prepare_timescaledb(dsn, file.timescaledb_version or "")
    address = database.program_address(dsn)
    run_program(
        [
            *(program.path, "--no-owner", "--no-privileges", *(() if is_newer else ("--exit-on-error",))),
            *(f"--dbname={address.dsn}", file.path.absolute()),
        ],
        password=address.password,
        harmless=_NEW_SETTING if is_newer else None,
    )
    database.finish_restoring(dsn, file.engine)


def _reader() -> Program:
    """Return the newest pg_restore: it reads what every older one wrote."""
    programs = found_programs("pg_restore")
    if not programs:
        raise OpscenterError("pg_restore is not here: install postgresql-client.")
    return programs[-1]


@contextmanager
def _unfinished(path: Path) -> Iterator[Path]:
    """Give a name beside `path`, readable by its owner alone, that becomes `path` at the end."""
    unfinished = path.absolute().with_name(f".{path.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        yield unfinished
        unfinished.rename(path.absolute())
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
