"""The table of doors and the guard that holds it: nothing is open that is not named."""

import asyncio
import inspect
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, WebSocketRoute

from dashboard.access import DOORS, Access, door_to
from dashboard.callback_rights import CALLBACK_RIGHTS, check_callback
from dashboard.errors import RequestRefusedError
from dashboard.guard import Guard
from dashboard.rooms import ROOMS
from dashboard.security_headers import SecurityHeaders, content_policy
from dashboard.server import Console, build
from dashboard.sessions import Sessions
from dashboard.settings import BrokerAddress, ConsoleSettings
from domain.roles import Person, Right, Role
from opscenter.district_files import load_district


@pytest.fixture(scope="module")
def console() -> Console:
    nowhere = "postgresql://nobody@127.0.0.1:1/nothing"
    return build(ConsoleSettings(nowhere, BrokerAddress("127.0.0.1", 1), load_district()))


def walk(routes: list[BaseRoute]) -> Iterator[tuple[str, str]]:
    """Yield the method and the path of every route of the server."""
    for route in routes:
        if hasattr(route, "original_router"):
            yield from walk(route.original_router.routes)
        elif isinstance(route, Mount):
            yield "GET", f"{route.path}/{{path:path}}"
        elif not isinstance(route, WebSocketRoute):
            for method in getattr(route, "methods", None) or {"GET"}:
                yield method, route.path


def test_every_route_has_a_door_that_states_its_right(console: Console) -> None:
    doors = {(door.method, door.path) for door in DOORS}
    unstated = {(method, path) for method, path in walk(console.server.routes) if method != "HEAD"} - doors
    assert unstated == set()


def test_every_door_leads_somewhere(console: Console) -> None:
    routes = set(walk(console.server.routes))
    narrower = {"/assets/sign-in-{name}", "/assets/fonts/{name}", "/assets/00_tokens.css", "/{path:path}"}
    narrower |= {room.path for room in ROOMS}  # All of them are one page, which Dash gives at any path.
    assert {(it.method, it.path) for it in DOORS if it.path not in narrower} - routes == set()


def test_every_room_has_a_door_that_asks_for_its_right() -> None:
    needed = {(room.path, room.right) for room in ROOMS}
    assert needed - {(door.path, door.needs) for door in DOORS if door.method == "GET"} == set()


def test_there_is_no_page_of_the_framework(console: Console) -> None:
    paths = {path for _, path in walk(console.server.routes)}
    assert not paths & {"/docs", "/redoc", "/openapi.json", "/_mcp"}


@pytest.mark.parametrize(
    ("method", "path", "needs"),
    [
        ("GET", "/sign-in", Access.EVERYBODY),
        ("HEAD", "/sign-in", Access.EVERYBODY),
        ("GET", "/assets/sign-in-page.css", Access.EVERYBODY),
        ("GET", "/assets/fonts/inter-latin-wght-normal.woff2", Access.EVERYBODY),
        ("GET", "/assets/js/store.mjs", Access.SIGNED_IN),
        ("GET", "/assets/fonts/../js/store.mjs", Access.SIGNED_IN),
        ("GET", "/", Right.SEE_MAP),
        ("GET", "/live/stream", Right.SEE_MAP),
        ("POST", "/live/alerts/1/acknowledge", Right.ACT_ON_ALERTS),
        ("GET", "/pictures/1/at", Right.SEE_PICTURES),
        ("GET", "/some/page", Access.NOBODY),
        ("GET", "/api/v1/unknown", Access.NOBODY),
        ("GET", "/_reload-hash", Access.NOBODY),
    ],
)
def test_a_request_meets_the_door_that_is_meant(method: str, path: str, needs: Access | Right) -> None:
    door = door_to(method, path)
    assert door is not None
    assert door.needs is needs


def test_a_method_that_no_door_takes_is_shut() -> None:
    assert door_to("DELETE", "/live/alerts/1/acknowledge") is None


def answered_by_the_server(console: Console) -> dict[str, Any]:
    """Return the callbacks that a request reaches; what runs in the browser alone has no answer here."""
    whole: dict[str, Any] = console.callback_map
    return {output: callback for output, callback in whole.items() if "callback" in callback}


def test_every_callback_is_asynchronous(console: Console) -> None:
    answered = answered_by_the_server(console)
    assert answered
    blocking = [
        output
        for output, callback in answered.items()
        if not inspect.iscoroutinefunction(inspect.unwrap(callback["callback"]))
        or not inspect.iscoroutinefunction(callback["callback"])
    ]
    assert blocking == []


def test_every_callback_states_its_right(console: Console) -> None:
    assert set(answered_by_the_server(console)) == set(CALLBACK_RIGHTS)


def test_a_callback_is_refused_to_a_role_without_its_right() -> None:
    auditor = Person(1, "a", "A", Role.AUDITOR)
    body = b'{"output":"flow-chart.figure","outputs":{},"inputs":[{}],"changedPropIds":[]}'
    with pytest.raises(RequestRefusedError) as refused:
        check_callback(body, auditor)
    assert refused.value.status == 403


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not json",
        b"[]",
        b"{}",
        b'{"output": 5}',
        b'{"output":"no-such.thing","outputs":{},"inputs":[],"changedPropIds":[]}',
        b'{"output":"flow-chart.figure","outputs":{},"inputs":[1],"changedPropIds":[]}',
        b'{"output":"flow-chart.figure","outputs":{},"inputs":[],"changedPropIds":[null]}',
        b"\xff\xfe",
        b"[" * 100_000,
    ],
)
def test_a_callback_body_that_is_none_is_a_bad_request(body: bytes) -> None:
    with pytest.raises(RequestRefusedError) as refused:
        check_callback(body, Person(1, "o", "O", Role.OPERATOR))
    assert refused.value.status == 400


def test_a_websocket_is_refused_before_it_opens() -> None:
    sent: list[Any] = []

    async def app(*_arguments: Any) -> None:
        raise AssertionError("the guard let a websocket through")

    async def receive() -> dict[str, Any]:
        return {"type": "websocket.connect"}

    async def send(message: Any) -> None:
        sent.append(message)

    headers = SecurityHeaders(content_policy([]), is_https=False)
    sessions: Sessions = object()  # type: ignore[assignment] # never asked
    guard = Guard(app, sessions, headers, was_ready=lambda: True, starting=lambda _: Response())
    scope = {"type": "websocket", "path": "/_dash-ws-callback", "headers": []}
    asyncio.run(guard(scope, receive, send))
    assert [message["type"] for message in sent] == ["websocket.close"]


def test_the_policy_allows_own_scripts_and_stated_hashes_only() -> None:
    policy = content_policy(["'sha256-abc='"])
    assert "script-src 'self' 'sha256-abc='" in policy
    assert "unsafe-eval" not in policy
    assert "frame-ancestors 'none'" in policy


def test_the_policy_lets_map_tiles_come_from_the_server_that_is_set() -> None:
    policy = content_policy([], "https://{s}.tile.example.org/{z}/{x}/{y}.png")
    assert "img-src 'self' data: blob: https://*.tile.example.org" in policy


def test_headers_say_no_store_unless_the_answer_can_be_asked_again() -> None:
    assert _cache_control([(b"content-type", b"text/html")]) == "no-store"
    assert _cache_control([(b"etag", b'"1"')]) == "private, no-cache"
    assert _cache_control([(b"cache-control", b"public")]) == "public"


def _cache_control(own: list[tuple[bytes, bytes]]) -> str:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    start = {"type": "http.response.start", "status": 200, "headers": own}
    asyncio.run(SecurityHeaders("", is_https=True).on(send)(start))
    return Headers(raw=sent[0]["headers"])["cache-control"]
