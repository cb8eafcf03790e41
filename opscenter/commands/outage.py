"""`opscenter outage-page`: writes now what is read and printed when everything is down."""

from pathlib import Path
from typing import Annotated

import typer

from dashboard.outage_pages import OutageFacts
from opscenter.commands.services import DEFAULT_DATA, Data, DatabaseUrl, District, environment_beside
from opscenter.district_files import load_district
from opscenter.errors import OpscenterError
from opscenter.outage_page import write_now
from opscenter.shift_files import load_shift_facts, shift_hours


def register(app: typer.Typer) -> None:
    """Add `outage-page` to the command line."""
    app.command(name="outage-page")(outage_page)


def outage_page(
    *,
    folder: Annotated[
        Path | None,
        typer.Option(
            help="Folder for the page; that of the running centre when not given.", show_default=False
        ),
    ] = None,
    database_url: DatabaseUrl = None,
    district: District = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """Write the open incidents, units and contacts as a page and a PDF, readable without any service."""
    settings = environment_beside(
        data,
        {
            "OPSCENTER_DATABASE_URL": database_url,
            "OPSCENTER_DISTRICT": district,
            "OPSCENTER_OUTAGE_FOLDER": folder,
        },
    )
    place = settings.path("OPSCENTER_OUTAGE_FOLDER")
    if place is None:
        raise OpscenterError("No folder is known: name one by --folder or OPSCENTER_OUTAGE_FOLDER.")
    files = settings.path("OPSCENTER_DISTRICT")
    places = load_district(files)
    facts = OutageFacts(places, load_shift_facts(files, places).contacts, shift_hours(settings))
    page = write_now(settings.text("OPSCENTER_DATABASE_URL"), place, facts)
    typer.echo(f"page  {page}\nPDF   {page.with_suffix('.pdf')}")
