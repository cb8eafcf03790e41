"""What the drawer asks: the facts of a camera or an alert, and a picture of a camera now."""

from datetime import UTC, datetime
from uuid import UUID

import msgspec
from fastapi import APIRouter, Request
from pydantic import AwareDatetime
from starlette.responses import Response

from dashboard.answers import json_answer, not_found
from dashboard.context import ConsoleContext
from dashboard.errors import BrokerAwayError, RequestRefusedError
from dashboard.past_asked import moment_asked
from dashboard.purposes import PURPOSES, purpose_needed
from dashboard.sessions import current_person
from db.accounts import record_audit
from db.console import alert_detail, camera_detail
from db.console_rows import TransitionRow
from db.errors import AlertNotFound
from db.listing import camera_by_code
from db.looks import HitRate, cameras_to_look_at, hit_rate
from db.rows import AlertRow, CameraRow, EventRow, PictureRow
from db.uptime import Uptime, camera_uptime
from domain.camera_papers import HELD_REASON
from domain.identifiers import uuid7
from domain.messages import Provenance, SnapshotRequested
from domain.roles import Person, Right
from domain.topics import simulated_namespace


class CameraFacts(msgspec.Struct):
    """A camera with its last day, its newest pictures, its uptime, and where its recorder shows it."""

    camera: CameraRow
    events: tuple[EventRow, ...]
    pictures: tuple[PictureRow, ...]
    stream_url: str | None
    uptime: Uptime


class AlertFacts(msgspec.Struct):
    """An alert with its life, its event, its pictures, and how often its rule was right lately."""

    alert: AlertRow
    history: tuple[TransitionRow, ...]
    event: EventRow | None
    pictures: tuple[PictureRow, ...]
    hit_rate: HitRate


class PictureAsked(msgspec.Struct, forbid_unknown_fields=True):
    """Why somebody wants to look."""

    purpose: str


class PictureComing(msgspec.Struct):
    """Under which event the picture will come."""

    event_id: UUID


def routes(context: ConsoleContext) -> APIRouter:
    """Return the routes of the drawer."""
    router = APIRouter()

    @router.get("/live/cameras/{code}")
    async def camera(code: str, at: AwareDatetime | None = None) -> Response:
        until = None if at is None else moment_asked(at, datetime.now(UTC))
        return json_answer(await _camera_facts(context, code, current_person(), until))

    @router.get("/live/alerts/{alert_id}")
    async def alert(alert_id: UUID) -> Response:
        return json_answer(await _alert_facts(context, alert_id, current_person()))

    @router.post("/live/cameras/{code}/picture")
    async def ask_picture(code: str, request: Request) -> Response:
        purpose = purpose_of(await request.body())
        return json_answer(PictureComing(await _ask(context, code, current_person(), purpose)), 202)

    return router


async def _camera_facts(
    context: ConsoleContext, code: str, person: Person, until: datetime | None
) -> CameraFacts:
    """Return a camera with the day before `until`; RequestRefusedError (404) when it is not this person's."""
    async with context.pool.connection() as connection:
        found = await camera_detail(connection, code, until)
        streams = await cameras_to_look_at(connection, [code])
        uptime = await camera_uptime(connection, code, until or datetime.now(UTC))
    if found is None or not person.may(Right.SEE_MAP, found.camera.ward_code):
        raise not_found()
    may_see = person.may(Right.SEE_PICTURES)
    stream_url = streams[0].stream_url if may_see and streams else None
    return CameraFacts(found.camera, found.events, found.pictures if may_see else (), stream_url, uptime)


async def _alert_facts(context: ConsoleContext, alert_id: UUID, person: Person) -> AlertFacts:
    """Return an alert with its life; RequestRefusedError (404) when it is none of this person's."""
    try:
        async with context.pool.connection() as connection:
            found = await alert_detail(connection, alert_id)
            alert, now = found.alert, datetime.now(UTC)
            rate = await hit_rate(connection, alert.rule, alert.kind, alert.provenance, now)
    except AlertNotFound as error:
        raise not_found() from error
    if not person.may(Right.SEE_ALERTS, found.alert.ward_code):
        raise not_found()
    shown = found.pictures if person.may(Right.SEE_PICTURES) else ()
    return AlertFacts(found.alert, found.transitions, found.event, shown, rate)


def purpose_of(body: bytes) -> str:
    """Return why somebody wants to look; raise RequestRefusedError (422) when no purpose is named."""
    try:
        purpose = msgspec.json.decode(body, type=PictureAsked).purpose
    except (msgspec.DecodeError, UnicodeDecodeError):
        purpose = ""
    if purpose not in PURPOSES:
        raise purpose_needed(422)
    return purpose


def picture_request(camera: CameraRow, purpose: str, at: datetime) -> SnapshotRequested:
    """Return the message that asks a camera; its id is the event under which the picture comes."""
    return SnapshotRequested(
        id=uuid7(at),
        source=camera.code,
        seq=int(at.timestamp() * 1000),
        observed_at=at,
        provenance=camera.provenance,
        purpose=purpose,
    )


async def _ask(context: ConsoleContext, code: str, person: Person, purpose: str) -> UUID:
    """Write down who looks and why, ask the camera, and return under which event its picture comes."""
    async with context.pool.connection() as connection:
        camera = await camera_by_code(connection, code)
        if camera is None or not person.may(Right.SEE_PICTURES, camera.ward_code):
            raise not_found()
        if camera.reason == HELD_REASON:
            raise RequestRefusedError(
                409,
                "Camera này chưa đủ hồ sơ nên chưa được phát trực tiếp: không lấy hình.",
                "This camera's papers are not complete, so it is not released: no picture is asked of it.",
            )
        asked = picture_request(camera, purpose, datetime.now(UTC))
        details = {"purpose": purpose, "event_id": str(asked.id)}
        await record_audit(connection, person, "ask_picture", code, details)
    slug = context.district.slug
    namespace = slug if camera.provenance is Provenance.REAL else simulated_namespace(slug)
    try:
        await context.requests.ask_picture(namespace, camera.ward_code, asked)
    except BrokerAwayError as error:
        raise RequestRefusedError(
            503,
            "Không gửi được yêu cầu tới camera: trạm truyền tin (MQTT) chưa trả lời.",
            f"The request could not be sent to the camera: {error}.",
        ) from error
    return asked.id
