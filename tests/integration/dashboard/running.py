"""A console that really runs: uvicorn on a port of its own, browsers that sign in, streams that are read."""

import contextlib
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx
from argon2 import PasswordHasher

from dashboard.process import run
from dashboard.settings import BrokerAddress, ConsoleSettings
from db.account_setup import create_account
from db.accounts import NewAccount
from db.alerting import open_or_repeat
from db.connection import Connection, connect
from db.registry import register_cameras, register_units, register_wards
from domain.roles import WARD_BOUND, Role
from opscenter.district_files import load_district
from opscenter.picture_gate import show_masked
from opscenter.ports import free_port
from tests.integration.db.making import WARD, a_camera, a_sign, a_unit

PASSWORD = "only-for-this-test"
OTHER_WARD = "26734"
OTHER_CAMERA = "q1-td-001"
DEADLINE_S = 60.0
DISTRICT = load_district()
# Cheap on purpose: these tests sign in often.
_HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def fill(dsn: str) -> None:
    """Register the wards, a camera in each of two, a unit, and an account for every role."""
    with connect(dsn, "test-setup") as connection:
        register_wards(connection, DISTRICT)
        register_cameras(
            connection,
            [a_camera(), a_camera(OTHER_CAMERA, ward_code=OTHER_WARD, gateway=f"gw-{OTHER_WARD}")],
        )
        register_units(connection, [a_unit()])
        for role in Role:
            wards = frozenset({WARD}) if role in WARD_BOUND else frozenset()
            make_account(connection, role.value, role, wards)


def make_account(
    connection: Connection, username: str, role: Role, wards: frozenset[str] = frozenset(), **given: Any
) -> None:
    """Make an account whose name is shown with a capital and whose password is PASSWORD."""
    facts = {"must_change_password": False} | given
    new = NewAccount(username, username.title(), _HASHER.hash(PASSWORD), role, wards, **facts)
    create_account(connection, new)


def open_alert(connection: Connection, **given: Any) -> str:
    """Open an alert as the rules do, and return its id."""
    return str(open_or_repeat(connection, a_sign(**given)).id)


class RunningConsole:
    """A console in a thread of its own, which can be stopped and started again on the same port."""

    def __init__(self, dsn: str, broker: BrokerAddress | None = None) -> None:
        self.dsn = dsn
        self.port = free_port()
        self._broker = broker or BrokerAddress("127.0.0.1", 1)
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """The console's address."""
        return f"http://127.0.0.1:{self.port}"

    def start(self, *, until_ready: bool = True) -> None:
        """Start it; wait until it shows the centre, or only until it answers."""
        self._stop.clear()
        settings = ConsoleSettings(self.dsn, self._broker, DISTRICT, port=self.port)
        given = (settings, self._stop, None, show_masked)
        self._thread = threading.Thread(target=run, args=given, daemon=True)
        self._thread.start()
        wait_until(lambda: self._health() is not None)
        if until_ready:
            wait_until(lambda: bool((self._health() or {}).get("ready")))

    def stop(self) -> None:
        """Stop it as one stops a service."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(DEADLINE_S)
            assert not self._thread.is_alive()

    def _health(self) -> dict[str, Any] | None:
        try:
            found: dict[str, Any] = httpx.get(f"{self.url}/api/v1/health", timeout=5).json()
        except httpx.HTTPError:
            return None
        return found


class Browser:
    """A browser at the console: keeps cookies, says where it comes from, shows the session's token."""

    def __init__(self, console: RunningConsole) -> None:
        self.console = console
        self.http = httpx.Client(base_url=console.url, timeout=DEADLINE_S)

    def sign_in(self, username: str, password: str = PASSWORD, **form: str) -> httpx.Response:
        """Send the form of the sign-in page."""
        fields = {"username": username, "password": password, **form}
        return self.http.post("/sign-in", data=fields, headers=self._own())

    def get(self, path: str, **headers: str) -> httpx.Response:
        """Fetch something as a script does."""
        return self.http.get(path, headers=headers)

    def open(self, path: str) -> httpx.Response:
        """Go to a page as a person does."""
        return self.http.get(path, headers={"Accept": "text/html"})

    def post(self, path: str, body: Any = None, **headers: str) -> httpx.Response:
        """Ask for a change as the console's page does."""
        shown = {"X-CSRF-Token": self.http.cookies.get("opscenter_csrf", "")}
        return self.http.post(path, json=body, headers=self._own() | shown | headers)

    def stream(self, last_event_id: str | None = None) -> "EventStream":
        """Open the live stream."""
        return EventStream(self, last_event_id)

    def close(self) -> None:
        """Close all connections."""
        self.http.close()

    def _own(self) -> dict[str, str]:
        return {"Origin": self.console.url}


@dataclass(frozen=True, slots=True)
class ServerEvent:
    """One server-sent event."""

    event: str
    id: str | None
    data: dict[str, Any] = field(default_factory=dict)

    @property
    def state(self) -> dict[str, dict[str, Any]]:
        """What it says of the live state."""
        found: dict[str, dict[str, Any]] = self.data.get("state", {})
        return found


class EventStream:
    """The live stream as a browser hears it; a context manager."""

    def __init__(self, browser: Browser, last_event_id: str | None) -> None:
        self._http = httpx.Client(
            base_url=browser.console.url, cookies=browser.http.cookies, timeout=httpx.Timeout(DEADLINE_S)
        )
        self._headers = {"Last-Event-ID": last_event_id} if last_event_id else {}
        self._changed = threading.Condition()
        self._heard: list[ServerEvent] = []
        self._read = 0
        self.is_over = threading.Event()
        self._thread = threading.Thread(target=self._listen, daemon=True)

    def __enter__(self) -> "EventStream":
        """Listen from now on."""
        self._thread.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        """Hang up."""
        self._http.close()

    def next(self, *kinds: str) -> ServerEvent:
        """Return the next event (of these kinds, snapshot and delta if none are named)."""
        wanted = kinds or ("snapshot", "delta")
        deadline = time.monotonic() + DEADLINE_S
        with self._changed:
            while True:
                while self._read < len(self._heard):
                    event = self._heard[self._read]
                    self._read += 1
                    if event.event in wanted:
                        return event
                if not self._changed.wait(max(0.0, deadline - time.monotonic())):
                    raise AssertionError(f"no {wanted} came; heard {self._heard[-3:]}")

    def next_with(self, kind: str, key: str) -> ServerEvent:
        """Return the next event that says something of a thing."""
        while True:
            event = self.next()
            if key in event.state.get(kind, {}):
                return event

    def _listen(self) -> None:
        with (
            contextlib.suppress(httpx.HTTPError, RuntimeError),
            self._http.stream("GET", "/live/stream", headers=self._headers) as answer,
        ):
            for block in _blocks(answer.iter_lines()):
                self._take(block)
        self.is_over.set()

    def _take(self, block: dict[str, str]) -> None:
        if "event" not in block:
            return
        event = ServerEvent(block["event"], block.get("id"), json.loads(block["data"]))
        with self._changed:
            self._heard.append(event)
            self._changed.notify_all()


def _blocks(lines: Iterator[str]) -> Iterator[dict[str, str]]:
    """Yield the fields of each event."""
    block: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition(": ")
        if name:
            block[name] = value
        elif block:
            yield block
            block = {}


def wait_until(happened: Callable[[], bool]) -> None:
    """Look again and again until something is so."""
    deadline = time.monotonic() + DEADLINE_S
    while not happened():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)
