"""The replay's ways to the broker: one that hears everything of ours, one that says again."""

import logging
import queue
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from simulators.errors import SimulatorError
from simulators.gateway import new_client, speaks_mqtt5
from simulators.settings import BrokerAddress

_KEEPALIVE_S = 20
_ANSWER_WITHIN_S = 15.0
_MOST_HEARD = 20_000
_MOST_UNTAKEN = 500
_LAST_WORDS_S = 10.0

log = logging.getLogger(__name__)


class ReplayLinkError(SimulatorError):
    """The broker cannot be reached or does not let us in; the message says which."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A message as it came: when by this machine's steady clock, and whether it was retained."""

    at_s: float
    topic: str
    payload: bytes
    was_retained: bool


class _Link:
    """A connection that is up when the `with` block begins, and comes back by itself later."""

    def __init__(self, broker: BrokerAddress, client_id: str, stop: threading.Event) -> None:
        self._broker = broker
        self._stop = stop
        self._answer: queue.Queue[str] = queue.Queue(1)
        is_new = speaks_mqtt5(broker, f"{client_id}-hello", None, _patience(stop))
        self._client = new_client(broker, client_id, None, is_new)
        self._client.on_connect = self._on_connect

    def _connect(self) -> None:
        self._client.connect_async(self._broker.host, self._broker.port, _KEEPALIVE_S)
        self._client.loop_start()
        try:
            refusal = self._answer.get(timeout=_ANSWER_WITHIN_S)
        except queue.Empty:
            refusal = f"no MQTT broker answers at {self._broker.host}:{self._broker.port}: is it running?"
        if refusal:
            self._leave()
            raise ReplayLinkError(refusal)

    def _leave(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()

    def _on_connect(self, _client: Any, _userdata: Any, _flags: Any, reason: Any, _properties: Any) -> None:
        refusal = (
            f"the broker refuses the login {self._broker.username}: {reason}" if reason.is_failure else ""
        )
        if self._answer.empty():
            self._answer.put_nowait(refusal)
        if not refusal:
            self._greet()

    def _greet(self) -> None:
        """Do what each new connection begins with."""


class Hearing(_Link):
    """Hears topics and hands them over in order; what is not taken in time waits at the broker."""

    def __init__(
        self, broker: BrokerAddress, client_id: str, filters: Sequence[str], stop: threading.Event
    ) -> None:
        super().__init__(broker, client_id, stop)
        self._filters = filters
        self._heard: queue.Queue[Heard] = queue.Queue(_MOST_HEARD)
        self._client.on_message = self._on_message

    def __enter__(self) -> "Hearing":
        """Connect; raise ReplayLinkError when the broker is not there or refuses."""
        self._connect()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the broker."""
        self._leave()

    def next(self, timeout_s: float) -> Heard | None:
        """Return the next message, or None when none came in time."""
        try:
            return self._heard.get(timeout=timeout_s)
        except queue.Empty:
            return None

    def _greet(self) -> None:
        self._client.subscribe([(pattern, 1) for pattern in self._filters])

    def _on_message(self, _client: Any, _userdata: Any, message: Any) -> None:
        try:
            heard = Heard(time.monotonic(), message.topic, bytes(message.payload), message.retain)
        except UnicodeDecodeError:  # paho raises when a topic is not UTF-8: not one of ours
            return
        while not self._stop.is_set() and not self._has_put(heard):
            log.warning("the recording cannot keep up; the broker is made to wait")

    def _has_put(self, heard: Heard) -> bool:
        try:
            self._heard.put(heard, timeout=0.5)
        except queue.Full:
            return False
        return True


class Saying(_Link):
    """Says things at QoS 1; with 500 not yet taken by the broker it waits before it says more."""

    def __init__(self, broker: BrokerAddress, client_id: str, stop: threading.Event) -> None:
        super().__init__(broker, client_id, stop)
        self._untaken = 0
        self._changed = threading.Condition()
        self._client.on_publish = self._on_publish

    def __enter__(self) -> "Saying":
        """Connect; raise ReplayLinkError when the broker is not there or refuses."""
        self._connect()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Wait up to 10 s until the broker has taken all, and leave it."""
        with self._changed:
            is_done = self._changed.wait_for(lambda: self._untaken == 0, _LAST_WORDS_S)
        if not is_done:
            log.warning("%d messages were not taken by the broker", self._untaken)
        self._leave()

    def say(self, topic: str, payload: bytes) -> None:
        """Publish, not retained: a replay leaves nothing behind at the broker."""
        with self._changed:
            while self._untaken >= _MOST_UNTAKEN and not self._stop.is_set():
                self._changed.wait(0.5)
            self._untaken += 1
        self._client.publish(topic, payload, qos=1)

    def _on_publish(self, *_details: Any) -> None:
        with self._changed:
            self._untaken -= 1
            self._changed.notify_all()


def _patience(stop: threading.Event) -> threading.Event:
    """Return an event that is set with `stop`, or when a broker has had time enough to answer."""
    enough = threading.Event()

    def watch() -> None:
        stop.wait(_ANSWER_WITHIN_S)
        enough.set()

    threading.Thread(target=watch, name="patience", daemon=True).start()
    return enough
