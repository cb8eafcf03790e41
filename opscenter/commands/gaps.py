"""`opscenter db gaps`: which messages of which sources never came."""

from typing import Annotated

import typer

from db.connection import connect
from db.gaps import GapRow, OpenGaps, newest_gaps, open_gaps
from opscenter.commands.services import DEFAULT_DATA, Data, DatabaseUrl, environment_beside


def show_gaps(
    database_url: DatabaseUrl = None,
    data: Data = DEFAULT_DATA,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="How many to show, the newest first.")] = 20,
    with_filled: Annotated[
        bool, typer.Option("--all", help="Also those whose messages came late after all.")
    ] = False,
) -> None:
    """Show which messages never came: every source counts its own, so a missing number is loss seen."""
    settings = environment_beside(data, {"OPSCENTER_DATABASE_URL": database_url})
    with connect(settings.text("OPSCENTER_DATABASE_URL"), "opscenter-gaps") as connection:
        found = newest_gaps(connection, limit, only_open=not with_filled)
        for line in gap_lines(open_gaps(connection), found):
            typer.echo(line)


def gap_lines(totals: list[OpenGaps], found: list[GapRow]) -> list[str]:
    """Return gaps as lines for a person: totals by provenance, then each one."""
    lines = [f"{it.provenance:10} {it.missing} messages missing in {it.gaps} gaps" for it in totals]
    lines += [
        f"{gap.source:24} {_numbers(gap):20} "
        f"{gap.after_at:%Y-%m-%d %H:%M:%S} to {gap.before_at:%H:%M:%S} UTC  {_state(gap)}"
        for gap in found
    ]
    return lines or ["nothing is missing"]


def _numbers(gap: GapRow) -> str:
    """Return the first and last number of a gap."""
    first, last = gap.after_seq + 1, gap.before_seq - 1
    return str(first) if first == last else f"{first}-{last}"


def _state(gap: GapRow) -> str:
    """Say what became of a gap."""
    if gap.filled_at is not None:
        return f"came late, by {gap.filled_at:%H:%M:%S} UTC"
    if gap.still_missing < gap.lost:
        return f"{gap.still_missing} of {gap.lost} still missing"
    return "missing"
