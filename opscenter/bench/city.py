"""A whole city as it speaks: 24 districts, their recorders, and what each recorder says when. Pure."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from domain.identifiers import uuid7
from domain.kinds import IncidentKind
from domain.messages import CameraEventObserved, Message, Provenance, VehiclesCounted
from domain.places import Camera, CameraKind, District, Ward

CITY_CAMERAS = 37_000
DISTRICTS = 24
WARDS_OF_A_DISTRICT = 10
CAMERAS_OF_A_RECORDER = 9
"""District 1 has 1,115 cameras on 128 recorders."""
SLUG = "d1"
_EVENTFUL = 0.02
_SQUARE_DEG = 0.02
_FIRST_CODE = 10_000


@dataclass(frozen=True, slots=True)
class Recorder:
    """A recorder: the cameras for which it speaks, and the district whose line it uses."""

    code: str
    district: int
    cameras: tuple[Camera, ...]

    @property
    def ward_code(self) -> str:
        """Return the ward in which it and its cameras stand."""
        return self.cameras[0].ward_code


@dataclass(frozen=True, slots=True)
class City:
    """Wards and recorders of a city."""

    district: District
    recorders: tuple[Recorder, ...]

    @property
    def cameras(self) -> tuple[Camera, ...]:
        """Every camera of the city."""
        return tuple(camera for recorder in self.recorders for camera in recorder.cameras)


def a_city(cameras: int) -> City:
    """Return a city with this many cameras, spread evenly over 24 districts of ten wards each."""
    wards = tuple(_ward(number) for number in range(DISTRICTS * WARDS_OF_A_DISTRICT))
    recorders = []
    for first in range(0, cameras, CAMERAS_OF_A_RECORDER):
        number = first // CAMERAS_OF_A_RECORDER
        ward = wards[number % len(wards)]
        ours = range(first, min(first + CAMERAS_OF_A_RECORDER, cameras))
        code = f"rec-{number:05d}"
        recorders.append(
            Recorder(
                code,
                number % len(wards) // WARDS_OF_A_DISTRICT,
                tuple(_camera(it, ward, code) for it in ours),
            )
        )
    place = District("79", "Thành phố", SLUG, wards, (), (), (), "bench")
    return City(place, tuple(recorders))


class Speech:
    """What recorders say: numbered messages of their cameras, the same for the same seed."""

    def __init__(self, seed: int = 1) -> None:
        self._chance = random.Random(seed)
        self._next_seq: dict[str, int] = {}

    def of(self, recorder: Recorder, at: datetime) -> Iterator[Message]:
        """Yield a count for each camera of a recorder, and for one in fifty an event beside it."""
        for camera in recorder.cameras:
            yield self._count(camera.code, at)
            if self._chance.random() < _EVENTFUL:
                yield self._event(camera.code, at)

    def _seq(self, code: str) -> int:
        seq = self._next_seq.get(code, 0)
        self._next_seq[code] = seq + 1
        return seq

    def _count(self, code: str, at: datetime) -> VehiclesCounted:
        draw = self._chance.randrange
        return VehiclesCounted(
            id=uuid7(at),
            source=code,
            seq=self._seq(code),
            observed_at=at,
            provenance=Provenance.SIMULATED,
            period_s=60.0,
            motorcycles=draw(80),
            cars=draw(20),
            buses=draw(3),
            trucks=draw(3),
            bicycles=draw(5),
            speed_kmh=round(self._chance.uniform(20, 45), 1),
            occupancy=round(self._chance.uniform(0, 0.4), 3),
        )

    def _event(self, code: str, at: datetime) -> CameraEventObserved:
        return CameraEventObserved(
            id=uuid7(at),
            source=code,
            seq=self._seq(code),
            observed_at=at,
            provenance=Provenance.SIMULATED,
            kind=IncidentKind.ILLEGAL_PARKING,
            score=round(self._chance.uniform(0.5, 1.0), 3),
        )


def beats(recorders: Sequence[Recorder], period_s: float, seconds: float) -> Iterator[tuple[float, Recorder]]:
    """Yield which recorder speaks how many seconds after the start: each once in a period, evenly spread."""
    pause_s = period_s / len(recorders)
    for number in range(int(seconds / pause_s)):
        yield number * pause_s, recorders[number % len(recorders)]


def _ward(number: int) -> Ward:
    lat, lon = _corner(number)
    ring = (
        (lat, lon),
        (lat, lon + _SQUARE_DEG),
        (lat + _SQUARE_DEG, lon + _SQUARE_DEG),
        (lat + _SQUARE_DEG, lon),
    )
    centre = (lat + _SQUARE_DEG / 2, lon + _SQUARE_DEG / 2)
    return Ward(str(_FIRST_CODE + number), f"Phường {number}", centre, ring, date(2000, 1, 1))


def _camera(number: int, ward: Ward, recorder: str) -> Camera:
    lat, lon = ward.label
    return Camera(
        code=f"city-{number:05d}",
        name=f"Camera {number}",
        ward_code=ward.code,
        lat=lat,
        lon=lon,
        heading_deg=float(number % 360),
        fov_deg=70.0,
        range_m=60.0,
        kind=CameraKind.FIXED,
        recorder=recorder,
        gateway=f"gw-{ward.code}",
        street="",
        owner="ward",
        purpose="traffic",
        provenance=Provenance.SIMULATED,
    )


def _corner(ward: int) -> tuple[float, float]:
    return 10.4 + ward // 16 * _SQUARE_DEG, 106.4 + ward % 16 * _SQUARE_DEG
