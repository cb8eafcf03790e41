"""`opscenter standby`: a second database server that can take over."""

from pathlib import Path
from typing import Annotated

import typer

from db import replication
from opscenter.commands.services import DEFAULT_DATA, Data, DatabaseUrl, environment_beside
from opscenter.standby import StandbyPlan, make_standby, promote_standby, run_standby

Folder = Annotated[Path, typer.Option(help="Folder of the standby's files.", show_default=False)]
Name = Annotated[str, typer.Option(help="Name of the standby, as the primary knows it.")]


def register(app: typer.Typer) -> None:
    """Add `standby` to the command line."""
    group = typer.Typer(
        no_args_is_help=True, help="A second database that follows the first and can take over."
    )
    for command in (make, run, promote, synchronous):
        group.command()(command)
    app.add_typer(group, name="standby")


def make(
    *,
    folder: Folder,
    primary: Annotated[
        str | None,
        typer.Option("--from", help="The primary's DSN; OPSCENTER_DATABASE_URL when not given."),
    ] = None,
    data: Data = DEFAULT_DATA,
    port: Annotated[int, typer.Option(help="Port on which the standby listens.")] = 5433,
    listen: Annotated[str, typer.Option(help="Address on which the standby listens.")] = "127.0.0.1",
    name: Name = "standby",
) -> None:
    """Copy the primary while it works."""
    settings = environment_beside(data, {"OPSCENTER_DATABASE_URL": primary})
    plan = StandbyPlan(folder, port, listen, name)
    was_bounded = make_standby(settings.text("OPSCENTER_DATABASE_URL"), plan)
    typer.echo(f"the standby is in {folder}; run it: opscenter standby run --folder {folder}")
    if was_bounded:
        typer.echo("the primary keeps at most 16 GB of its log for a standby that is away")


def run(folder: Folder) -> None:
    """Run the standby in the foreground."""
    run_standby(folder)


def promote(database_url: DatabaseUrl = None, data: Data = DEFAULT_DATA) -> None:
    """Take over: the standby among the hosts of OPSCENTER_DATABASE_URL becomes the primary."""
    settings = environment_beside(data, {"OPSCENTER_DATABASE_URL": database_url})
    taken = promote_standby(settings.text("OPSCENTER_DATABASE_URL"))
    typer.echo(f"{taken.where} is the primary now and takes writes")
    if taken.last_replayed_at:
        typer.echo(
            f"the last commit it had from the former one is of {taken.last_replayed_at:%F %T.%f} UTC; "
            "where commits waited for it, that is the last one acknowledged"
        )
    typer.echo("never start the former primary again as it is: make a new standby of it")


def synchronous(
    database_url: DatabaseUrl = None,
    data: Data = DEFAULT_DATA,
    name: Name = "standby",
    off: Annotated[bool, typer.Option("--off", help="Let commits wait for no standby.")] = False,
) -> None:
    """Let every commit wait until the standby has it: nothing acknowledged is lost by taking over."""
    settings = environment_beside(data, {"OPSCENTER_DATABASE_URL": database_url})
    dsn = settings.text("OPSCENTER_DATABASE_URL")
    if off:
        replication.wait_for_nobody(dsn)
        typer.echo("commits wait for no standby; taking over may lose the last moments")
        return
    replication.wait_for_standby(dsn, name)
    typer.echo(f"commits wait for {name}; while it is away they wait too, until it is back or --off is said")
