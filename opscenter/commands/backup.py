"""`opscenter backup` and `opscenter restore`: the database into one file, and back."""

from pathlib import Path
from typing import Annotated

import typer

from opscenter.backup import Saved, back_up
from opscenter.backup import restore as restore_backup
from opscenter.commands.services import DEFAULT_DATA, Data, DatabaseUrl, environment_beside

Programs = Annotated[
    Path | None,
    typer.Option(help="Folder of pg_dump and pg_restore; looked for when not given.", show_default=False),
]
File = Annotated[Path, typer.Argument(help="The backup's file.", show_default=False)]


def register(app: typer.Typer) -> None:
    """Add `backup` and `restore` to the command line."""
    app.command()(backup)
    app.command()(restore)


def backup(
    *,
    file: File,
    database_url: DatabaseUrl = None,
    data: Data = DEFAULT_DATA,
    programs: Programs = None,
    without_pictures: Annotated[
        bool, typer.Option("--without-pictures", help="Leave the pictures out.")
    ] = False,
) -> None:
    """Save the database as it is now, while everything goes on; the file is read back before it counts."""
    settings = environment_beside(data, {"OPSCENTER_DATABASE_URL": database_url})
    dsn = settings.text("OPSCENTER_DATABASE_URL")
    saved = back_up(dsn, file, with_pictures=not without_pictures, programs=programs)
    for line in lines_of(saved):
        typer.echo(line)


def restore(
    *,
    file: File,
    database_url: DatabaseUrl = None,
    data: Data = DEFAULT_DATA,
    programs: Programs = None,
    replace: Annotated[
        bool,
        typer.Option(
            "--replace",
            help="Put it in the place of a database that is not empty, once it is restored whole.",
        ),
    ] = False,
) -> None:
    """Bring a backup into an empty database; live readers start anew and everybody signs in again."""
    settings = environment_beside(data, {"OPSCENTER_DATABASE_URL": database_url})
    dsn = settings.text("OPSCENTER_DATABASE_URL")
    saved = restore_backup(dsn, file, may_replace=replace, programs=programs)
    for line in lines_of(saved):
        typer.echo(line)
    typer.echo("restored; run `opscenter db migrate` when this program is newer than the backup")


def lines_of(saved: Saved) -> list[str]:
    """Return what a backup is and holds as lines for a person."""
    file = saved.file
    timescaledb = f", TimescaleDB {file.timescaledb_version}" if file.timescaledb_version else ""
    filled = [it for it in saved.tables if it.rows]
    return [
        f"file        {file.path}, {file.bytes / 1_000_000:.1f} MB, read back whole",
        f"from        {file.engine} (PostgreSQL {file.server_version}{timescaledb})",
        f"migrations  up to {file.last_migration}",
        f"pictures    {'inside' if saved.has_pictures else 'none'}",
        f"rows        {sum(it.rows for it in filled):,} in {len(filled)} tables",
        *(f"            {it.table:20} {it.rows:>12,}" for it in filled),
    ]
