"""A person who looks at cameras, and a camera that answers when it is asked."""

import contextlib
import hashlib
import json
import os
import threading
from collections.abc import Callable
from typing import Any

import httpx
from paho.mqtt.client import Client, MQTTMessage, MQTTv311
from paho.mqtt.enums import CallbackAPIVersion

from domain.codec import decode, encode
from domain.identifiers import uuid7
from domain.messages import LivePictureTaken, SnapshotRequested
from domain.topics import SenderClass, topic_filter, topic_for
from opscenter.ports import HOST
from opscenter.proving.broker import PASSWORD, OwnMosquitto
from tests.integration.dashboard.running import DEADLINE_S, Browser, wait_until

Frame = tuple[dict[str, Any], bytes]


class Look:
    """A look at cameras, as the page keeps one: its frames are read while it lasts; a context manager."""

    def __init__(
        self, browser: Browser, cameras: list[str], purpose: str | None, *, live: bool = True
    ) -> None:
        self._http = httpx.Client(
            base_url=browser.console.url, cookies=browser.http.cookies, timeout=httpx.Timeout(DEADLINE_S)
        )
        self._body = {"cameras": cameras, "purpose": purpose, "live": live}
        self._headers = {
            "Origin": browser.console.url,
            "X-CSRF-Token": browser.http.cookies.get("opscenter_csrf", ""),
        }
        self.frames: list[Frame] = []
        self.began = threading.Event()
        self._thread = threading.Thread(target=self._read, daemon=True)

    def __enter__(self) -> "Look":
        """Begin to look."""
        self._thread.start()
        assert self.began.wait(DEADLINE_S)
        return self

    def __exit__(self, *_exception: object) -> None:
        """Vanish."""
        self._http.close()

    def first(self, kind: str) -> Frame:
        """Return the first frame of a kind, once it came."""
        wait_until(lambda: any(head["kind"] == kind for head, _ in self.frames))
        return next(frame for frame in self.frames if frame[0]["kind"] == kind)

    def _read(self) -> None:
        with (
            contextlib.suppress(httpx.HTTPError, RuntimeError),
            self._http.stream("POST", "/live/looks", json=self._body, headers=self._headers) as answer,
        ):
            rest = b""
            for piece in answer.iter_bytes():
                self.began.set()
                rest = self._take(rest + piece)

    def _take(self, waiting: bytes) -> bytes:
        """Take whole frames off the front, and return what is left."""
        while len(waiting) >= 8:
            head_bytes, jpeg_bytes = int.from_bytes(waiting[:4], "big"), int.from_bytes(waiting[4:8], "big")
            end = 8 + head_bytes + jpeg_bytes
            if len(waiting) < end:
                break
            if head_bytes:
                self.frames.append((json.loads(waiting[8 : 8 + head_bytes]), waiting[8 + head_bytes : end]))
            waiting = waiting[end:]
        return waiting


class AnsweringCamera:
    """All cameras of a ward in one namespace, which answer as `answer` says; a context manager."""

    def __init__(
        self,
        broker: OwnMosquitto,
        login: str,
        namespace: str,
        ward_code: str,
        answer: Callable[[SnapshotRequested], LivePictureTaken],
    ) -> None:
        self._place = (namespace, ward_code)
        self._answer = answer
        self.requests: list[SnapshotRequested] = []
        self._subscribed = threading.Event()
        self._client = Client(
            CallbackAPIVersion.VERSION2, protocol=MQTTv311, client_id=f"test-camera-{os.urandom(4).hex()}"
        )
        self._client.username_pw_set(login, PASSWORD)
        self._client.on_connect = lambda client, *_rest: client.subscribe(
            topic_filter(namespace, SenderClass.CAMERA, "request", ward_code)
        )
        self._client.on_subscribe = lambda *_rest: self._subscribed.set()
        self._client.on_message = self._on_message
        self._client.connect(HOST, broker.port, 30)

    def __enter__(self) -> "AnsweringCamera":
        """Answer from now on."""
        self._client.loop_start()
        assert self._subscribed.wait(DEADLINE_S)
        return self

    def __exit__(self, *_exception: object) -> None:
        """Answer no more."""
        self._client.disconnect()
        self._client.loop_stop()

    def _on_message(self, client: Client, _userdata: Any, message: MQTTMessage) -> None:
        for request in decode(bytes(message.payload)):
            assert isinstance(request, SnapshotRequested)
            self.requests.append(request)
            picture = self._answer(request)
            client.publish(str(topic_for(*self._place, picture)), encode(picture))


def live_picture(request: SnapshotRequested, jpeg: bytes, **given: Any) -> LivePictureTaken:
    """Return a camera's good answer to a request, but for what is `given`."""
    facts: dict[str, Any] = {
        "id": uuid7(request.observed_at),
        "source": request.source,
        "seq": 1,
        "observed_at": request.observed_at,
        "provenance": request.provenance,
        "request_id": request.id,
        "width": 64,
        "height": 48,
        "sha256": hashlib.sha256(jpeg).hexdigest(),
        "jpeg": jpeg,
    }
    return LivePictureTaken(**facts | given)
