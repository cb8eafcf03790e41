"""The guard in front of everything, http and websocket alike: shut unless the table of doors opens it."""

import asyncio
from collections.abc import Callable
from urllib.parse import parse_qs, quote

from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.access import SAFE_METHODS, Access, Door, door_to
from dashboard.answers import away, forbidden, not_found, refusal
from dashboard.callback_rights import check_callback
from dashboard.errors import RequestRefusedError
from dashboard.request_checks import (
    check_csrf,
    check_length,
    check_origin,
    is_navigation,
    largest_body,
    too_long,
)
from dashboard.security_headers import SecurityHeaders
from dashboard.sessions import SESSION_COOKIE, Sessions, Visitor, csrf_token, enter, leave
from db.errors import DatabaseError
from domain.roles import Right

POST_PAGE = "/post"
"""Where who sits at a ward's post is led: the console's own rooms are not theirs."""
_BODY_LIMIT_S = 15.0
_POLICY_VIOLATION = 1008
_WITH_FIRST_PASSWORD = ("/password", "/sign-out", "/assets/{path:path}")


class Guard:
    """The ASGI middleware; `starting` gives the page to show while the database is not there."""

    def __init__(
        self,
        app: ASGIApp,
        sessions: Sessions,
        headers: SecurityHeaders,
        *,
        was_ready: Callable[[], bool],
        starting: Callable[[Headers], Response],
    ) -> None:
        self._app = app
        self._sessions = sessions
        self._headers = headers
        self._was_ready = was_ready
        self._starting = starting

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or say why not."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
        elif scope["type"] == "websocket":
            await _refuse_websocket(receive, send)
        else:
            await self._http(scope, receive, self._headers.on(send))

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        door = door_to(scope["method"], scope["path"])
        visitor = None
        try:
            if scope["method"] not in SAFE_METHODS:
                check_origin(headers)
                check_length(headers, largest_body(scope["path"]))
            if door is None or door.needs is not Access.EVERYBODY:
                visitor = await self._visitor(headers)
                if visitor is None:
                    await _ask_to_sign_in(scope, headers)(scope, receive, send)
                    return
                _check_right(door, visitor)
            receive = await _checked_body(scope, receive, headers, visitor)
        except RequestRefusedError as error:
            await self._refused(error, headers, visitor)(scope, receive, send)
            return
        await self._let_in(visitor, scope, receive, send)

    def _refused(self, error: RequestRefusedError, headers: Headers, visitor: Visitor | None) -> Response:
        """Return why not; a person is shown what the console waits for, or led to change the password."""
        if is_navigation(headers):
            if error.status == 503:
                return self._starting(headers)
            if visitor is not None and visitor.must_change_password:
                return RedirectResponse("/password", 303)
            if visitor is not None and error.status == 403 and visitor.person.may(Right.USE_POST):
                return RedirectResponse(POST_PAGE, 303)
        return refusal(error, headers, csrf_token(visitor.token) if visitor else None)

    async def _visitor(self, headers: Headers) -> Visitor | None:
        """Return who sends the request; raise RequestRefusedError (503) while nobody can tell."""
        if not self._was_ready():
            raise away()
        token = cookie_parser(headers.get("cookie", "")).get(SESSION_COOKIE)
        if not token:
            return None
        try:
            return await self._sessions.visitor(token)
        except DatabaseError as error:
            raise away() from error

    async def _let_in(self, visitor: Visitor | None, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, with its sender known to whatever answers it."""
        if visitor is None:
            await self._app(scope, receive, send)
            return
        entered = enter(visitor)
        try:
            await self._app(scope, receive, send)
        finally:
            leave(entered)


def _check_right(door: Door | None, visitor: Visitor) -> None:
    """Raise RequestRefusedError when this door is not for this visitor."""
    if door is None or door.needs is Access.NOBODY:
        raise not_found()
    if visitor.must_change_password and door.path not in _WITH_FIRST_PASSWORD:
        raise RequestRefusedError(
            403, "Hãy đổi mật khẩu ban đầu trước.", "Change the first password before anything else."
        )
    if isinstance(door.needs, Right) and not visitor.person.may(door.needs):
        raise forbidden()


async def _checked_body(scope: Scope, receive: Receive, headers: Headers, visitor: Visitor | None) -> Receive:
    """Read the body of what may change something, check it, and return it to be read again."""
    if scope["method"] in SAFE_METHODS:
        return receive
    body = await _read(receive, largest_body(scope["path"]))
    if visitor is not None:
        check_csrf(headers, visitor.token, _form_token(headers, body))
        if scope["path"] == "/_dash-update-component":
            check_callback(body, visitor.person)
    return _replay(body, receive)


async def _read(receive: Receive, largest: int) -> bytes:
    """Return the whole body; raise RequestRefusedError when it is too long or does not come."""
    body = bytearray()
    try:
        async with asyncio.timeout(_BODY_LIMIT_S):
            while True:
                message = await receive()
                body += message.get("body", b"")
                if len(body) > largest:
                    raise too_long()
                if not message.get("more_body", False):
                    return bytes(body)
    except TimeoutError as error:
        raise RequestRefusedError(408, "Yêu cầu đến quá chậm.", "The request came too slowly.") from error


def _replay(body: bytes, receive: Receive) -> Receive:
    """Return a `receive` that gives the body first, and then what really comes."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replaying() -> Message:
        return waiting.pop() if waiting else await receive()

    return replaying


def _form_token(headers: Headers, body: bytes) -> str | None:
    """Return the token that a plain form carries."""
    if not headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        return None
    return parse_qs(body.decode("utf-8", "replace")).get("csrf", [None])[0]


def _ask_to_sign_in(scope: Scope, headers: Headers) -> Response:
    """Send a person to the sign-in page; tell a script that it is not signed in."""
    if scope["method"] in SAFE_METHODS and is_navigation(headers):
        asked = scope["path"] + (
            f"?{scope['query_string'].decode('latin-1')}" if scope["query_string"] else ""
        )
        target = "/sign-in" if asked == "/" else f"/sign-in?next={quote(asked, safe='')}"
        return RedirectResponse(target, 303)
    return refusal(RequestRefusedError(401, "Bạn chưa đăng nhập.", "You are not signed in."), headers)


async def _refuse_websocket(receive: Receive, send: Send) -> None:
    """Shut a websocket before it opens: this console has none."""
    await receive()
    await send({"type": "websocket.close", "code": _POLICY_VIOLATION, "reason": ""})
