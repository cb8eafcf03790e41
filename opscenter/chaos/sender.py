"""A sender of numbered messages, which knows of every one whether the broker has taken it."""

import itertools
import queue
import random
import threading
import time
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any, Self

from paho.mqtt.client import Client, MQTTv5
from paho.mqtt.enums import CallbackAPIVersion, MQTTErrorCode
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from domain.codec import encode
from domain.identifiers import uuid7
from domain.kinds import IncidentKind
from domain.messages import (
    CameraEventObserved,
    CameraState,
    CameraStatusReported,
    Message,
    Provenance,
    VehiclesCounted,
)
from domain.places import Camera
from domain.topics import RETAINED, topic_for
from opscenter.proving.broker import BrokerEntry

NAMESPACE = "d1-sim"
_IN_FLIGHT = 1_000
_MOST_HANDED_OVER = 5_000
_TICK_S = 0.01
_EVENT_EVERY, _STATUS_EVERY = 40, 60
_SESSION_S = 3_600

Number = tuple[str, int]
"""A message by its source and its number."""


@dataclass(frozen=True, slots=True)
class _Outgoing:
    """A message on its way."""

    number: Number
    topic: str
    payload: bytes
    is_retained: bool


@dataclass(slots=True)
class Sent:
    """What was sent of one trial: what the broker took, and the numbers left out on purpose."""

    acknowledged: set[Number] = field(default_factory=set)
    left_out: set[Number] = field(default_factory=set)


class Sender:
    """Sends `rate` messages a second for `cameras`, keeps what is not acknowledged, and sends it again.

    Counts, events and states run over one number per camera. `clock_ahead` is what its clock is wrong by.
    """

    def __init__(self, entry: BrokerEntry, cameras: Sequence[Camera], rate: int, seed: int = 1) -> None:
        self._rate = rate
        self._cameras = cameras
        self._rng = random.Random(seed)
        self._numbers: Counter[str] = Counter()
        self._waiting: deque[_Outgoing] = deque()
        self._handed_over: dict[int, Number] = {}
        self._answers: queue.SimpleQueue[int] = queue.SimpleQueue()
        self._making = threading.Event()
        self._stopping = threading.Event()
        self._left_out_wanted = 0
        self._sent = Sent()
        self._newest: Message | None = None
        self.clock_ahead = timedelta(0)
        self._client = self._new_client(entry)
        self._thread = threading.Thread(target=self._run, name="sender", daemon=True)

    def begin(self, left_out: int) -> None:
        """Send from now on, leaving out `left_out` numbers; what was sent before is forgotten."""
        self._sent = Sent()
        self._left_out_wanted = left_out
        self._making.set()

    def end(self, deadline_s: float) -> Sent:
        """Make no more messages, wait until the broker has taken all, and return what was sent."""
        self._making.clear()
        deadline = time.monotonic() + deadline_s
        while (self._waiting or self._handed_over) and time.monotonic() < deadline:
            time.sleep(_TICK_S)
        return self._sent

    @property
    def newest(self) -> Message:
        """The count that was made last."""
        while self._newest is None:
            time.sleep(_TICK_S)
        return self._newest

    def __enter__(self) -> Self:
        """Connect."""
        self._client.loop_start()
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the broker."""
        self._stopping.set()
        self._thread.join()
        self._client.disconnect()
        self._client.loop_stop()

    def _new_client(self, entry: BrokerEntry) -> Client:
        client = Client(CallbackAPIVersion.VERSION2, client_id="opscenter-chaos", protocol=MQTTv5)
        client.username_pw_set(entry.username, entry.password)
        client.max_inflight_messages_set(_IN_FLIGHT)
        client.reconnect_delay_set(1, 1)
        client.on_publish = self._on_publish
        properties = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call] # paho leaves it untyped
        properties.SessionExpiryInterval = _SESSION_S
        client.connect_async(entry.host, entry.port, 30, clean_start=False, properties=properties)
        return client

    def _on_publish(self, _client: Client, _userdata: Any, mid: int, *_details: Any) -> None:
        self._answers.put(mid)

    def _run(self) -> None:
        """Make what is due, hand over what there is room for, and note what was taken, every tick."""
        making = self._messages()
        due = 0.0
        last = time.monotonic()
        while not self._stopping.is_set():
            now = time.monotonic()
            due = due + (now - last) * self._rate if self._making.is_set() else 0.0
            last = now
            self._waiting.extend(itertools.islice(making, int(due)))
            due -= int(due)
            self._hand_over()
            self._note_answers()
            self._stopping.wait(_TICK_S)

    def _hand_over(self) -> None:
        while self._waiting and len(self._handed_over) < _MOST_HANDED_OVER:
            one = self._waiting[0]
            handed = self._client.publish(one.topic, one.payload, qos=1, retain=one.is_retained)
            if handed.rc == MQTTErrorCode.MQTT_ERR_QUEUE_SIZE:
                return
            self._handed_over[handed.mid] = one.number
            self._waiting.popleft()

    def _note_answers(self) -> None:
        while not self._answers.empty():
            number = self._handed_over.pop(self._answers.get(), None)
            if number is not None:
                self._sent.acknowledged.add(number)

    def _messages(self) -> Iterator[_Outgoing]:
        """Make messages without end, each camera in its turn."""
        for count, camera in enumerate(itertools.cycle(self._cameras), 1):
            if self._left_out_wanted and self._numbers[camera.code] > 1 and self._rng.random() < 0.01:
                self._left_out_wanted -= 1
                self._sent.left_out.add((camera.code, self._take_number(camera.code)))
            message = self._message(camera, count)
            topic = topic_for(NAMESPACE, camera.ward_code, message)
            is_retained = (topic.sender, topic.kind) in RETAINED
            yield _Outgoing((camera.code, message.seq), str(topic), encode(message), is_retained)

    def _take_number(self, source: str) -> int:
        self._numbers[source] += 1
        return self._numbers[source]

    def _message(self, camera: Camera, count: int) -> Message:
        at = datetime.now(UTC) + self.clock_ahead
        head: dict[str, Any] = {
            "id": uuid7(at),
            "source": camera.code,
            "seq": self._take_number(camera.code),
            "observed_at": at,
            "provenance": Provenance.SIMULATED,
        }
        if count % _EVENT_EVERY == 0:
            return CameraEventObserved(**head, kind=IncidentKind.CROWD, score=0.6)
        if count % _STATUS_EVERY == 1:
            state = self._rng.choice((CameraState.ONLINE, CameraState.MAINTENANCE))
            return CameraStatusReported(**head, state=state, gateway=camera.gateway)
        counted = VehiclesCounted(
            **head,
            period_s=1.0,
            motorcycles=self._rng.randrange(40),
            cars=self._rng.randrange(8),
            buses=0,
            trucks=0,
            bicycles=0,
            speed_kmh=25.0,
            occupancy=0.2,
        )
        self._newest = counted
        return counted
