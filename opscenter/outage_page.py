"""Writes the page for when everything is down, once, and says how old the newest one is."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

from dashboard.outage_pages import OutageFacts, current_document, newest_page, write_pages
from db.connection import connect_async

_APPLICATION = "opscenter-outage-page"


def write_now(dsn: str, folder: Path, facts: OutageFacts) -> Path:
    """Write the page and the PDF as the centre is now; return the page's path."""
    return asyncio.run(_write(dsn, folder, facts))


def age_of_newest(folder: Path, now: datetime) -> timedelta | None:
    """Return how old the newest page in a folder is; None when there is none."""
    page = newest_page(folder)
    return None if page is None else now - datetime.fromtimestamp(page.stat().st_mtime, UTC)


async def _write(dsn: str, folder: Path, facts: OutageFacts) -> Path:
    connection = await connect_async(dsn, _APPLICATION)
    try:
        document = await current_document(connection, facts, datetime.now(UTC))
    finally:
        await connection.close()
    return write_pages(folder, document)
