"""`opscenter up` on the command line."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from opscenter import up as centre
from opscenter.embedded_broker import BrokerChoice
from opscenter.up_options import UpOptions


def register(app: typer.Typer) -> None:
    """Add `up` to the command line."""
    app.command()(up)


def up(
    *,
    data: Annotated[Path, typer.Option(help="The one folder in which everything is kept.")] = Path(
        ".opscenter"
    ),
    port: Annotated[
        int, typer.Option(help="Port of the console, on this machine only.", min=1, max=65535)
    ] = 8050,
    speed: Annotated[
        float, typer.Option(help="Simulated time: how many times faster than life.", min=0.01)
    ] = 1.0,
    seed: Annotated[int, typer.Option(help="Seed of the simulated district.")] = 1,
    cameras: Annotated[int, typer.Option(help="How many simulated cameras.", min=1, max=37000)] = 1115,
    simulate: Annotated[bool, typer.Option(help="Whether a simulated district talks.")] = True,
    frigate: Annotated[Path | None, typer.Option(help="Registry of Frigate's cameras (TOML).")] = None,
    devices: Annotated[Path | None, typer.Option(help="Registry of ONVIF and Axis devices (TOML).")] = None,
    district: Annotated[Path | None, typer.Option(help="Folder of another district's data.")] = None,
    broker: Annotated[
        BrokerChoice, typer.Option(help="auto takes mosquitto where it is.")
    ] = BrokerChoice.AUTO,
    metrics_port: Annotated[
        int,
        typer.Option(
            help="Port of the console's metrics and health; ingest, rules and the simulated district take "
            "the three after it. 0 for none.",
            min=0,
            max=65532,
            envvar="OPSCENTER_METRICS_PORT",
        ),
    ] = 0,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Delete the data folder first and start over.")
    ] = False,
) -> None:
    """Start a whole centre on this machine: database, broker, simulated district, ingest, rules, console."""
    options = UpOptions(
        data=data,
        port=port,
        speed=speed,
        seed=seed,
        cameras=cameras,
        simulates=simulate,
        frigate=frigate,
        devices=devices,
        district=district,
        is_fresh=fresh,
        broker=broker,
        metrics_port=metrics_port,
    )
    centre.run(options, _progress())


def _progress() -> Callable[[str], None]:
    """Return what says a line with the seconds since the start."""
    began = time.monotonic()

    def say(line: str) -> None:
        typer.echo(f"[{time.monotonic() - began:5.1f} s] {line}")

    return say
