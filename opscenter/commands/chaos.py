"""`opscenter chaos`: what is lost when parts die, are cut off or fill up."""

from pathlib import Path
from typing import Annotated

import typer

from opscenter.proving.ending import end_in_order_when_told
from opscenter.proving.engine_choice import EngineChoice


def register(app: typer.Typer) -> None:
    """Add `chaos` to the command line."""
    app.command()(chaos)


def chaos(
    *,
    faults: Annotated[
        str | None,
        typer.Option(help="Names separated by commas; all of them if left out.", show_default=False),
    ] = None,
    rate: Annotated[int, typer.Option(min=10, max=20_000, help="Messages a second.")] = 2_000,
    seconds: Annotated[float, typer.Option(min=1, max=600, help="How long each fault lasts.")] = 60.0,
    engine: Annotated[EngineChoice, typer.Option(help="On which engine.")] = EngineChoice.AUTO,
    database_url: Annotated[
        str | None,
        typer.Option(help="Make the trial's database on this server; some faults are left out then."),
    ] = None,
    centre: Annotated[
        bool,
        typer.Option("--centre", help="Instead kill each process of a whole centre and time the console."),
    ] = False,
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Also write machine, versions and figures to this file.")
    ] = None,
) -> None:
    """Break a centre of its own on loopback, part by part, and account for every message."""
    from opscenter.chaos.living_centre import prove_usable_again
    from opscenter.chaos.run import chosen_faults, prove
    from opscenter.proving.reporting import deliver

    end_in_order_when_told()
    if centre:
        report = prove_usable_again()
    else:
        report = prove(chosen_faults(faults), rate=rate, seconds=seconds, dsn=database_url, choice=engine)
    deliver(report, json_file)
    if any(figure.met is False for figure in report.figures):
        raise typer.Exit(1)
