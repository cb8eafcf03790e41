"""`opscenter bench`: figures beside peers and limits of the same run."""

from pathlib import Path
from typing import Annotated

import typer

from opscenter.bench.city import CITY_CAMERAS
from opscenter.bench.city_run import CityTrial, report_of, run_city
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
