"""Papers of the shift room as files: a signed hand-over as page or PDF, a report as PDF or spreadsheet."""

import asyncio
from collections.abc import Callable
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from dashboard.answers import json_answer, not_found
from dashboard.context import ConsoleContext
from dashboard.live_shift import names_asked
from dashboard.printing.document import Document
from dashboard.printing.files import PAGE, PDF, SPREADSHEET, page_file, pdf_file, spreadsheet_file
from dashboard.printing.told import told
from dashboard.sessions import current_person
from dashboard.shift_papers import report, signed_document
from db.accounts import record_audit
from db.shift_handover import HandoverNotFound, handover
from domain.local_time import ZONE
from domain.reports import Period


class Ending(StrEnum):
    """How a file ends, and so what it is."""

    HTML = "html"
    PDF = "pdf"
    XLSX = "xlsx"


_WRITERS: dict[Ending, tuple[str, Callable[[Document], bytes]]] = {
    Ending.HTML: (PAGE, page_file),
    Ending.PDF: (PDF, pdf_file),
    Ending.XLSX: (SPREADSHEET, spreadsheet_file),
}


def routes(context: ConsoleContext) -> APIRouter:
    """Return the routes of the files."""
    router = APIRouter()

    @router.get("/exports/handovers/{handover_id}.{ending}")
    async def paper(handover_id: UUID, ending: Ending, request: Request) -> Response:
        async with context.pool.connection() as connection:
            try:
                kept = await handover(connection, handover_id)
            except HandoverNotFound as error:
                raise not_found() from error
        began = kept.shift_began.astimezone(ZONE)
        document = signed_document(kept, names_asked(context, request))
        return await _file(document, f"ban-giao-{began:%Y%m%d-%H%M}", ending)

    @router.get("/live/shift/figures/{period}")
    async def figures(period: Period, request: Request, day: date | None = None) -> Response:
        names = names_asked(context, request)
        async with context.pool.connection() as connection:
            document = await report(connection, period, _day(day), names)
        return json_answer(told(document))

    @router.get("/exports/reports/{period}.{ending}")
    async def reported(period: Period, ending: Ending, request: Request, day: date | None = None) -> Response:
        names = names_asked(context, request)
        name = f"bao-cao-{period}-{_day(day):%Y%m%d}"
        async with context.pool.connection() as connection:
            document = await report(connection, period, _day(day), names)
            await record_audit(connection, current_person(), "export_report", f"{name}.{ending}", {})
        return await _file(document, name, ending)

    return router


def _day(asked: date | None) -> date:
    """Return the day that is asked for, else today on the centre's calendar."""
    return asked or datetime.now(ZONE).date()


async def _file(document: Document, name: str, ending: Ending) -> Response:
    """Return a document as a file, written beside the event loop; a page is shown, the others are saved."""
    media_type, write = _WRITERS[ending]
    body = await asyncio.to_thread(write, document)
    how = "inline" if ending is Ending.HTML else "attachment"
    headers = {"Content-Disposition": f'{how}; filename="{name}.{ending}"'}
    return Response(body, headers=headers, media_type=media_type)
