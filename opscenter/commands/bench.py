"""`opscenter bench`: figures beside peers and limits of the same run."""

from pathlib import Path
from typing import Annotated

import typer

from opscenter.bench.city import CITY_CAMERAS
from opscenter.bench.city_run import CityTrial, report_of, run_city
from opscenter.bench.query import disk_needed, measure_queries, sizes_from
from opscenter.bench.store import DEFAULT_EVENTS, measure_storage
from opscenter.proving.database import EngineChoice
from opscenter.proving.reporting import deliver

JsonFile = Annotated[
    Path | None,
    typer.Option("--json", help="Also write machine, versions and figures to this file.", show_default=False),
]


ServerUrl = Annotated[
    str | None,
    typer.Option(
        "--database-url",
        help="A server to measure on, in a database made for it and dropped; a private one when not given.",
        show_default=False,
    ),
]
EngineOption = Annotated[EngineChoice, typer.Option("--engine", help="On which engine to measure.")]


def register(app: typer.Typer) -> None:
    """Add `bench` to the command line."""
    group = typer.Typer(
        no_args_is_help=True,
        help="Measure: each command prints its figures beside peers and limits of the same run.",
    )
    group.command()(city)
    group.command()(store)
    group.command()(query)
    app.add_typer(group, name="bench")


def city(
    *,
    cameras: Annotated[int, typer.Option(min=1, help="How many cameras.")] = CITY_CAMERAS,
    minutes: Annotated[float, typer.Option(min=0.05, help="For how long.")] = 10.0,
    server: ServerUrl = None,
    engine: EngineOption = EngineChoice.AUTO,
    json_file: JsonFile = None,
) -> None:
    """Carry a city for a while: one count a minute of each camera, with rules and console running."""
    trial = CityTrial(cameras=cameras, seconds=minutes * 60, dsn=server, choice=engine)
    deliver(report_of(run_city(trial)), json_file)


def store(
    *,
    events: Annotated[int, typer.Option(min=1_000, help="How many messages to store.")] = DEFAULT_EVENTS,
    server: ServerUrl = None,
    engine: EngineOption = EngineChoice.AUTO,
    json_file: JsonFile = None,
) -> None:
    """Weigh a message in the database, raw and compressed, by kind."""
    deliver(measure_storage(events, server, engine), json_file)


def query(
    *,
    rows: Annotated[
        str, typer.Option(help="Sizes to measure at, with commas: 1000000,10000000,100000000.")
    ] = "1000000,10000000",
    asks: Annotated[int, typer.Option(min=1, help="How often each question is asked.")] = 200,
    server: ServerUrl = None,
    engine: EngineOption = EngineChoice.AUTO,
    json_file: JsonFile = None,
) -> None:
    """Ask everything the console asks, of pasts of several sizes."""
    sizes = sizes_from(rows)
    typer.echo(f"Disk needed while it runs: {disk_needed(sizes)}.", err=True)
    deliver(measure_queries(sizes, server, engine, asks=asks), json_file)
