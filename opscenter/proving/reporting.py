"""Shows a report to a person, and writes it for a program."""

import dataclasses
import math
from pathlib import Path

import msgspec
from rich.console import Console
from rich.table import Table as RichTable

from opscenter.proving.figures import Figure, Report, Table
from opscenter.proving.machine import Machine, this_machine

_VERDICTS = {True: "met", False: "falls short", None: ""}


def show(report: Report, machine: Machine, console: Console | None = None) -> None:
    """Print the report: what stands behind the figures first, then the figures with their goals."""
    out = console or Console()
    out.print(f"\n{report.title}", style="bold", highlight=False)
    out.print(f"on {machine}", highlight=False)
    if report.versions:
        out.print(
            ", ".join(f"{name} {version}" for name, version in report.versions.items()), highlight=False
        )
    for table in report.tables:
        out.print(_drawn(table))
    out.print(_drawn(_figures_table(report.figures)))
    for remark in report.remarks:
        out.print(remark, highlight=False)


def deliver(report: Report, json_file: Path | None) -> None:
    """Show the report, and write it too when a file is named."""
    machine = this_machine()
    show(report, machine)
    if json_file is not None:
        write_json(report, machine, json_file)


def write_json(report: Report, machine: Machine, path: Path) -> None:
    """Write machine, versions and figures to `path`; a figure that is no number is null."""
    content = {
        "machine": dataclasses.asdict(machine),
        "versions": dict(report.versions),
        "figures": [
            {
                "name": figure.name,
                "value": figure.value if math.isfinite(figure.value) else None,
                "unit": figure.unit,
                "goal": None if figure.goal is None else str(figure.goal),
                "met": figure.met,
            }
            for figure in report.figures
        ],
    }
    path.write_bytes(msgspec.json.format(msgspec.json.encode(content), indent=1) + b"\n")


def written(value: float) -> str:
    """Return a number with three figures that matter and thin thousands."""
    if not math.isfinite(value):
        return "not measured"
    if abs(value) >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.3g}"


def _figures_table(figures: tuple[Figure, ...]) -> Table:
    """Return the figures as a table for a person."""
    rows = tuple(
        (
            figure.name,
            f"{written(figure.value)} {figure.unit}".strip(),
            "" if figure.goal is None else str(figure.goal),
            _VERDICTS[figure.met],
            figure.note,
        )
        for figure in figures
    )
    return Table("Figures", ("figure", "measured", "goal", "", "note"), rows)


def _drawn(table: Table) -> RichTable:
    """Return a table as rich draws it."""
    drawn = RichTable(title=table.title, title_justify="left", show_edge=False, pad_edge=False)
    for column in table.columns:
        drawn.add_column(column)
    for row in table.rows:
        drawn.add_row(*row)
    return drawn
