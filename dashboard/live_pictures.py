"""Live pictures: a camera that somebody looks at is asked once a second, and all who look get its answer.

Nothing is stored: a picture goes from the broker to the browsers, and each browser holds the newest
of each camera only, so a slow one is bounded and delays nobody.
"""

import asyncio
import contextlib
import logging
import uuid
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import msgspec

from dashboard.commands import CameraRequests
from dashboard.live_admission import UNASKED, Admitted, PictureGate, PictureNotShownError, admitted
from dashboard.zones_in_force import ZonesInForce
from db.looks import CameraToLookAt
from domain.identifiers import uuid7
from domain.messages import Provenance, SnapshotRequested
from domain.topics import SenderClass, simulated_namespace, topic_filter

MOST_WATCHED = 400
"""Cameras that one console asks at the same time, for all of its browsers together."""
_EVERY_S = 1.0
_PATIENCE_S = 2.5
_LONGEST_PAUSE_S = 5.0
_REMEMBERED_REQUESTS = 4
_FRESH_S = 10.0

log = logging.getLogger(__name__)


class FrameHead(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is said with (or instead of) a picture; `kind`: picture, silent, refused, away, unknown, stream.

    `at` is when the picture was taken, `since` when the camera was asked and began not to answer,
    `url` where its recorder shows it.
    """

    camera: str
    kind: str
    at: datetime | None = None
    since: datetime | None = None
    p: Provenance | None = None
    x: bool = False
    reason: str | None = None
    url: str | None = None


def framed(head: FrameHead, jpeg: bytes = b"") -> bytes:
    """Return head and picture as they go to the browser: two lengths of four bytes, then both."""
    text = msgspec.json.encode(head)
    return len(text).to_bytes(4, "big") + len(jpeg).to_bytes(4, "big") + text + jpeg


@dataclass(eq=False, slots=True)
class Viewer:
    """One browser that looks: what waits for it, the newest frame of each camera alone."""

    codes: tuple[str, ...]
    waiting: dict[str, bytes] = field(default_factory=dict)
    is_closed: bool = False
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    def give(self, code: str, frame: bytes) -> None:
        """Put a frame where the browser finds it, in the place of an older one."""
        self.waiting[code] = frame
        self._news.set()

    def close(self) -> None:
        """Wake whoever waits, for good."""
        self.is_closed = True
        self._news.set()

    async def take(self, timeout_s: float) -> bytes:
        """Return what waits, or nothing when nothing came in time."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(timeout_s):
                await self._news.wait()
        self._news.clear()
        frames, self.waiting = self.waiting, {}
        return b"".join(frames.values())


@dataclass(eq=False, slots=True)
class _Watch:
    """A camera that is looked at, by whom, and what it was asked last."""

    camera: CameraToLookAt
    namespace: str
    topic: str
    viewers: set[Viewer] = field(default_factory=set)
    asked: deque[uuid.UUID] = field(default_factory=lambda: deque(maxlen=_REMEMBERED_REQUESTS))
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    silent_since: datetime | None = None
    newest: bytes = b""
    newest_at: datetime | None = None
    asking: asyncio.Task[None] | None = None

    def tell(self, frame: bytes) -> None:
        """Give a frame to all who look."""
        for viewer in self.viewers:
            viewer.give(self.camera.code, frame)


class LivePictures:
    """All cameras that are looked at now; every method but `_heard` belongs to the event loop."""

    def __init__(
        self, requests: CameraRequests, district_slug: str, gate: PictureGate, zones: ZonesInForce
    ) -> None:
        self._requests = requests
        self._zones = zones
        self._slug = district_slug
        self._gate = gate
        self._watches: dict[str, _Watch] = {}
        self._by_topic: dict[str, _Watch] = {}
        self._viewers: set[Viewer] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        requests.hear(self._heard)

    @property
    def watched(self) -> int:
        """How many cameras are asked now."""
        return len(self._watches)

    def has_room_for(self, cameras: Sequence[CameraToLookAt]) -> bool:
        """Tell whether these cameras can be asked beside all others."""
        return len(self._watches.keys() | {camera.code for camera in cameras}) <= MOST_WATCHED

    def join(self, cameras: Sequence[CameraToLookAt]) -> Viewer:
        """Look at cameras; what is shown of them already comes at once."""
        self._loop = asyncio.get_running_loop()
        viewer = Viewer(tuple(camera.code for camera in cameras))
        self._viewers.add(viewer)
        for camera in cameras:
            watch = self._watches.get(camera.code) or self._begin(camera)
            watch.viewers.add(viewer)
            age = None if watch.newest_at is None else datetime.now(UTC) - watch.newest_at
            if age is not None and age.total_seconds() < _FRESH_S:
                viewer.give(camera.code, watch.newest)
        return viewer

    def leave(self, viewer: Viewer) -> None:
        """Look no more; a camera that nobody looks at is asked no more."""
        self._viewers.discard(viewer)
        for code in viewer.codes:
            watch = self._watches.get(code)
            if watch is None:
                continue
            watch.viewers.discard(viewer)
            if not watch.viewers:
                self._end(watch)

    def close_viewers(self) -> None:
        """End all looks: the console stops."""
        for viewer in tuple(self._viewers):
            viewer.close()

    def _begin(self, camera: CameraToLookAt) -> _Watch:
        is_real = camera.provenance is Provenance.REAL
        namespace = self._slug if is_real else simulated_namespace(self._slug)
        wards = topic_filter(namespace, SenderClass.CAMERA, "live", camera.ward_code)
        watch = _Watch(camera, namespace, wards.replace("+", camera.code))
        self._watches[camera.code] = self._by_topic[watch.topic] = watch
        self._requests.follow(watch.topic)
        watch.asking = asyncio.create_task(self._keep_asking(watch), name=f"asking {camera.code}")
        return watch

    def _end(self, watch: _Watch) -> None:
        del self._watches[watch.camera.code]
        del self._by_topic[watch.topic]
        self._requests.unfollow(watch.topic)
        if watch.asking is not None:
            watch.asking.cancel()

    async def _keep_asking(self, watch: _Watch) -> None:
        """Ask once a second; a silent camera more and more rarely, and say since when it is silent."""
        loop = asyncio.get_running_loop()
        unanswered = 0
        while True:
            began_s = loop.time()
            is_answered = await self._ask_and_wait(watch)
            unanswered = 0 if is_answered else unanswered + 1
            pause_s = min(float(unanswered), _LONGEST_PAUSE_S) if unanswered > 1 else 0.0
            await asyncio.sleep(max(_EVERY_S - (loop.time() - began_s), pause_s))

    async def _ask_and_wait(self, watch: _Watch) -> bool:
        """Ask for a picture, wait for it, and tell who looks when none comes."""
        request = _request(watch.camera, datetime.now(UTC))
        watch.asked.append(request.id)
        watch.answered.clear()
        watch.silent_since = watch.silent_since or request.observed_at
        if not self._requests.ask_live(watch.namespace, watch.camera.ward_code, request):
            watch.tell(framed(FrameHead(watch.camera.code, "away", since=watch.silent_since)))
            return False
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE_S):
                await watch.answered.wait()
                return True
        watch.tell(framed(FrameHead(watch.camera.code, "silent", since=watch.silent_since)))
        return False

    def _heard(self, topic: str, payload: bytes) -> None:
        """Take what the broker brings, in its thread: checking and masking hold up no browser."""
        watch = self._by_topic.get(topic)
        if watch is None or self._loop is None:
            return
        try:
            picture = admitted(
                topic,
                payload,
                watch.camera.provenance,
                tuple(watch.asked),
                received_at=datetime.now(UTC),
                gate=self._gate,
                zones=self._zones.of(watch.camera.code),
            )
        except PictureNotShownError as error:
            if error.reason != UNASKED:
                log.debug("%s: %s", watch.camera.code, error)
                self._loop.call_soon_threadsafe(self._refuse, watch, error.reason)
            return
        self._loop.call_soon_threadsafe(self._show, watch, picture)

    def _show(self, watch: _Watch, picture: Admitted) -> None:
        head = FrameHead(
            watch.camera.code, "picture", at=picture.observed_at, p=picture.provenance, x=picture.exercise
        )
        watch.newest, watch.newest_at = framed(head, picture.jpeg), datetime.now(UTC)
        watch.silent_since = None
        watch.answered.set()
        watch.tell(watch.newest)

    def _refuse(self, watch: _Watch, reason: str) -> None:
        watch.answered.set()
        watch.tell(framed(FrameHead(watch.camera.code, "refused", since=watch.silent_since, reason=reason)))


def _request(camera: CameraToLookAt, at: datetime) -> SnapshotRequested:
    """Return the request for a live picture."""
    return SnapshotRequested(
        id=uuid7(at),
        source=camera.code,
        seq=int(at.timestamp() * 1000),
        observed_at=at,
        provenance=camera.provenance,
        purpose="live",
        live=True,
    )
