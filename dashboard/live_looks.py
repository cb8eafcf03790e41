"""`POST /live/looks`: a person looks at cameras; why and for how long is written down while they do.

The answer is a stream that lasts as long as the look: frames of pictures (`live_pictures.framed`), and
eight zero bytes now and then. Its end is the look's end, so a browser that vanishes ends it too; the
seconds are written every few seconds, so a console that is killed leaves them right to within those.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import MutableMapping, Sequence
from typing import Any

import msgspec
from fastapi import APIRouter, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from dashboard.answers import json_answer
from dashboard.context import ConsoleContext
from dashboard.errors import BrokerAwayError, RequestRefusedError
from dashboard.live_pictures import FrameHead, Viewer, framed
from dashboard.purposes import BY_ALERT, PURPOSES, purpose_needed
from dashboard.sessions import Visitor, current_visitor
from db.errors import DatabaseError, DatabaseUnavailable
from db.looks import CameraToLookAt, begin_looks, cameras_to_look_at, extend_looks, looks_page
from domain.roles import Person, Right

MOST_CAMERAS = 16
_EXTEND_EVERY_S = 5.0
_SEND_LIMIT_S = 15.0
_STILL_HERE = bytes(8)
_LOOKS_A_PAGE = 200

log = logging.getLogger(__name__)


class LookAsked(msgspec.Struct, forbid_unknown_fields=True):
    """At which cameras somebody wants to look and why; without `live` only what they took is looked at."""

    cameras: list[str]
    purpose: str | None = None
    live: bool = True


def routes(context: ConsoleContext) -> APIRouter:
    """Return the routes of looks."""
    router = APIRouter()

    @router.post("/live/looks")
    async def look(request: Request) -> Response:
        asked = look_of(await request.body())
        return await _begin(context, current_visitor(), asked)

    @router.get("/api/v1/looks")
    async def looks(before_id: int | None = None, camera: str | None = None) -> Response:
        async with context.pool.connection() as connection:
            found = await looks_page(connection, limit=_LOOKS_A_PAGE, before_id=before_id, camera_code=camera)
        return json_answer(found)

    return router


def look_of(body: bytes) -> LookAsked:
    """Return what is asked; raise RequestRefusedError (422) with a sentence when it cannot be."""
    try:
        asked = msgspec.json.decode(body, type=LookAsked)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise RequestRefusedError(
            422, f"Yêu cầu không đúng: {error}", f"The request is not right: {error}"
        ) from error
    if not 1 <= len(set(asked.cameras)) <= MOST_CAMERAS:
        raise RequestRefusedError(
            422,
            f"Chọn từ 1 đến {MOST_CAMERAS} camera; yêu cầu này có {len(set(asked.cameras))}.",
            f"Choose 1 to {MOST_CAMERAS} cameras; this names {len(set(asked.cameras))}.",
        )
    if asked.purpose is not None and asked.purpose not in PURPOSES:
        raise purpose_needed(422)
    return asked


def allowed_of(found: Sequence[CameraToLookAt], person: Person) -> list[CameraToLookAt]:
    """Return the cameras whose pictures this person may see."""
    return [camera for camera in found if person.may(Right.SEE_PICTURES, camera.ward_code)]


def check_purpose(cameras: Sequence[CameraToLookAt], purpose: str | None) -> None:
    """Raise RequestRefusedError (428) when a camera without an open alert is looked at for no purpose."""
    if purpose is None and any(camera.alert_id is None for camera in cameras):
        raise purpose_needed(428)


async def _begin(context: ConsoleContext, visitor: Visitor, asked: LookAsked) -> Response:
    """Check the look, write it down, and return its stream."""
    codes = list(dict.fromkeys(asked.cameras))
    async with context.pool.connection() as connection:
        cameras = allowed_of(await cameras_to_look_at(connection, codes), visitor.person)
        check_purpose(cameras, asked.purpose)
        if asked.live:
            await _check_live(context, cameras)
        look_ids = await begin_looks(connection, visitor.person, cameras, asked.purpose or BY_ALERT)
    unknown = set(codes) - {camera.code for camera in cameras}
    return LookStream(context, visitor, cameras if asked.live else [], look_ids, sorted(unknown))


async def _check_live(context: ConsoleContext, cameras: Sequence[CameraToLookAt]) -> None:
    """Raise RequestRefusedError (503) when no camera can be asked now."""
    if not context.pictures.has_room_for(cameras):
        raise RequestRefusedError(
            503,
            "Trung tâm đang xem quá nhiều camera cùng lúc; hãy đóng bớt tường camera.",
            "The centre looks at too many cameras at once; close another wall first.",
        )
    try:
        await context.requests.reach()
    except BrokerAwayError as error:
        raise RequestRefusedError(
            503,
            "Không hỏi được camera: trạm truyền tin (MQTT) chưa trả lời.",
            f"The cameras cannot be asked: {error}.",
        ) from error


class LookStream(Response):
    """The answer that lasts as long as the look."""

    def __init__(
        self,
        context: ConsoleContext,
        visitor: Visitor,
        cameras: Sequence[CameraToLookAt],
        look_ids: Sequence[int],
        unknown: Sequence[str],
    ) -> None:
        super().__init__(media_type="application/octet-stream", headers={"X-Accel-Buffering": "no"})
        self._context = context
        self._visitor = visitor
        self._cameras = cameras
        self._look_ids = look_ids
        self._unknown = unknown

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send pictures until the browser leaves, its session ends or the process stops."""
        del scope
        headers = [item for item in self.raw_headers if item[0] != b"content-length"]
        viewer = self._context.pictures.join(self._cameras)
        watching = asyncio.create_task(_close_when_gone(receive, viewer))
        try:
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await _send(send, _first_frames(self._cameras, self._unknown))
            await self._send_all(send, viewer)
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        except TimeoutError:
            pass  # The browser takes nothing any more: it is gone, or will ask again.
        finally:
            self._context.pictures.leave(viewer)
            watching.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await watching
            await self._extend()

    async def _send_all(self, send: Send, viewer: Viewer) -> None:
        """Send what waits as soon as it waits, and write down every few seconds that the look goes on."""
        extend_at = time.monotonic() + _EXTEND_EVERY_S
        while not viewer.is_closed:
            frames = await viewer.take(max(0.0, extend_at - time.monotonic()))
            if viewer.is_closed:
                return
            await _send(send, frames or _STILL_HERE)
            if time.monotonic() >= extend_at:
                extend_at = time.monotonic() + _EXTEND_EVERY_S
                await self._extend()
                if not await self._is_still_allowed():
                    return

    async def _extend(self) -> None:
        """Write down how long the look is by now; what a short outage takes is made good by the next."""
        try:
            async with self._context.pool.connection() as connection:
                await extend_looks(connection, self._look_ids)
        except DatabaseError as error:
            log.warning("how long somebody looked could not be written down yet: %s", error)

    async def _is_still_allowed(self) -> bool:
        """Tell whether the session lives, and the person may still see these pictures."""
        try:
            visitor = await self._context.sessions.visitor(self._visitor.token)
        except DatabaseUnavailable:
            return True
        return visitor is not None and len(allowed_of(self._cameras, visitor.person)) == len(self._cameras)


def _first_frames(cameras: Sequence[CameraToLookAt], unknown: Sequence[str]) -> bytes:
    """Return what is known before any camera answers: where recorders show theirs, and what is no camera."""
    streams = [
        framed(FrameHead(camera.code, "stream", url=camera.stream_url))
        for camera in cameras
        if camera.stream_url is not None
    ]
    strangers = [framed(FrameHead(code, "unknown")) for code in unknown]
    return b"".join([*streams, *strangers, _STILL_HERE])


async def _send(send: Send, body: bytes) -> None:
    """Send a piece; TimeoutError when the browser does not take it."""
    async with asyncio.timeout(_SEND_LIMIT_S):
        await send({"type": "http.response.body", "body": body, "more_body": True})


async def _close_when_gone(receive: Receive, viewer: Viewer) -> None:
    """Wait for the browser to leave, then end its look."""
    message: MutableMapping[str, Any] = {}
    while message.get("type") != "http.disconnect":
        message = await receive()
    viewer.close()
