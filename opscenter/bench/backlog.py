"""The backlog that every contender drains: what a simulated district says, the same for the same seed."""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count

from domain.codec import encode, encode_batch
from domain.identifiers import uuid7
from domain.kinds import IncidentKind
from domain.messages import CameraEventObserved, Message, Provenance, UnitMoved, VehiclesCounted
from domain.places import Camera, Unit
from domain.topics import simulated_namespace, topic_for

SEED = 20260301
_EVENTFUL = 0.02
_FROM_UNITS = 0.03
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


@dataclass(frozen=True, slots=True)
class Payload:
    """What is published: one message, or an array of them."""

    ward_code: str
    topic: str
    body: bytes


def messages(
    cameras: Sequence[Camera], units: Sequence[Unit], total: int, end: datetime
) -> list[WardMessage]:
    """Return `total` messages, the last a count observed at `end`; without units, all are the cameras'.

    The cameras count in turns, every 10 s; one message in fifty is an event, three in a hundred tell where
    a unit is. Every source numbers its messages without a gap.
    """
    chance = random.Random(SEED)
    numbers: defaultdict[str, Iterator[int]] = defaultdict(count)
    turns = -(-total // len(cameras))
    made: list[WardMessage] = []
    for number in range(total):
        at = end - _PERIOD * (turns - 1 - number // len(cameras)) - timedelta(microseconds=total - 1 - number)
        draw = chance.random() if number < total - 1 else 1.0
        if units and draw < _FROM_UNITS:
            unit = chance.choice(units)
            made.append(WardMessage(unit.ward_code, _position(chance, unit, next(numbers[unit.code]), at)))
            continue
        camera = cameras[number % len(cameras)]
        make = _event if draw < _FROM_UNITS + _EVENTFUL else _count
        made.append(WardMessage(camera.ward_code, make(chance, camera.code, next(numbers[camera.code]), at)))
    return made


def single(backlog: Sequence[WardMessage], district: str) -> list[Payload]:
    """Return a payload for each message."""
    return [Payload(it.ward_code, it.topic(district), encode(it.message)) for it in backlog]


def batched(backlog: Sequence[WardMessage], district: str, size: int) -> list[Payload]:
    """Return arrays of up to `size` messages of one topic, each sent when it is full, the rest at the end."""
    filling: dict[str, list[Message]] = {}
    wards: dict[str, str] = {}
    made: list[Payload] = []
    for it in backlog:
        topic = it.topic(district)
        wards[topic] = it.ward_code
        said = filling.setdefault(topic, [])
        said.append(it.message)
        if len(said) == size:
            made.append(Payload(it.ward_code, topic, encode_batch(filling.pop(topic))))
    return made + [Payload(wards[topic], topic, encode_batch(said)) for topic, said in filling.items()]


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


def _position(chance: random.Random, unit: Unit, seq: int, at: datetime) -> UnitMoved:
    return UnitMoved(
        id=uuid7(at, chance.randbytes(10)),
        source=unit.code,
        seq=seq,
        observed_at=at,
        provenance=Provenance.SIMULATED,
        lat=round(unit.lat + chance.uniform(-0.01, 0.01), 5),
        lon=round(unit.lon + chance.uniform(-0.01, 0.01), 5),
        heading_deg=float(chance.randrange(360)),
        speed_kmh=float(chance.randrange(50)),
    )
