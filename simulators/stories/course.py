"""The course of a story: every message that is sent on its way, in order, and the truth about it.

Pure: the same story, stage, faults and seed give the same messages. Cameras have faults: one that sees it
misses a part of its looks, and now and then one is dark the whole time.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.geodesy import moved
from domain.identifiers import uuid7
from domain.messages import (
    CameraEventObserved,
    CameraState,
    CameraStatusReported,
    CitizenReported,
    GatewayState,
    GatewayStatusReported,
    PoliceReported,
    Provenance,
    SystemReadingTaken,
    VehiclesCounted,
)
from domain.places import Camera
from simulators.agenda import Outgoing
from simulators.fleet import gateway_of
from simulators.happenings import LABELS
from simulators.stories.stage import Stage
from simulators.stories.story import CamerasAre, CamerasSee, PeopleTell, Span, Story, SystemSays, TrafficIs
from simulators.stories.truth import Truth
from simulators.timeline import Head
from simulators.words import CITIZEN_CHANNELS, citizen_words, police_words

NOT_COUNTED = 0
"""The number of every message of a story: the counters of its sources go on beside it."""
_STATE_EVERY_S = 15.0
_COUNT_EVERY_S = 20.0
_ASIDE_M = 35.0


class _StoryHead(Head):
    """What every message of a story begins with."""

    exercise: bool


@dataclass(frozen=True, slots=True)
class Faults:
    """How cameras fail: the share of looks that miss what is there, and of cameras that are dark."""

    miss: float = 0.0
    dark: float = 0.0


@dataclass(frozen=True, slots=True)
class Told:
    """A message, and how many seconds after the story's beginning it is sent."""

    at_s: float
    outgoing: Outgoing


@dataclass(frozen=True, slots=True)
class Playing:
    """One playing of a story."""

    told: tuple[Told, ...]
    truth: Truth


@dataclass(frozen=True, slots=True)
class Take:
    """What a playing is made with: its number, its seed, when it begins, and whether it is an exercise."""

    number: int
    seed: int
    begins_at: datetime
    is_exercise: bool = False


def play_out(story: Story, stage: Stage, take: Take, faults: Faults) -> Playing:
    """Return the whole course of one playing."""
    course = _Course(story, stage, take, faults)
    told = sorted(course.told(), key=lambda it: it.at_s)
    return Playing(tuple(told), course.truth())


class _Course:
    """One playing in the making."""

    def __init__(self, story: Story, stage: Stage, take: Take, faults: Faults) -> None:
        self._story = story
        self._stage = stage
        self._take = take
        self._faults = faults
        self._rng = random.Random(f"{story.name} {take.seed} {take.number}")
        self._scene = stage.scene(story, self._rng)

    def truth(self) -> Truth:
        """Return the truth about it."""
        story, scene, expected = self._story, self._scene, self._story.expected
        return Truth(
            story=story.name,
            number=self._take.number,
            seed=self._take.seed,
            begins_at=self._take.begins_at,
            ends_at=self._take.begins_at + timedelta(seconds=story.lasts_s),
            ward_code=scene.ward_code,
            lat=round(scene.place[0], 6),
            lon=round(scene.place[1], 6),
            camera=scene.camera.code,
            alert=expected.alert,
            kinds=expected.kinds,
            severity=expected.severity,
            within_s=expected.within_s,
            within_m=expected.within_m,
            alerts=expected.alerts,
            incidents=expected.incidents,
        )

    def told(self) -> Iterator[Told]:
        """Yield every message."""
        for seen in self._story.cameras:
            yield from self._seen(seen)
        for people in self._story.citizens:
            yield from (Told(at_s, self._citizen(people, at_s)) for at_s in self._times(people))
        for people in self._story.police:
            yield from (Told(at_s, self._police(people, at_s)) for at_s in self._times(people))
        for state in self._story.states:
            yield from self._states(state)
        for traffic in self._story.traffic:
            yield from self._traffic(traffic)
        for system in self._story.systems:
            yield from self._system(system)
        for gateway in self._story.gateways:
            begin_s = self._drawn(gateway.from_s)
            yield Told(begin_s, self._gateway(GatewayState.LOST, begin_s))
            yield Told(gateway.until_s, self._gateway(GatewayState.ONLINE, gateway.until_s))

    def _seen(self, seen: CamerasSee) -> Iterator[Told]:
        """Yield what the cameras around see; each is a little later and less sure than the one before."""
        begin_s = self._drawn(seen.from_s)
        for rank, camera in enumerate(self._stage.around(self._scene, seen.watchers)):
            is_dark = self._rng.random() < self._faults.dark
            at_s = begin_s + rank * self._rng.uniform(0, 4)
            surely = self._rng.uniform(*seen.score) - 0.04 * rank
            while at_s < seen.until_s:
                if not is_dark and self._rng.random() >= self._faults.miss:
                    yield Told(at_s, self._event(seen, camera, surely, at_s))
                at_s += seen.every_s * self._rng.uniform(0.8, 1.2)

    def _event(self, seen: CamerasSee, camera: Camera, surely: float, at_s: float) -> Outgoing:
        score = min(0.99, max(0.05, surely + self._rng.uniform(-0.03, 0.03)))
        message = CameraEventObserved(
            **self._head(camera.code, at_s),
            kind=seen.kind,
            score=round(score, 2),
            label=LABELS.get(seen.kind, seen.kind),
        )
        return Outgoing(camera.ward_code, message)

    def _times(self, people: PeopleTell) -> Iterator[float]:
        """Yield when people report, as many as come."""
        at_s = self._drawn(people.from_s)
        for _ in range(self._rng.randint(*people.many)):
            yield min(at_s, self._story.lasts_s)
            at_s += self._drawn(people.apart_s)

    def _citizen(self, people: PeopleTell, at_s: float) -> Outgoing:
        lat, lon = moved(*self._scene.place, self._rng.uniform(0, 360), self._rng.uniform(0, _ASIDE_M))
        message = CitizenReported(
            **self._head(f"citizens-{self._scene.ward_code}", at_s),
            kind=people.kind,
            lat=round(lat, 6),
            lon=round(lon, 6),
            channel=self._rng.choice(CITIZEN_CHANNELS),
            text=citizen_words(people.kind, self._scene.camera.name, self._rng),
        )
        return Outgoing(self._scene.ward_code, message)

    def _police(self, people: PeopleTell, at_s: float) -> Outgoing:
        message = PoliceReported(
            **self._head(f"post-{self._scene.ward_code}", at_s),
            kind=people.kind,
            lat=round(self._scene.place[0], 6),
            lon=round(self._scene.place[1], 6),
            text=police_words(people.kind, self._scene.camera.name, self._rng),
        )
        return Outgoing(self._scene.ward_code, message)

    def _states(self, part: CamerasAre) -> Iterator[Told]:
        """Yield the state of each camera, said again while it lasts, and that it is well afterwards."""
        begin_s = self._drawn(part.from_s)
        for camera in self._stage.around(self._scene, part.cameras):
            at_s = begin_s + self._rng.uniform(0, 3)
            while at_s < part.until_s:
                yield Told(at_s, self._state(camera, part.state, at_s))
                at_s += _STATE_EVERY_S
            yield Told(part.until_s, self._state(camera, CameraState.ONLINE, part.until_s))

    def _state(self, camera: Camera, state: CameraState, at_s: float) -> Outgoing:
        head = self._head(camera.code, at_s)
        return Outgoing(camera.ward_code, CameraStatusReported(**head, state=state, gateway=camera.gateway))

    def _traffic(self, part: TrafficIs) -> Iterator[Told]:
        """Yield counts of the street's cameras, and afterwards some of a street that flows."""
        begin_s = self._drawn(part.from_s)
        for camera in self._stage.on_street(self._scene, part.cameras):
            at_s = begin_s
            while at_s < self._story.lasts_s:
                is_jammed = at_s < part.until_s
                speed_kmh, occupancy = (part.speed_kmh, part.occupancy) if is_jammed else (28.0, 0.15)
                yield Told(at_s, self._count(camera, speed_kmh, occupancy, at_s))
                at_s += _COUNT_EVERY_S

    def _count(self, camera: Camera, speed_kmh: float, occupancy: float, at_s: float) -> Outgoing:
        message = VehiclesCounted(
            **self._head(camera.code, at_s),
            period_s=_COUNT_EVERY_S,
            motorcycles=self._rng.randint(4, 12),
            cars=self._rng.randint(1, 4),
            buses=0,
            trucks=0,
            bicycles=0,
            speed_kmh=round(max(0.0, speed_kmh + self._rng.uniform(-1, 1)), 1),
            occupancy=round(min(1.0, max(0.0, occupancy + self._rng.uniform(-0.03, 0.03))), 2),
        )
        return Outgoing(camera.ward_code, message)

    def _system(self, part: SystemSays) -> Iterator[Told]:
        """Yield a figure while it lasts, and what it is afterwards."""
        begin_s = self._drawn(part.from_s)
        for at_s, value in ((begin_s, part.value), (part.until_s, part.after)):
            yield Told(at_s, self._reading(part, value, at_s))

    def _reading(self, part: SystemSays, value: float, at_s: float) -> Outgoing:
        lat, lon = self._scene.place
        message = SystemReadingTaken(
            **self._head(f"{part.system.replace('_', '-')}-{self._scene.ward_code}", at_s),
            system=part.system,
            site=f"story-{self._scene.camera.code}",
            metric=part.metric,
            value=value,
            unit=part.unit,
            lat=round(lat, 6),
            lon=round(lon, 6),
        )
        return Outgoing(self._scene.ward_code, message)

    def _gateway(self, state: GatewayState, at_s: float) -> Outgoing:
        head = self._head(gateway_of(self._scene.ward_code), at_s)
        return Outgoing(self._scene.ward_code, GatewayStatusReported(**head, state=state))

    def _drawn(self, span: Span) -> float:
        return self._rng.uniform(*span)

    def _head(self, source: str, at_s: float) -> _StoryHead:
        observed_at = self._take.begins_at + timedelta(seconds=at_s)
        return _StoryHead(
            id=uuid7(observed_at, self._rng.randbytes(10)),
            source=source,
            seq=NOT_COUNTED,
            observed_at=observed_at,
            provenance=Provenance.SIMULATED,
            exercise=self._take.is_exercise,
        )
