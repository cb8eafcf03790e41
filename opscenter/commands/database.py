"""Commands of `opscenter database`."""

import typer


def register(app: typer.Typer) -> None:
    """Add the commands."""
