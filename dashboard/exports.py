"""Files of the trends' figures: CSV that a spreadsheet opens in Vietnamese, GeoJSON of the wards.

A file holds what the page shows, by the same question; it is bounded, and who took it is written down.
"""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TypeVar

from fastapi import APIRouter, Request
from starlette.responses import Response

from dashboard.context import ConsoleContext
from dashboard.errors import RequestRefusedError
from dashboard.export_files import events_csv, traffic_csv, wards_geojson
from dashboard.panels.trends.asked import view_of
from dashboard.panels.trends.callback import events_asked, provenance_of, traffic_asked
from dashboard.panels.trends.figures import Frame
from dashboard.panels.trends.words import file_name
from dashboard.sessions import current_person
from dashboard.visible_wards import shown_wards, visible_wards
from db.accounts import record_audit
from db.connection import AsyncConnection
from db.trends import EventRowOfTable, WardTraffic, event_table, traffic_of_wards
from domain.local_time import ZONE

MOST_ROWS = 200_000
_CSV = "text/csv; charset=utf-8"
_GEOJSON = "application/geo+json"

RowT = TypeVar("RowT", WardTraffic, EventRowOfTable)


def routes(context: ConsoleContext) -> APIRouter:
    """Return the routes of the files."""
    router = APIRouter(prefix="/exports")

    @router.get("/traffic.csv")
    async def traffic(request: Request) -> Response:
        frame = _frame(context, request)
        async with context.pool.connection() as connection:
            rows = await _traffic(connection, frame)
            name = await _named(connection, context, frame, "traffic", "csv")
        return await _file(name, _CSV, lambda: traffic_csv(rows, frame))

    @router.get("/events.csv")
    async def events(request: Request) -> Response:
        frame = _frame(context, request)
        async with context.pool.connection() as connection:
            rows = await _events(connection, frame)
            name = await _named(connection, context, frame, "events", "csv")
        return await _file(name, _CSV, lambda: events_csv(rows, frame))

    @router.get("/wards.geojson")
    async def wards(request: Request) -> Response:
        frame = _whole(_frame(context, request))
        shapes = shown_wards(context.district, current_person(), _today())
        async with context.pool.connection() as connection:
            traffic, events = await _traffic(connection, frame), await _events(connection, frame)
            name = await _named(connection, context, frame, "map", "geojson")
        credit = context.district.attribution
        return await _file(name, _GEOJSON, lambda: wards_geojson(shapes, traffic, events, frame, credit))

    return router


def _frame(context: ConsoleContext, request: Request) -> Frame:
    """Return what is asked for, read as the page reads it, of the wards that this person may see."""
    asked, person = request.query_params, current_person()
    wards = visible_wards(context.district, person, _today())
    view = view_of(asked, datetime.now(UTC), frozenset(wards))
    language = asked.get("language", person.language)
    return Frame(
        view=view,
        provenance=provenance_of(context, real_only=asked.get("real") == "1"),
        language="en" if language == "en" else "vi",
        ward_names={code: name for code, name in wards.items() if view.ward in (None, code)},
    )


def _whole(frame: Frame) -> Frame:
    """Return the same with the whole span as its one step."""
    length = frame.view.until - frame.view.since
    return replace(frame, view=replace(frame.view, traffic_step=length, event_step=length))


async def _traffic(connection: AsyncConnection, frame: Frame) -> list[WardTraffic]:
    question = traffic_asked(frame.view, frame.ward_names, frame.provenance)
    return _bounded(await traffic_of_wards(connection, question, limit=MOST_ROWS + 1))


async def _events(connection: AsyncConnection, frame: Frame) -> list[EventRowOfTable]:
    question = events_asked(frame.view, frame.ward_names, frame.provenance)
    return _bounded(await event_table(connection, question, kind=frame.view.kind, limit=MOST_ROWS + 1))


def _bounded(rows: list[RowT]) -> list[RowT]:
    """Return rows as they are; RequestRefusedError (422) when they are too many for a file."""
    if len(rows) > MOST_ROWS:
        raise RequestRefusedError(
            422,
            "Tệp quá lớn: hãy chọn khoảng thời gian ngắn hơn hoặc một phường.",
            "The file would be too large: choose a shorter time or one ward.",
        )
    return rows


async def _named(
    connection: AsyncConnection, context: ConsoleContext, frame: Frame, what: str, ending: str
) -> str:
    """Write down who takes a file of what, and return the file's name."""
    name = file_name(frame, context.district.name, what, ending)
    view = frame.view
    details = {"since": view.since.isoformat(), "until": view.until.isoformat(), "ward": view.ward}
    await record_audit(connection, current_person(), "export_figures", name, details)
    return name


async def _file(name: str, media_type: str, make: Callable[[], bytes]) -> Response:
    """Return a file to be saved; it is written beside the event loop."""
    body = await asyncio.to_thread(make)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, headers=headers, media_type=media_type)


def _today() -> date:
    """Return the day on the centre's clock."""
    return datetime.now(ZONE).date()
