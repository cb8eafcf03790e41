"""The command `opscenter`: every part of the centre starts here."""

import errno
import importlib
import sys

import typer

from dashboard.errors import ConsoleError
from db.errors import DatabaseError
from edge.errors import EdgeError
from ingest.errors import IngestError
from opscenter.errors import OpscenterError
from simulators.errors import SimulatorError

_FOR_PEOPLE = (OpscenterError, DatabaseError, ConsoleError, IngestError, SimulatorError, EdgeError)
"""Errors whose message tells a person what to do."""

_HOMES = {
    "up": "up",
    "ingest": "services",
    "rules": "services",
    "dashboard": "services",
    "simulate": "services",
    "edge": "services",
    "replay": "replay",
    "story": "story",
    "cameras": "cameras",
    "accounts": "accounts",
    "db": "database",
    "dead-letters": "dead_letters",
    "doctor": "doctor",
    "secrets": "secrets",
    "bench": "bench",
    "chaos": "chaos",
    "backup": "backup",
    "restore": "backup",
    "standby": "standby",
    "report": "report",
    "outage-page": "outage",
}
"""In which module of `opscenter.commands` each command lives."""


def build(named: str | None = None) -> typer.Typer:
    """Return the command line: whole, or for a known command only what lives in its module.

    So that a service starts within a moment and keeps nothing in memory that it never uses.
    """
    app = typer.Typer(
        help="The operations centre of a smart city district: cameras and police feeds, live on one map.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    app.callback()(lambda: None)  # so that one command alone is still called by its name
    homes = [_HOMES[named]] if named in _HOMES else dict.fromkeys(_HOMES.values())
    for home in homes:
        importlib.import_module(f"opscenter.commands.{home}").register(app)
    return app


def main() -> None:
    """Run the command line; what a person can put right is one sentence and exit code 1."""
    try:
        build(next(iter(sys.argv[1:]), None))()
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
