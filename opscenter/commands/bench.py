"""`opscenter bench`: figures beside peers and limits of the same run.

What measures is imported by the command that measures: help comes at once, and no bench waits for what
another one needs.
"""

from pathlib import Path
from typing import Annotated

import typer

from opscenter.proving.ending import end_in_order_when_told
from opscenter.proving.engine_choice import EngineChoice
from opscenter.settings import LARGEST_SLOT, MOST_CAMERAS

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
    group.callback()(end_in_order_when_told)
    group.command()(ingest)
    group.command()(city)
    group.command()(store)
    group.command()(query)
    group.command()(size)
    group.command()(console)
    group.command()(alarms)
    app.add_typer(group, name="bench")


def ingest(
    *,
    messages: Annotated[int, typer.Option(min=1000, help="How large the backlog is.")] = 200_000,
    runs: Annotated[int, typer.Option(min=1, help="How often each contender drains it, in turns.")] = 3,
    workers: Annotated[
        str, typer.Option(help="Numbers of workers on one stream to measure, with commas; 1 is always in.")
    ] = "1,2,4",
    batched: Annotated[
        bool, typer.Option("--batched/--no-batched", help="Measure arrays of messages beside COPY too.")
    ] = True,
    memory: Annotated[
        int, typer.Option(min=0, help="Send so many messages through a worker and watch its memory.")
    ] = 0,
    script_seconds: Annotated[
        float, typer.Option(min=1, help="Stop the usual script after so long; its rate does not change.")
    ] = 30.0,
    server: ServerUrl = None,
    engine: EngineOption = EngineChoice.AUTO,
    json_file: JsonFile = None,
) -> None:
    """Drain a backlog into the database, beside empty subscribers, the usual script and COPY."""
    from opscenter.bench.ingest import IngestTrial, measure_ingest
    from opscenter.bench.ingest_report import report_of
    from opscenter.proving.reporting import deliver

    trial = IngestTrial(
        messages=messages,
        runs=runs,
        workers=worker_numbers(workers),
        is_batched=batched,
        memory_messages=memory,
        script_s=script_seconds,
        dsn=server,
        choice=engine,
    )
    deliver(report_of(trial, measure_ingest(trial)), json_file)


def worker_numbers(text: str) -> tuple[int, ...]:
    """Return the numbers in `text`, such as "1,2,4"."""
    try:
        numbers = tuple(int(part) for part in text.split(","))
    except ValueError as error:
        raise typer.BadParameter(f"{text!r} is not numbers with commas, such as 1,2,4") from error
    if not all(1 <= number <= LARGEST_SLOT + 1 for number in numbers):
        raise typer.BadParameter(f"there can be 1 to {LARGEST_SLOT + 1} workers")
    return numbers


def city(
    *,
    cameras: Annotated[int, typer.Option(min=1, help="How many cameras.")] = MOST_CAMERAS,
    minutes: Annotated[float, typer.Option(min=0.05, help="For how long.")] = 10.0,
    server: ServerUrl = None,
    engine: EngineOption = EngineChoice.AUTO,
    json_file: JsonFile = None,
) -> None:
    """Carry a city for a while: one count a minute of each camera, with rules and console running."""
    from opscenter.bench.city_run import CityTrial, report_of, run_city
    from opscenter.proving.reporting import deliver

    trial = CityTrial(cameras=cameras, seconds=minutes * 60, dsn=server, choice=engine)
    deliver(report_of(run_city(trial)), json_file)


def store(
    *,
    events: Annotated[int, typer.Option(min=1_000, help="How many messages to store.")] = 1_000_000,
    server: ServerUrl = None,
    engine: EngineOption = EngineChoice.AUTO,
    json_file: JsonFile = None,
) -> None:
    """Weigh a message in the database, raw and compressed, by kind."""
    from opscenter.bench.store import measure_storage
    from opscenter.proving.reporting import deliver

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
    from opscenter.bench.query import measure_queries
    from opscenter.bench.query_report import disk_needed, sizes_from
    from opscenter.proving.reporting import deliver

    sizes = sizes_from(rows)
    typer.echo(f"Disk needed while it runs: {disk_needed(sizes)}.", err=True)
    deliver(measure_queries(sizes, server, engine, asks=asks), json_file)


def size(
    *,
    city_file: Annotated[
        Path | None, typer.Option("--city", help="Report of `bench city`; a short run when not given.")
    ] = None,
    store_file: Annotated[
        Path | None, typer.Option("--store", help="Report of `bench store`; a short run when not given.")
    ] = None,
    server: ServerUrl = None,
    engine: EngineOption = EngineChoice.AUTO,
    json_file: JsonFile = None,
) -> None:
    """Reckon cores, memory, disk and network for a ward, the district and the city."""
    from opscenter.bench.size import size_report
    from opscenter.bench.size_inputs import weights_from
    from opscenter.proving.reporting import deliver

    weights, versions = weights_from(city_file, store_file, server, engine)
    deliver(size_report(weights, versions), json_file)


def console(
    *,
    probes: Annotated[int, typer.Option(min=5, help="How many lone events to follow.")] = 100,
    crowd: Annotated[int, typer.Option(min=1, help="How many consoles listen at once.")] = 500,
    cut_seconds: Annotated[
        float, typer.Option(min=5, help="For how long a console is cut off before it comes back.")
    ] = 600.0,
    cameras: Annotated[
        int, typer.Option(min=100, max=MOST_CAMERAS, help="Cameras on the large map.")
    ] = 10_000,
    minutes: Annotated[
        float, typer.Option(min=0.1, help="For how long the large map's memory is watched.")
    ] = 10.0,
    json_file: JsonFile = None,
) -> None:
    """Follow events from their publishing to the screen, with many consoles and many cameras."""
    from opscenter.bench.console import ConsoleTrial, measure_console
    from opscenter.proving.reporting import deliver

    trial = ConsoleTrial(probes=probes, crowd=crowd, cut_s=cut_seconds, cameras=cameras, minutes=minutes)
    deliver(measure_console(trial), json_file)


def alarms(
    *,
    stories: Annotated[int, typer.Option(min=1, max=500, help="How many stories are told each day.")] = 60,
    days: Annotated[
        int, typer.Option(min=1, max=20, help="How many unseen days, each of its own seed.")
    ] = 10,
    tuning: Annotated[
        bool,
        typer.Option("--tuning", help="Play the days on which the rules were set, instead of unseen ones."),
    ] = False,
    json_file: JsonFile = None,
) -> None:
    """Tell stories among a district's noise to the rules, and compare what they call for with the truth."""
    from opscenter.bench.alarms import AlarmTrial, measure_alarms
    from opscenter.bench.alarms_script import TUNING_SEEDS, UNSEEN_SEEDS
    from opscenter.proving.reporting import deliver

    seeds = TUNING_SEEDS if tuning else UNSEEN_SEEDS[:days]
    deliver(measure_alarms(AlarmTrial(seeds, stories)), json_file)
