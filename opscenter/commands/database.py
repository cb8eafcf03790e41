"""`opscenter db`: tables and their state."""

from datetime import datetime
from typing import Annotated

import typer

from db.status import DatabaseStatus, status
from opscenter.commands.gaps import show_gaps
from opscenter.commands.services import DEFAULT_DATA, Data, DatabaseUrl, District, environment_beside
from opscenter.demo_district import prepare_database, register_simulated
from opscenter.district_files import load_district
from opscenter.settings import LARGEST_SEED, MOST_CAMERAS
from opscenter.shift_files import load_shift_facts


def register(app: typer.Typer) -> None:
    """Add `db migrate`, `db status` and `db gaps` to the command line."""
    group = typer.Typer(
        no_args_is_help=True, help="The database: bring its tables up to date, see its state."
    )
    group.command(name="migrate")(migrate)
    group.command(name="status")(show_status)
    group.command(name="gaps")(show_gaps)
    app.add_typer(group, name="db")


def migrate(
    database_url: DatabaseUrl = None,
    district: District = None,
    data: Data = DEFAULT_DATA,
    simulated_district: Annotated[
        bool, typer.Option("--simulated-district", help="Register the simulated cameras and units as well.")
    ] = False,
) -> None:
    """Apply what is missing and register the district's wards; safe to repeat, and for two at once."""
    settings = environment_beside(
        data, {"OPSCENTER_DATABASE_URL": database_url, "OPSCENTER_DISTRICT": district}
    )
    dsn = settings.text("OPSCENTER_DATABASE_URL")
    folder = settings.path("OPSCENTER_DISTRICT")
    places = load_district(folder)
    report = prepare_database(dsn, places, load_shift_facts(folder, places).seats)
    applied = ", ".join(report.applied) or "nothing was missing"
    typer.echo(f"{report.engine}: {applied}; {len(places.wards)} wards registered")
    if simulated_district:
        cameras, units = register_simulated(
            dsn,
            places,
            cameras=settings.whole("OPSCENTER_SIM_CAMERAS", 1, MOST_CAMERAS),
            seed=settings.whole("OPSCENTER_SIM_SEED", 0, LARGEST_SEED),
        )
        typer.echo(f"simulated district: {cameras} cameras and {units} units new or changed")


def show_status(database_url: DatabaseUrl = None, data: Data = DEFAULT_DATA) -> None:
    """Show engine, versions, migrations, sizes and retention."""
    settings = environment_beside(data, {"OPSCENTER_DATABASE_URL": database_url})
    for line in status_lines(status(settings.text("OPSCENTER_DATABASE_URL"))):
        typer.echo(line)


def status_lines(state: DatabaseStatus) -> list[str]:
    """Return the database's state as lines for a person."""
    engine = state.engine or "not migrated yet"
    version = f", TimescaleDB {state.timescaledb_version}" if state.timescaledb_version else ""
    lines = [
        f"where       {state.where}",
        f"engine      {engine} (PostgreSQL {state.server_version}{version})",
        f"migrations  {len(state.applied)} applied, {len(state.pending)} missing",
        f"size        {_megabytes(state.size_bytes)}",
    ]
    lines += [
        f"stream      {stream.relation:16} {stream.days:4} days, {stream.compressed_days} compressed, "
        f"{stream.oldest} to {stream.newest}, {_megabytes(stream.bytes)}"
        for stream in state.streams
    ]
    lines += [f"kept        {rule.relation:16} {rule.keep_days:g} days" for rule in state.retention]
    lines += [
        f"job         {job.name:36} {job.last_run or 'never ran'}, "
        f"last success {_when(job.last_success_at)}, next {_when(job.next_run_at)}"
        for job in state.jobs
    ]
    return [*lines, *_gap_lines(state), *_replication_lines(state)]


def _gap_lines(state: DatabaseStatus) -> list[str]:
    """Return what sources sent and never came, as lines."""
    return [
        f"gaps        {it.gaps} in {it.provenance} sources, {it.missing} messages never came "
        f"(looked at up to {_when(it.read_until)})"
        for it in state.gaps
    ]


def _replication_lines(state: DatabaseStatus) -> list[str]:
    """Return who follows whom, as lines."""
    if state.is_standby:
        return ["standby     this server follows another and takes no writes"]
    return [
        f"standby     {it.name:16} {it.state}, "
        f"{'commits wait for it' if it.is_waited_for else 'commits do not wait for it'}, "
        f"{_megabytes(it.bytes_behind or 0)} and {it.seconds_behind or 0:.1f} s behind"
        for it in state.standbys
    ]


def _megabytes(size: int) -> str:
    """Return a size in megabytes."""
    return f"{size / 1_000_000:.1f} MB"


def _when(moment: datetime | None) -> str:
    """Return a moment to the second, in UTC."""
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC" if moment else "never"
