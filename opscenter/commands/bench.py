"""`opscenter bench`: figures beside peers and limits of the same run."""

from pathlib import Path
from typing import Annotated

import typer

JsonFile = Annotated[
    Path | None,
    typer.Option("--json", help="Also write machine, versions and figures to this file.", show_default=False),
]


def register(app: typer.Typer) -> None:
    """Add `bench` to the command line."""
    group = typer.Typer(
        no_args_is_help=True,
        help="Measure: each command prints its figures beside peers and limits of the same run.",
    )
    app.add_typer(group, name="bench")
