"""What is readable when everything is down: every few minutes a page and a PDF, outside the database.

Each is written whole or not at all, and the newest KEPT stay.
"""

import asyncio
import logging
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path

from dashboard.context import ConsoleContext
from dashboard.printing.document import Document
from dashboard.printing.files import page_file, pdf_file
from dashboard.printing.outage_document import file_stem, outage_document
from dashboard.shift_papers import names_for
from dashboard.shifts import shift_now
from db.connection import AsyncConnection
from db.errors import DatabaseError
from db.seats import seats
from db.shift_state import all_units, left_to_do
from domain.local_time import ZONE
from domain.places import District
from domain.shifts import Contact

KEPT = 24
PREFIX = "tinh-hinh-"
_LANGUAGE = "vi"
_TRY_AGAIN_S = 15

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OutageFacts:
    """What the page needs beside the database: the district, its contacts, when shifts change."""

    district: District
    contacts: Sequence[Contact]
    changes: Sequence[time]


class OutagePages:
    """Writes the pages of a console for as long as it runs; does nothing when no folder is set."""

    def __init__(self, context: ConsoleContext) -> None:
        self._context = context

    async def run(self) -> None:
        """Write a page, wait, and again; while the database is away the newest ones stay."""
        settings = self._context.settings
        if settings.outage_folder is None:
            return
        facts = OutageFacts(settings.district, settings.contacts, settings.shift_changes)
        while True:
            pause_s = settings.outage_every_s
            try:
                async with self._context.pool.connection() as connection:
                    document = await current_document(connection, facts, datetime.now(UTC))
                await asyncio.to_thread(write_pages, settings.outage_folder, document)
            except (DatabaseError, OSError) as error:
                log.warning("no page for outages was written: %s", error)
                pause_s = min(pause_s, _TRY_AGAIN_S)
            await asyncio.sleep(pause_s)


async def current_document(connection: AsyncConnection, facts: OutageFacts, now: datetime) -> Document:
    """Return the page as the centre is now."""
    left = await left_to_do(connection, shift_now(now, facts.changes).began, now)
    units, seated = await all_units(connection), await seats(connection)
    names = names_for(facts.district, _LANGUAGE, now.astimezone(ZONE).date())
    return outage_document(left, units, seated, facts.contacts, names)


def write_pages(folder: Path, document: Document) -> Path:
    """Write the document as a page and a PDF, drop all but the newest KEPT; return the page's path."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    stem = file_stem(document.at)
    page = folder / f"{stem}.html"
    _write_whole(page, page_file(document))
    _write_whole(folder / f"{stem}.pdf", pdf_file(document))
    for ending in ("html", "pdf"):
        for old in sorted(folder.glob(f"{PREFIX}*.{ending}"))[:-KEPT]:
            old.unlink(missing_ok=True)
    return page


def newest_page(folder: Path) -> Path | None:
    """Return the newest page in a folder, None when there is none."""
    return max(folder.glob(f"{PREFIX}*.html"), default=None)


def _write_whole(path: Path, content: bytes) -> None:
    """Give a file its name only when it is whole on the disk, readable by its owner alone."""
    fresh = path.with_name(f".{path.name}.new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
