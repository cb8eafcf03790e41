"""Ten thousand cameras on one map: how soon it is there, how it pans, whether it grows."""

import random
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from domain.codec import encode_batch
from domain.identifiers import uuid7
from domain.messages import CameraState, CameraStatusReported, Provenance
from domain.places import Camera, District
from domain.topics import simulated_namespace, topic_for
from opscenter.bench.console_browser import a_desk, wait_until_ready
from opscenter.broker_logins import simulated_login_name
from opscenter.demo_district import register_simulated
from opscenter.proving.living_centre import LivingCentre
from opscenter.proving.progress import progress
from simulators.fleet import simulated_cameras
from simulators.replay_link import Saying

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

_SEED = 1
_BEATS_PER_S = 10
_SETTLE_S = 5.0
_PAN_S = 5.0
_PAINTED = """() => new Promise((resolve) => {
  const look = () => {
    const centre = window.opscenter;
    if (centre?.liveMap?.cameras.drawn >= COUNT && centre.store.state.cameras.size >= COUNT) {
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => resolve(performance.now());
        channel.port2.postMessage(null);
      });
    } else requestAnimationFrame(look);
  };
  look();
})"""
_PAN = """(ms) => new Promise((resolve) => {
  const map = window.opscenter.map;
  map.panBy([0, -480], { animate: false }); // The circle then goes around the district, which stays in view.
  const began = performance.now();
  const gaps = [];
  let before = began;
  const step = (now) => {
    gaps.push(now - before);
    before = now;
    const turn = (now - began) / 900;
    map.panBy([Math.round(9 * Math.cos(turn)), Math.round(9 * Math.sin(turn))], { animate: false });
    if (now - began < ms) requestAnimationFrame(step);
    else resolve({ frames: gaps.length, ms: now - began, worst: Math.max(...gaps.slice(1)) });
  };
  requestAnimationFrame(step);
})"""


@dataclass(frozen=True, slots=True)
class MapResult:
    """What was seen of a map with many cameras; seconds from the navigation's start, frames a second."""

    cameras: int
    changes_per_s: float
    first_paint_s: float
    first_paint_cold_s: float
    pan_fps: float
    worst_frame_ms: float
    heap_mb: tuple[float, ...]
    minutes: float


def time_map(
    centre: LivingCentre, browser: "Browser", district: District, *, cameras: int, minutes: float, rate: int
) -> MapResult:
    """Show so many cameras while `rate` of them change each second."""
    register_simulated(centre.dsn, district, cameras=cameras, seed=_SEED)
    fleet = simulated_cameras(district, count=cameras, seed=_SEED)
    with _changing(centre, district, fleet, rate) as changes, a_desk(browser, centre) as page:
        cold = _seconds_to_paint(page, cameras)
        warm = min(_seconds_to_paint(page, cameras) for _ in range(3))
        page.wait_for_timeout(_SETTLE_S * 1000)
        pan = page.evaluate(_PAN, _PAN_S * 1000)
        heap = _heap_over(page, minutes)
        return MapResult(
            cameras=cameras,
            changes_per_s=changes.rate(),
            first_paint_s=warm,
            first_paint_cold_s=cold,
            pan_fps=(pan["frames"] - 1) / pan["ms"] * 1000,
            worst_frame_ms=pan["worst"],
            heap_mb=heap,
            minutes=minutes,
        )


class _Changes:
    """Says for cameras in turn that their state is another, so many times a second."""

    def __init__(
        self, lines: dict[str, Saying], slug: str, fleet: Sequence[Camera], rate: int, stop: threading.Event
    ) -> None:
        self._lines = lines
        self._slug = simulated_namespace(slug)
        self._fleet = fleet
        self._rate = rate
        self._stop = stop
        self._seq = 0
        self._began = time.monotonic()
        self._said = 0

    def say_all(self) -> None:
        """Say of every camera once that it is online."""
        for camera in self._fleet:
            self._say(camera, CameraState.ONLINE)

    def run(self) -> None:
        """Go on until told to stop."""
        chance = random.Random(_SEED)
        self._began, self._said = time.monotonic(), 0
        while not self._stop.wait(1 / _BEATS_PER_S):
            due = int((time.monotonic() - self._began) * self._rate) - self._said
            for camera in chance.sample(self._fleet, min(due, len(self._fleet))):
                self._say(camera, chance.choice((CameraState.ONLINE, CameraState.MAINTENANCE)))

    def rate(self) -> float:
        """Return how many were said a second."""
        return self._said / (time.monotonic() - self._began)

    def _say(self, camera: Camera, state: CameraState) -> None:
        now = datetime.now(UTC)
        self._seq += 1
        self._said += 1
        status = CameraStatusReported(
            id=uuid7(now),
            source=camera.code,
            seq=self._seq,
            observed_at=now,
            provenance=Provenance.SIMULATED,
            state=state,
            gateway=camera.gateway,
        )
        topic = str(topic_for(self._slug, camera.ward_code, status))
        self._lines[camera.ward_code].say(topic, encode_batch([status]))


@contextmanager
def _changing(
    centre: LivingCentre, district: District, fleet: Sequence[Camera], rate: int
) -> Iterator[_Changes]:
    """Let cameras change in the background."""
    stop = threading.Event()
    lines = {
        ward.code: Saying(centre.broker(simulated_login_name(ward.code)), f"bench-{ward.code}", stop)
        for ward in district.wards
    }
    changes = _Changes(lines, district.slug, fleet, rate, stop)
    for line in lines.values():
        line.__enter__()
    thread = threading.Thread(target=changes.run, name="changes", daemon=True)
    try:
        changes.say_all()
        thread.start()
        yield changes
    finally:
        stop.set()
        thread.join(10)
        for line in lines.values():
            line.__exit__(None, None, None)


def _seconds_to_paint(page: "Page", cameras: int) -> float:
    """Load the page anew and return when its map with all cameras was painted."""
    page.reload(wait_until="commit")
    painted_ms: float = page.evaluate(_PAINTED.replace("COUNT", str(cameras)))
    wait_until_ready(page)
    return painted_ms / 1000


def _heap_over(page: "Page", minutes: float) -> tuple[float, ...]:
    """Return what the page's script holds, in MB, at the start, in between and at the end."""
    looks = max(2, min(11, round(minutes) + 1))
    session = page.context.new_cdp_session(page)
    found = []
    with progress("watching the page's memory", looks) as steps:
        for number in range(looks):
            if number:
                page.wait_for_timeout(minutes * 60_000 / (looks - 1))
            session.send("HeapProfiler.collectGarbage")
            usage: dict[str, Any] = session.send("Runtime.getHeapUsage")
            found.append(usage["usedSize"] / 1e6)
            steps.advance()
    return tuple(found)
