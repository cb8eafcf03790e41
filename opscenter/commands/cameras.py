"""Commands of `opscenter cameras`."""

import typer


def register(app: typer.Typer) -> None:
    """Add the commands."""
