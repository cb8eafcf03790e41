"""Who passes which door, over real connections: every route with every role, and what breaks in."""

import socket
from collections.abc import Callable

import pytest

from dashboard.access import DOORS, Access, Door
from domain.roles import RIGHTS, Right, Role
from tests.integration.dashboard.running import Browser, RunningConsole

SignIn = Callable[[str], Browser]

NOTHING = "018f0000-0000-7000-8000-000000000000"
EXAMPLES = {
    "/assets/{path:path}": "/assets/main.mjs",
    "/modules/{fingerprint}/{name:path}": "/modules/older/main.mjs",
    "/assets/sign-in-{name}": "/assets/sign-in-page.css",
    "/assets/fonts/{name}": "/assets/fonts/inter-OFL.txt",
    "/_dash-component-suites/{package_name}/{fingerprinted_path:path}": "/_dash-component-suites/dash/x.js",
    "/live/cameras/{code}": "/live/cameras/nowhere",
    "/live/cameras/{code}/picture": "/live/cameras/nowhere/picture",
    "/live/alerts/{alert_id}": f"/live/alerts/{NOTHING}",
    "/live/alerts/{alert_id}/{action}": f"/live/alerts/{NOTHING}/acknowledge",
    "/pictures/{event_id}/{moment}": f"/pictures/{NOTHING}/at",
    "/{path:path}": "/some/page",
}
ASKED = [door for door in DOORS if door.path not in {"/sign-out", "/live/stream", "/sign-in", "/password"}]


def knock(browser: Browser, door: Door) -> int:
    path = EXAMPLES.get(door.path, door.path)
    return (browser.get(path) if door.method == "GET" else browser.post(path, {})).status_code


def test_nobody_passes_without_signing_in_but_where_everybody_may(somebody: Browser) -> None:
    for door in ASKED:
        status = knock(somebody, door)
        expected_shut = door.needs is not Access.EVERYBODY
        assert (status == 401) == expected_shut, (door, status)


@pytest.mark.parametrize("role", list(Role))
def test_every_role_passes_its_own_doors_and_no_other(role: Role, signed_in: SignIn) -> None:
    browser = signed_in(role)
    for door in ASKED:
        status = knock(browser, door)
        if isinstance(door.needs, Right):
            assert (status == 403) == (door.needs not in RIGHTS[role]), (door, status)
        elif door.needs is Access.NOBODY:
            assert status == 404, (door, status)
        else:
            assert status not in {401, 403}, (door, status)


def test_the_stream_opens_for_those_who_see_the_map(signed_in: SignIn) -> None:
    for role in Role:
        with signed_in(role).http.stream("GET", "/live/stream") as answer:
            assert (answer.status_code == 200) == (Right.SEE_MAP in RIGHTS[role]), role


def test_a_role_without_a_page_is_told_so_and_can_sign_out(signed_in: SignIn) -> None:
    browser = signed_in("auditor")
    page = browser.open("/")
    assert page.status_code == 403
    assert "không dành cho vai trò của bạn" in page.text
    csrf = browser.http.cookies["opscenter_csrf"]
    out = browser.http.post(
        "/sign-out", data={"csrf": csrf}, headers={"Origin": browser.console.url, "Accept": "text/html"}
    )
    assert (out.status_code, out.headers["location"]) == (303, "/sign-in")


def test_a_change_asked_for_by_another_site_is_refused(signed_in: SignIn) -> None:
    browser = signed_in("operator")
    for headers in (
        {"Origin": "https://elsewhere.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "null"},
    ):
        answer = browser.post(f"/live/alerts/{NOTHING}/acknowledge", {"version": 1}, **headers)
        assert answer.status_code == 403, headers


def test_a_change_without_the_sessions_token_is_refused(signed_in: SignIn) -> None:
    browser, other = signed_in("operator"), signed_in("operator")
    path = f"/live/alerts/{NOTHING}/acknowledge"
    assert browser.post(path, {"version": 1}, **{"X-CSRF-Token": ""}).status_code == 403
    foreign = other.http.cookies["opscenter_csrf"]
    assert browser.post(path, {"version": 1}, **{"X-CSRF-Token": foreign}).status_code == 403
    assert browser.post(path, {"version": 1}).status_code == 404


def test_a_malformed_callback_is_a_bad_request(signed_in: SignIn) -> None:
    browser = signed_in("operator")
    headers = {
        "Origin": browser.console.url,
        "X-CSRF-Token": browser.http.cookies["opscenter_csrf"],
        "Content-Type": "application/json",
    }
    for body in (b"", b"{", b"[]", b'{"output":"x"}', b"\x00\xff"):
        answer = browser.http.post("/_dash-update-component", content=body, headers=headers)
        assert answer.status_code == 400, body


def test_a_body_that_is_too_long_is_refused_whatever_it_says_of_its_length(signed_in: SignIn) -> None:
    browser = signed_in("operator")
    headers = {"Origin": browser.console.url, "X-CSRF-Token": browser.http.cookies["opscenter_csrf"]}
    long = b"x" * 300_000
    assert browser.http.post("/_dash-update-component", content=long, headers=headers).status_code == 413
    pieces = (long[:50_000] for _ in range(6))
    assert browser.http.post("/_dash-update-component", content=pieces, headers=headers).status_code == 413


def test_what_is_not_there_is_not_there(signed_in: SignIn) -> None:
    browser = signed_in("operator")
    for path in ("/api/v1/unknown", "/live/unknown", "/docs", "/openapi.json", "/some/page"):
        assert browser.get(path).status_code == 404, path


def test_a_websocket_is_not_opened(signed_in: SignIn) -> None:
    browser = signed_in("operator")
    cookie = f"opscenter_session={browser.http.cookies['opscenter_session']}"
    request = (
        f"GET /_dash-ws-callback HTTP/1.1\r\nHost: 127.0.0.1:{browser.console.port}\r\n"
        f"Origin: {browser.console.url}\r\nCookie: {cookie}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", browser.console.port), timeout=10) as connection:
        connection.sendall(request.encode())
        status = connection.recv(100).split(b"\r\n")[0]
    assert b" 101 " not in status
    assert b" 404 " in status


def test_every_answer_carries_the_policy(somebody: Browser) -> None:
    for path in ("/sign-in", "/api/v1/health", "/live/places", "/assets/sign-in-page.css", "/no/such/page"):
        headers = somebody.get(path).headers
        assert "default-src 'self'" in headers["content-security-policy"], path
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"


def test_health_says_nothing_that_is_secret(somebody: Browser) -> None:
    health = somebody.get("/api/v1/health").json()
    assert health == {
        "alive": True,
        "ready": True,
        "parts": {"database": True, "migrations": True, "state": True},
    }
    assert somebody.get("/api/v1/health/ready").status_code == 200


def test_the_pages_scripts_are_allowed_by_the_policy(console: RunningConsole, signed_in: SignIn) -> None:
    page = signed_in("operator").open("/")
    assert page.status_code == 200
    assert console.url not in page.text
    assert "'sha256-" in page.headers["content-security-policy"]
