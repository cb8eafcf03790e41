"""Commands of `opscenter replay`."""

import typer


def register(app: typer.Typer) -> None:
    """Add the commands."""
