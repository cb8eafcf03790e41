"""The command `opscenter`: every part of the centre starts here."""

import errno
import sys

import typer

from dashboard.errors import ConsoleError
from db.errors import DatabaseError
from edge.errors import EdgeError
from ingest.errors import IngestError
from opscenter.commands import (
    accounts,
    backup,
    bench,
    cameras,
    chaos,
    database,
    dead_letters,
    doctor,
    replay,
    secrets,
    services,
    standby,
    up,
)
from opscenter.errors import OpscenterError
from simulators.errors import SimulatorError

_FOR_PEOPLE = (OpscenterError, DatabaseError, ConsoleError, IngestError, SimulatorError, EdgeError)
"""Errors whose message tells a person what to do."""


def build() -> typer.Typer:
    """Return the whole command line."""
    app = typer.Typer(
        help="The operations centre of a smart city district: cameras and police feeds, live on one map.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    for group in (
        up,
        services,
        replay,
        cameras,
        accounts,
        database,
        dead_letters,
        doctor,
        secrets,
        bench,
        chaos,
        backup,
        standby,
    ):
        group.register(app)
    return app


def main() -> None:
    """Run the command line; what a person can put right is one sentence and exit code 1."""
    try:
        build()()
    except _FOR_PEOPLE as error:
        _fail(str(error))
    except OSError as error:
        _fail(_said_by_the_system(error))


def _said_by_the_system(error: OSError) -> str:
    """Return the sentence for what the system refused."""
    if error.errno == errno.ENOSPC:
        return f"The disk is full ({error.filename}). Free some space and start again."
    return f"{error.strerror or error}: {error.filename}" if error.filename else str(error)


def _fail(sentence: str) -> None:
    """Say what is wrong and end."""
    typer.echo(f"opscenter: {sentence}", err=True)
    sys.exit(1)
