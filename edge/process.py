"""The camera agent as a process: one thread a camera, one connection for all of them."""

import itertools
import logging
import queue
import threading
import time
from collections.abc import Iterable
from datetime import UTC, datetime

from domain.codec import CodecError, decode, encode
from domain.identifiers import uuid7
from domain.messages import (
    GatewayState,
    GatewayStatusReported,
    LivePictureTaken,
    Message,
    SnapshotRequested,
    SnapshotTaken,
    VehiclesCounted,
)
from domain.topics import RETAINED, SenderClass, batch_topic, topic_filter, topic_for
from edge.agent import CameraAgent
from edge.frames import FrameSource
from edge.metrics import EdgeMetrics
from edge.settings import CameraSettings, EdgeSettings
from edge.sources import open_source
from edge.spool import Parcel, Spool
from edge.uplink import Uplink

_FRAME_PATIENCE_S = 0.25
_PAUSE_S = 5.0
_GREETING_EVERY_S = 30.0
_REQUESTS_WAITING = 8
_CAMERA_LEAVES_WITHIN_S = 8.0

log = logging.getLogger(__name__)


def run(settings: EdgeSettings, stop: threading.Event, metrics: EdgeMetrics | None = None) -> None:
    """Watch every camera of `settings` until `stop` is set."""
    gateway = _Gateway(settings)
    spool = Spool(settings.spool)
    uplink = Uplink(
        settings.broker,
        f"edge-{settings.gateway}",
        spool,
        topic_filter(settings.namespace, SenderClass.CAMERA, "request", settings.ward_code),
        gateway.hello,
    )
    (metrics or EdgeMetrics()).watch(uplink, spool)
    uplink.start()
    watches = [_CameraWatch(camera, settings, uplink, stop) for camera in settings.cameras]
    for watch in watches:
        watch.start()
    _serve(uplink, gateway, {watch.code: watch for watch in watches}, stop)
    for watch in watches:
        watch.join(_CAMERA_LEAVES_WITHIN_S)
    uplink.stop(gateway.farewell(datetime.now(UTC)))


def parcel_of(settings: EdgeSettings, message: Message) -> Parcel:
    """Return the message as it goes out: its topic, its bytes, and whether the broker keeps it."""
    topic = topic_for(settings.namespace, settings.ward_code, message)
    return Parcel(
        topic=str(topic),
        payload=encode(message),
        is_retained=(topic.sender, topic.kind) in RETAINED,
        is_picture=isinstance(message, SnapshotTaken),
        batch=_batch_of(settings, message),
    )


def _batch_of(settings: EdgeSettings, message: Message) -> str:
    """Return where counts go together; nothing else may wait for company."""
    if not settings.batches_counts or not isinstance(message, VehiclesCounted):
        return ""
    return str(batch_topic(settings.namespace, settings.ward_code, settings.gateway))


class _Gateway:
    """Speaks for the connection itself."""

    def __init__(self, settings: EdgeSettings) -> None:
        self._settings = settings
        self._seqs = itertools.count(1)

    def hello(self, at: datetime) -> tuple[Parcel, Parcel]:
        """Return the will and the greeting of a connection made at `at`.

        Both have the same time, and the will the higher number: whoever keeps the newest by
        (observed_at, seq) takes the will when it comes.
        """
        greeting = self._says(GatewayState.ONLINE, at)
        return self._says(GatewayState.LOST, at), greeting

    def greeting(self, at: datetime) -> Parcel:
        """Return the word that the gateway is still there."""
        return self._says(GatewayState.ONLINE, at)

    def farewell(self, at: datetime) -> Parcel:
        """Return the last word of an agent that stops on purpose."""
        return self._says(GatewayState.LOST, at)

    def _says(self, state: GatewayState, at: datetime) -> Parcel:
        message = GatewayStatusReported(
            id=uuid7(at),
            source=self._settings.gateway,
            seq=next(self._seqs),
            observed_at=at,
            provenance=self._settings.provenance,
            exercise=self._settings.exercise,
            state=state,
        )
        return parcel_of(self._settings, message)


class _CameraWatch:
    """One camera's loop: frames in, messages out, requests answered between two frames."""

    def __init__(
        self, camera: CameraSettings, settings: EdgeSettings, uplink: Uplink, stop: threading.Event
    ) -> None:
        self.code = camera.code
        self._camera = camera
        self._settings = settings
        self._uplink = uplink
        self._stopping = stop
        self._requests: queue.Queue[SnapshotRequested] = queue.Queue(_REQUESTS_WAITING)
        self._agent = CameraAgent(camera, settings.gateway, datetime.now(UTC), exercise=settings.exercise)
        self._thread = threading.Thread(target=self._keep_watching, name=f"camera-{camera.code}", daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def join(self, timeout_s: float) -> None:
        """Wait until the watch has ended, at most `timeout_s`."""
        self._thread.join(timeout_s)

    def ask(self, request: SnapshotRequested) -> None:
        """Take a request for a picture; one too many is dropped, and said."""
        try:
            self._requests.put_nowait(request)
        except queue.Full:
            log.warning("camera %s is asked for too many pictures at once", self.code)

    def _keep_watching(self) -> None:
        """Watch until told to stop; a fault is said, and the camera is opened anew."""
        is_over = False
        while not self._stopping.is_set():
            try:
                is_over = is_over or self._watch()
            except Exception:
                log.exception("camera %s failed and is opened anew", self.code)
            self._pause()
        self._send(self._agent.leave(datetime.now(UTC)))

    def _watch(self) -> bool:
        """Look at frames until told to stop; tell whether the source is over for good."""
        source = open_source(self._camera, datetime.now(UTC))
        try:
            while not self._stopping.is_set() and not source.is_over:
                self._step(source)
            return source.is_over
        finally:
            source.close()

    def _step(self, source: FrameSource) -> None:
        frame = source.read(_FRAME_PATIENCE_S)
        self._send(self._agent.miss(datetime.now(UTC)) if frame is None else self._agent.see(frame))
        self._answer()

    def _pause(self) -> None:
        """Let some seconds pass in which requests are still answered and silence is noticed."""
        for _ in range(round(_PAUSE_S / _FRAME_PATIENCE_S)):
            if self._stopping.wait(_FRAME_PATIENCE_S):
                return
            self._send(self._agent.miss(datetime.now(UTC)))
            self._answer()

    def _answer(self) -> None:
        while not self._requests.empty():
            request = self._requests.get_nowait()
            self._send(self._agent.answer(request, datetime.now(UTC)))

    def _send(self, messages: Iterable[Message]) -> None:
        for message in messages:
            parcel = parcel_of(self._settings, message)
            if isinstance(message, LivePictureTaken):
                self._uplink.say_now(parcel, qos=0)
            else:
                self._uplink.send(parcel)


def _serve(
    uplink: Uplink, gateway: _Gateway, watches: dict[str, _CameraWatch], stop: threading.Event
) -> None:
    """Give each request to its camera, and say each half minute that the gateway is there.

    Requests for cameras of other agents are not ours.
    """
    next_greeting_s = time.monotonic() + _GREETING_EVERY_S
    while not stop.is_set():
        if time.monotonic() >= next_greeting_s:
            next_greeting_s += _GREETING_EVERY_S
            uplink.say_now(gateway.greeting(datetime.now(UTC)))
        try:
            payload = uplink.requests.get(timeout=_FRAME_PATIENCE_S)
        except queue.Empty:
            continue
        for request in _requests_in(payload):
            watch = watches.get(request.source)
            if watch is not None:
                watch.ask(request)


def _requests_in(payload: bytes) -> list[SnapshotRequested]:
    try:
        return [message for message in decode(payload) if isinstance(message, SnapshotRequested)]
    except CodecError as error:
        log.warning("a request cannot be understood: %s", error)
        return []
