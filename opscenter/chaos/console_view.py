"""The console as a person sees it: signed in, its live state held against the database."""

import asyncio
import http.cookiejar
import json
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

from argon2 import PasswordHasher

from dashboard.live_audience import audience_of
from dashboard.live_state import LiveState
from db.account_setup import create_account
from db.accounts import NewAccount
from db.connection import connect, connect_async
from db.console import live_state
from domain.roles import Person, Role
from opscenter.ports import HOST

_USERNAME = "chaos"
_PASSWORD = "only-for-this-trial"  # noqa: S105 - of an account in a database that is dropped after the trial
_TIMEOUT_S = 5.0
_COMPARED = ("cameras", "units", "alerts", "gateways")


class ConsoleView:
    """A signed-in look at a console on loopback."""

    def __init__(self, port: int, username: str = _USERNAME, password: str = _PASSWORD) -> None:
        self._url = f"http://{HOST}:{port}"
        self._form = urllib.parse.urlencode({"username": username, "password": password}).encode()
        self._opener: urllib.request.OpenerDirector | None = None

    def is_ready(self) -> bool:
        """Tell whether the console says of itself that it shows the centre."""
        try:
            with urllib.request.build_opener().open(
                f"{self._url}/api/v1/health", timeout=_TIMEOUT_S
            ) as answer:
                return bool(json.load(answer).get("ready"))
        except (OSError, ValueError):
            return False

    def state(self) -> dict[str, dict[str, Any]] | None:
        """Return the live state that a fresh stream begins with; None when the console gives none."""
        try:
            return self._first_of_stream()
        except (OSError, ValueError):
            self._opener = None
            return None

    def _first_of_stream(self) -> dict[str, dict[str, Any]] | None:
        opener = self._signed_in()
        with opener.open(f"{self._url}/live/stream", timeout=_TIMEOUT_S) as stream:
            kind = ""
            for line in stream:
                name, _, text = line.decode().rstrip("\n").partition(": ")
                if name == "event":
                    kind = text
                elif name == "data" and kind == "snapshot":
                    found: dict[str, dict[str, Any]] = json.loads(text)["state"]
                    return found
        return None

    def _signed_in(self) -> urllib.request.OpenerDirector:
        if self._opener is None:
            opener = urllib.request.build_opener(
                urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
            )
            request = urllib.request.Request(  # noqa: S310 - our own console on loopback
                f"{self._url}/sign-in", data=self._form, headers={"Origin": self._url}
            )
            opener.open(request, timeout=_TIMEOUT_S).close()
            self._opener = opener
        return self._opener


def make_account(dsn: str) -> None:
    """Make the account that looks at the console."""
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    account = NewAccount(
        _USERNAME,
        _USERNAME,
        hasher.hash(_PASSWORD),
        Role.SUPERVISOR,
        frozenset(),
        must_change_password=False,
    )
    with connect(dsn, "opscenter-chaos") as connection:
        create_account(connection, account)


def stored_state(dsn: str, person: Person) -> dict[str, dict[str, Any]]:
    """Return the live state as the database has it, in the console's words."""
    return asyncio.run(_stored_state(dsn, person))


def differences(shown: dict[str, dict[str, Any]], stored: dict[str, dict[str, Any]]) -> list[str]:
    """Return what the console shows otherwise than the database has it."""
    return [
        f"{kind}/{key}"
        for kind in _COMPARED
        for key in sorted(shown.get(kind, {}).keys() | stored.get(kind, {}).keys())
        if shown.get(kind, {}).get(key) != stored.get(kind, {}).get(key)
    ]


async def _stored_state(dsn: str, person: Person) -> dict[str, dict[str, Any]]:
    connection = await connect_async(dsn, "opscenter-chaos")
    try:
        state = LiveState()
        state.replace(await live_state(connection))
        found: dict[str, dict[str, Any]] = json.loads(state.seen_by(audience_of(person)))
        return found
    finally:
        await connection.close()
