"""The district's ordinary noise around stories: what happens every day, and how cameras lie and drop out.

Every rate is stated in Noise; the same seed makes the same day. What really happened is told beside what was
sent, so that an alert about it is not called false.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.identifiers import uuid7
from domain.kinds import KINDS, IncidentKind, Severity
from domain.messages import (
    CameraEventObserved,
    CameraState,
    CameraStatusReported,
    CitizenReported,
    Message,
    PoliceReported,
    Provenance,
    SystemReadingTaken,
    VehiclesCounted,
)
from domain.places import Camera, LatLon
from domain.smart_systems import SmartSystem
from simulators import rhythm
from simulators.agenda import Outgoing
from simulators.happenings import LABELS, RHYTHMS, Fortune, Happening, place_seen_by
from simulators.timeline import Head
from simulators.words import CITIZEN_CHANNELS, CITIZEN_ONLY, POLICE_ONLY, citizen_words, police_words

_HOUR_S = 3600.0
_STEP_S = 10.0
_AGAIN_S = (9.0, 15.0)


@dataclass(frozen=True, slots=True)
class Noise:
    """How much noise there is. Rates are an hour, for the whole district unless they say otherwise."""

    lies_per_camera: float = 1.0
    lasting_share: float = 0.004
    miss: float = 0.2
    dropouts: float = 15.0
    dropout_s: tuple[float, float] = (20.0, 1500.0)
    covered: float = 1.0
    covered_s: tuple[float, float] = (20.0, 240.0)
    citizens: float = 9.0
    pranks: float = 0.2
    police: float = 7.0
    jams: float = 3.0


@dataclass(frozen=True, slots=True)
class Really:
    """Something that really happened, and was no story; worth an alert: a person had something to do."""

    kind: IncidentKind
    place: LatLon
    ward_code: str
    begins_at: datetime
    ends_at: datetime
    is_worth_alert: bool


@dataclass(frozen=True, slots=True)
class NoisyDay:
    """What was sent, in order, and what of it was true."""

    sent: tuple[Outgoing, ...]
    really: tuple[Really, ...]


def noisy_day(
    cameras: Sequence[Camera], begins_at: datetime, hours: float, noise: Noise, seed: int
) -> NoisyDay:
    """Return the noise of a day."""
    made = _Day(cameras, begins_at, hours, noise, seed)
    sent = sorted(made.all(), key=lambda it: it.message.observed_at)
    return NoisyDay(tuple(sent), tuple(made.really))


class _Day:
    """A day in the making."""

    def __init__(
        self,
        cameras: Sequence[Camera],
        begins_at: datetime,
        hours: float,
        noise: Noise,
        seed: int,
    ) -> None:
        self._cameras = list(cameras)
        self._begins_at = begins_at
        self._seconds = hours * _HOUR_S
        self._noise = noise
        self._rng = random.Random(f"noise {seed}")
        self._seed = seed
        self.really: list[Really] = []

    def all(self) -> Iterator[Outgoing]:
        """Yield everything, kind by kind."""
        yield from self._lies()
        yield from self._ordinary()
        yield from self._dropouts()
        yield from self._people()
        yield from self._jams()
        yield from self._systems()

    def _lies(self) -> Iterator[Outgoing]:
        """Yield what cameras claim and nothing was there; a few of them claim it for a while."""
        kinds = list(RHYTHMS)
        weights = [RHYTHMS[kind].per_hour for kind in kinds]
        many = round(self._noise.lies_per_camera * len(self._cameras) * self._seconds / _HOUR_S)
        for _ in range(many):
            camera, at_s = self._rng.choice(self._cameras), self._rng.uniform(0, self._seconds)
            (kind,) = self._rng.choices(kinds, weights)
            score = 0.45 + 0.45 * self._rng.betavariate(2, 2.5)
            again = self._rng.randint(2, 5) if self._rng.random() < self._noise.lasting_share else 1
            for _ in range(again):
                yield self._event(kind, camera, score, at_s)
                at_s += self._rng.uniform(*_AGAIN_S)

    def _ordinary(self) -> Iterator[Outgoing]:
        """Yield what cameras see of what happens every day, as often as it does by hour and weather."""
        fortune = Fortune(self._cameras, {camera.code: 2 for camera in self._cameras}, self._rng)
        at_s = 0.0
        while at_s < self._seconds:
            at = self._at(at_s)
            air = (rhythm.demand(at), rhythm.darkness(at), rhythm.rain(at, self._seed))
            for happening in fortune.draw(at_s, _STEP_S, busy=air[0], dark=air[1], rain=air[2]):
                if happening.is_true:
                    yield from self._seen(happening)
            at_s += _STEP_S

    def _seen(self, happening: Happening) -> Iterator[Outgoing]:
        """Yield the looks at something that really happens, and remember that it does."""
        self._happened(
            happening.kind, happening.place, happening.camera, happening.begin_s, happening.lasts_s
        )
        at_s = happening.begin_s
        while at_s <= happening.begin_s + happening.lasts_s:
            if self._rng.random() >= self._noise.miss:
                yield self._event(happening.kind, happening.camera, happening.score, at_s)
            at_s += self._rng.uniform(*_AGAIN_S)
        told = RHYTHMS[happening.kind]
        if self._rng.random() < told.told_by_citizens:
            at_s = happening.begin_s + self._rng.uniform(20, 120)
            yield self._citizen(happening.kind, happening.camera, happening.place, at_s)
        if self._rng.random() < told.told_by_police:
            at_s = happening.begin_s + self._rng.uniform(60, 300)
            yield self._police(happening.kind, happening.camera, happening.place, at_s)

    def _dropouts(self) -> Iterator[Outgoing]:
        """Yield cameras that go away or are covered for a while, and come back."""
        for state, many, span in (
            (CameraState.OFFLINE, self._noise.dropouts, self._noise.dropout_s),
            (CameraState.OBSCURED, self._noise.covered, self._noise.covered_s),
        ):
            for at_s in self._times(many):
                camera = self._rng.choice(self._cameras)
                yield self._state(camera, state, at_s)
                yield self._state(camera, CameraState.ONLINE, at_s + self._rng.uniform(*span))

    def _people(self) -> Iterator[Outgoing]:
        """Yield what only people tell, and pranks."""
        for at_s in self._busy_times(self._noise.citizens):
            camera, kind = self._rng.choice(self._cameras), self._rng.choice(CITIZEN_ONLY)
            self._happened(kind, place_seen_by(camera), camera, at_s, 600.0)
            yield self._citizen(kind, camera, place_seen_by(camera), at_s)
        for at_s in self._busy_times(self._noise.police):
            camera, kind = self._rng.choice(self._cameras), self._rng.choice(POLICE_ONLY)
            self._happened(kind, place_seen_by(camera), camera, at_s, 600.0)
            yield self._police(kind, camera, place_seen_by(camera), at_s)
        for at_s in self._times(self._noise.pranks):
            camera = self._rng.choice(self._cameras)
            kind = self._rng.choice((IncidentKind.FIRE, IncidentKind.DISORDER, IncidentKind.SNATCHING))
            yield self._citizen(kind, camera, place_seen_by(camera), at_s)

    def _jams(self) -> Iterator[Outgoing]:
        """Yield the counts of streets that jam, more at the rush hours, until they flow again."""
        for at_s in self._busy_times(self._noise.jams):
            camera, peak = self._rng.choice(self._cameras), self._rng.uniform(0.45, 1.0)
            lasts_s = self._rng.uniform(240, 1200)
            if peak >= 0.75:
                self._happened(IncidentKind.CONGESTION, place_seen_by(camera), camera, at_s, lasts_s)
            for index in range(int(lasts_s / 20) + 12):
                level = peak if index * 20 < lasts_s else 0.2
                yield self._count(camera, level, at_s + index * 20)

    def _systems(self) -> Iterator[Outgoing]:
        """Yield one ordinary figure of each of the eight systems every two minutes."""
        ward_code = self._cameras[0].ward_code
        for index in range(int(self._seconds / 120)):
            for system in SmartSystem:
                head = self._head(f"{system.replace('_', '-')}-{ward_code}", index * 120.0)
                reading = SystemReadingTaken(
                    **head, system=system, site="everywhere", metric="on_time_share", value=96.0, unit="%"
                )
                yield Outgoing(ward_code, reading)

    def _happened(
        self, kind: IncidentKind, place: LatLon, camera: Camera, begin_s: float, lasts_s: float
    ) -> None:
        is_small = KINDS[kind].severity is Severity.LOW and lasts_s < 300
        self.really.append(
            Really(
                kind=kind,
                place=place,
                ward_code=camera.ward_code,
                begins_at=self._at(begin_s),
                ends_at=self._at(begin_s + lasts_s),
                is_worth_alert=not is_small,
            )
        )

    def _times(self, per_hour: float) -> Iterator[float]:
        """Yield moments of the day, as many as the rate makes."""
        at_s = self._rng.expovariate(per_hour / _HOUR_S) if per_hour else self._seconds
        while at_s < self._seconds:
            yield at_s
            at_s += self._rng.expovariate(per_hour / _HOUR_S)

    def _busy_times(self, per_hour: float) -> Iterator[float]:
        """Yield moments of the day, the more the busier it is."""
        for at_s in self._times(per_hour):
            if self._rng.random() < rhythm.demand(self._at(at_s)):
                yield at_s

    def _event(self, kind: IncidentKind, camera: Camera, surely: float, at_s: float) -> Outgoing:
        score = round(min(0.99, max(0.3, surely + self._rng.uniform(-0.03, 0.03))), 2)
        message = CameraEventObserved(
            **self._head(camera.code, at_s), kind=kind, score=score, label=LABELS.get(kind, kind)
        )
        return Outgoing(camera.ward_code, message)

    def _state(self, camera: Camera, state: CameraState, at_s: float) -> Outgoing:
        head = self._head(camera.code, at_s)
        return Outgoing(camera.ward_code, CameraStatusReported(**head, state=state, gateway=camera.gateway))

    def _citizen(self, kind: IncidentKind, camera: Camera, place: LatLon, at_s: float) -> Outgoing:
        message: Message = CitizenReported(
            **self._head(f"citizens-{camera.ward_code}", at_s),
            kind=kind,
            lat=place[0],
            lon=place[1],
            channel=self._rng.choice(CITIZEN_CHANNELS),
            text=citizen_words(kind, camera.name, self._rng),
        )
        return Outgoing(camera.ward_code, message)

    def _police(self, kind: IncidentKind, camera: Camera, place: LatLon, at_s: float) -> Outgoing:
        message: Message = PoliceReported(
            **self._head(f"post-{camera.ward_code}", at_s),
            kind=kind,
            lat=place[0],
            lon=place[1],
            text=police_words(kind, camera.name, self._rng),
        )
        return Outgoing(camera.ward_code, message)

    def _count(self, camera: Camera, level: float, at_s: float) -> Outgoing:
        """Return a count that is as jammed as `level` says: half by speed, half by how full it is."""
        message = VehiclesCounted(
            **self._head(camera.code, at_s),
            period_s=20.0,
            motorcycles=self._rng.randint(4, 12),
            cars=self._rng.randint(1, 4),
            buses=0,
            trucks=0,
            bicycles=0,
            speed_kmh=round(30 * (1 - level), 1),
            occupancy=round(0.85 * level, 2),
        )
        return Outgoing(camera.ward_code, message)

    def _at(self, at_s: float) -> datetime:
        return self._begins_at + timedelta(seconds=at_s)

    def _head(self, source: str, at_s: float) -> Head:
        observed_at = self._at(at_s)
        return Head(
            id=uuid7(observed_at, self._rng.randbytes(10)),
            source=source,
            seq=0,
            observed_at=observed_at,
            provenance=Provenance.SIMULATED,
        )
