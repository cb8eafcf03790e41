"""`opscenter report`: what the district reports of a day, a week or a month, as PDF and spreadsheet."""

import asyncio
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from dashboard.printing.document import Document
from dashboard.printing.files import pdf_file, spreadsheet_file
from dashboard.shift_papers import names_for, report
from db.connection import connect_async
from domain.local_time import ZONE
from domain.places import District as Places
from domain.reports import Period
from opscenter.commands.services import DEFAULT_DATA, Data, DatabaseUrl, District, environment_beside
from opscenter.district_files import load_district
from opscenter.errors import OpscenterError

_APPLICATION = "opscenter-report"


def register(app: typer.Typer) -> None:
    """Add `report` to the command line."""
    app.command(name="report")(make_report)


def make_report(
    *,
    period: Annotated[Period, typer.Option(help="A day, the week from Monday, or the month.")] = Period.DAY,
    day: Annotated[
        datetime | None,
        typer.Option("--date", formats=["%Y-%m-%d"], help="A day of it; today when not given."),
    ] = None,
    pdf: Annotated[Path | None, typer.Option(help="Write this PDF file.", show_default=False)] = None,
    xlsx: Annotated[Path | None, typer.Option(help="Write this XLSX file.", show_default=False)] = None,
    language: Annotated[str, typer.Option(help="vi or en.")] = "vi",
    database_url: DatabaseUrl = None,
    district: District = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """Make a report: incidents, times against goals, alarms, cameras, and what was not measured."""
    if pdf is None and xlsx is None:
        raise OpscenterError("Say where to: --pdf FILE, --xlsx FILE, or both.")
    settings = environment_beside(
        data, {"OPSCENTER_DATABASE_URL": database_url, "OPSCENTER_DISTRICT": district}
    )
    places = load_district(settings.path("OPSCENTER_DISTRICT"))
    asked = day.date() if day else datetime.now(ZONE).date()
    dsn = settings.text("OPSCENTER_DATABASE_URL")
    document = asyncio.run(_document(dsn, places, period, asked, "en" if language == "en" else "vi"))
    for path, write in ((pdf, pdf_file), (xlsx, spreadsheet_file)):
        if path is not None:
            path.write_bytes(write(document))
            typer.echo(f"{document.title}, {document.subtitle}: {path}")


async def _document(dsn: str, places: Places, period: Period, day: date, language: str) -> Document:
    connection = await connect_async(dsn, _APPLICATION)
    try:
        names = names_for(places, language, datetime.now(ZONE).date())
        return await report(connection, period, day, names)
    finally:
        await connection.close()
