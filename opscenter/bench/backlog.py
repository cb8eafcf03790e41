"""The backlog that every contender drains: counts and events of the district's simulated cameras."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from domain.identifiers import uuid7
from domain.kinds import IncidentKind
from domain.messages import CameraEventObserved, Message, Provenance, VehiclesCounted
from domain.places import Camera
from domain.topics import simulated_namespace, topic_for

SEED = 20260301
_EVENTFUL = 0.02
_SEEN = (IncidentKind.CRASH, IncidentKind.ILLEGAL_PARKING, IncidentKind.CONGESTION)
_PERIOD = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class WardMessage:
    """A message and the ward that sends it."""

    ward_code: str
    message: Message

    def topic(self, district: str) -> str:
        """Return where it is published."""
        return str(topic_for(simulated_namespace(district), self.ward_code, self.message))


def messages(cameras: Sequence[Camera], count: int, end: datetime) -> Iterator[WardMessage]:
    """Yield `count` messages, the last observed at `end`: each camera counts, one in fifty sees something."""
    chance = random.Random(SEED)
    rounds = -(-count // len(cameras))
    for number in range(count):
        camera = cameras[number % len(cameras)]
        at = end - _PERIOD * (rounds - 1 - number // len(cameras))
        seq = number // len(cameras)
        make = _event if chance.random() < _EVENTFUL else _count
        yield WardMessage(camera.ward_code, make(chance, camera.code, seq, at))


def _count(chance: random.Random, source: str, seq: int, at: datetime) -> VehiclesCounted:
    return VehiclesCounted(
        id=uuid7(at, chance.randbytes(10)),
        source=source,
        seq=seq,
        observed_at=at,
        provenance=Provenance.SIMULATED,
        period_s=_PERIOD.total_seconds(),
        motorcycles=chance.randrange(80),
        cars=chance.randrange(20),
        buses=chance.randrange(3),
        trucks=chance.randrange(3),
        bicycles=chance.randrange(5),
        speed_kmh=round(chance.uniform(3, 45), 1),
        occupancy=round(chance.random(), 3),
    )


def _event(chance: random.Random, source: str, seq: int, at: datetime) -> CameraEventObserved:
    return CameraEventObserved(
        id=uuid7(at, chance.randbytes(10)),
        source=source,
        seq=seq,
        observed_at=at,
        provenance=Provenance.SIMULATED,
        kind=chance.choice(_SEEN),
        score=round(chance.uniform(0.5, 1.0), 3),
        label="vehicle",
        box=(0.1, 0.2, 0.3, 0.4),
    )


def now_on_the_second() -> datetime:
    """Return now without its fraction."""
    return datetime.now(UTC).replace(microsecond=0)
