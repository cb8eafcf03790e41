"""`/live/incidents/{incident_id}/steps` and `/attachments`: the papers of an incident."""

import re
from typing import Annotated
from urllib.parse import quote
from uuid import UUID

import msgspec
from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from dashboard.answers import json_answer, not_found
from dashboard.asked_bodies import asked_of
from dashboard.attachment_types import media_type_of
from dashboard.context import ConsoleContext
from dashboard.errors import RequestRefusedError
from dashboard.live_incident_answers import check_text, done, seen_incident
from dashboard.request_checks import LARGEST_ATTACHMENT
from dashboard.sessions import current_person
from db.accounts import record_audit
from db.incident_papers import attach, attachment, tick_step, untick_step
from domain.roles import Right

_STEP = re.compile(r"^[a-z0-9][a-z0-9_-]{0,63}$")


class TickAsked(msgspec.Struct, forbid_unknown_fields=True):
    """Whether a step is done, with a note."""

    done: bool = True
    note: str = ""


def routes(context: ConsoleContext) -> APIRouter:
    """Return the routes of steps and attachments."""
    router = APIRouter()

    @router.post("/live/incidents/{incident_id}/steps/{step}")
    async def ticked(incident_id: UUID, step: str, request: Request) -> Response:
        asked = asked_of(await request.body(), TickAsked)
        return await _tick(context, incident_id, step, asked)

    @router.post("/live/incidents/{incident_id}/attachments")
    async def attached(
        incident_id: UUID, request: Request, name: Annotated[str, Query(min_length=1, max_length=200)]
    ) -> Response:
        return await _attach(context, incident_id, name, await request.body())

    @router.get("/live/incidents/{incident_id}/attachments/{attachment_id}")
    async def download(incident_id: UUID, attachment_id: UUID) -> Response:
        return await _download(context, incident_id, attachment_id)

    return router


async def _tick(context: ConsoleContext, incident_id: UUID, step: str, asked: TickAsked) -> Response:
    if not _STEP.match(step):
        raise not_found()
    person, note = current_person(), check_text(asked.note)
    async with context.pool.connection() as connection:
        await seen_incident(connection, incident_id, person)
        async with connection.transaction():
            if asked.done:
                row = await tick_step(connection, incident_id, step, person, note)
            else:
                row = await untick_step(connection, incident_id, step, person)
            details = {"step": step, "done": asked.done}
            await record_audit(connection, person, "tick_step", str(incident_id), details)
    return done(row)


async def _attach(context: ConsoleContext, incident_id: UUID, name: str, content: bytes) -> Response:
    person = current_person()
    media_type = media_type_of(content)
    if media_type is None:
        raise RequestRefusedError(
            422,
            "Chỉ nhận ảnh JPEG, PNG, tệp PDF và văn bản.",
            "Only JPEG and PNG pictures, PDF and plain text are taken.",
        )
    if len(content) > LARGEST_ATTACHMENT:
        raise RequestRefusedError(413, "Tệp lớn hơn 2 MB.", "The file is larger than 2 MB.")
    async with context.pool.connection() as connection:
        await seen_incident(connection, incident_id, person)
        async with connection.transaction():
            row = await attach(
                connection,
                incident_id,
                person,
                name=file_name(name),
                media_type=media_type,
                content=content,
            )
            details = {"attachment": str(row.id), "sha256": row.sha256, "bytes": row.size_bytes}
            await record_audit(connection, person, "attach_to_incident", str(incident_id), details)
    return json_answer(row)


async def _download(context: ConsoleContext, incident_id: UUID, attachment_id: UUID) -> Response:
    """Return a file to be saved, never shown or run by the browser; that it was taken is written down."""
    person = current_person()
    async with context.pool.connection() as connection:
        await seen_incident(connection, incident_id, person, Right.SEE_INCIDENTS)
        found = await attachment(connection, incident_id, attachment_id)
        if found is None:
            raise not_found()
        details = {"attachment": str(attachment_id), "sha256": found.sha256}
        await record_audit(connection, person, "download_attachment", str(incident_id), details)
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(found.name, safe='')}",
        "Cache-Control": "private, no-store",
    }
    return Response(found.content, headers=headers, media_type=found.media_type)


def file_name(name: str) -> str:
    """Return a file's name without a path or signs that no name has."""
    last = re.split(r"[\\/]", name)[-1]
    kept = "".join(char for char in last if char.isprintable()).strip(" .")
    return kept or "tep-dinh-kem"
