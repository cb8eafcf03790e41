"""The console as a program sees it that signed in as somebody."""

import http.cookiejar
import json
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

from opscenter.ports import HOST

_TIMEOUT_S = 5.0


class ConsoleView:
    """A signed-in look at a console on loopback."""

    def __init__(self, port: int, username: str, password: str) -> None:
        self._url = f"http://{HOST}:{port}"
        self._form = urllib.parse.urlencode({"username": username, "password": password}).encode()
        self._cookies = http.cookiejar.CookieJar()
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
            opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self._cookies))
            request = urllib.request.Request(  # noqa: S310 - our own console on loopback
                f"{self._url}/sign-in", data=self._form, headers={"Origin": self._url}
            )
            opener.open(request, timeout=_TIMEOUT_S).close()
            self._opener = opener
        return self._opener

    def cookie_header(self) -> str:
        """Return the cookies of a signed-in session, as a request of one's own carries them."""
        self._signed_in()
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self._cookies)
