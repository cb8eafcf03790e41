"""Events whose way through the centre is timed: each of a camera of its own, so that each opens an alert."""

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from db.connection import connect
from db.registry import register_cameras
from domain.codec import encode_batch
from domain.identifiers import uuid7
from domain.kinds import IncidentKind
from domain.messages import CameraEventObserved, Provenance
from domain.places import Camera, CameraKind, District
from domain.topics import simulated_namespace, topic_for
from opscenter.broker_logins import simulated_login_name
from opscenter.proving.living_centre import LivingCentre
from simulators.replay_link import Saying

_APART_DEGREES = 0.003
"""How far the cameras stand from each other: further than signs of one matter do."""
PREFIX = "bench-"
"""Begins the codes of the cameras whose events are timed."""


@dataclass(frozen=True, slots=True)
class Probe:
    """An event that was published: of which camera, under which id, when by this machine's clock."""

    camera: str
    event_id: str
    published_at_s: float


class Prober:
    """Publishes one lone event after another."""

    def __init__(self, line: Saying, slug: str, cameras: Sequence[Camera]) -> None:
        self._line = line
        self._slug = simulated_namespace(slug)
        self._cameras = iter(cameras)

    def publish(self) -> Probe:
        """Publish an event of the next camera that was not used yet."""
        camera = next(self._cameras)
        now = datetime.now(UTC)
        event = CameraEventObserved(
            id=uuid7(now),
            source=camera.code,
            seq=0,
            observed_at=now,
            provenance=Provenance.SIMULATED,
            kind=IncidentKind.CRASH,
            score=0.95,
        )
        topic, payload = str(topic_for(self._slug, camera.ward_code, event)), encode_batch([event])
        published_at_s = time.time()
        self._line.say(topic, payload)
        return Probe(camera.code, str(event.id), published_at_s)


@contextmanager
def prober(centre: LivingCentre, district: District, count: int) -> Iterator[Prober]:
    """Register `count` cameras of one ward, and speak for them with the ward's simulated login."""
    ward = district.wards[0]
    cameras = [_camera(number, ward.code, ward.label) for number in range(count)]
    with connect(centre.dsn, "opscenter-bench") as connection:
        register_cameras(connection, cameras)
    address = centre.broker(simulated_login_name(ward.code))
    with Saying(address, "bench-probe", threading.Event()) as line:
        yield Prober(line, district.slug, cameras)


def _camera(number: int, ward_code: str, label: tuple[float, float]) -> Camera:
    lat, lon = label
    return Camera(
        code=f"{PREFIX}{number:04d}",
        name=f"Camera {number}",
        ward_code=ward_code,
        lat=lat + _APART_DEGREES * (number % 20 - 10),
        lon=lon + _APART_DEGREES * (number // 20 % 20 - 10),
        heading_deg=0.0,
        fov_deg=70.0,
        range_m=60.0,
        kind=CameraKind.FIXED,
        recorder="bench",
        gateway="gw-bench",
        street="",
        owner="bench",
        purpose="traffic",
        provenance=Provenance.SIMULATED,
    )
