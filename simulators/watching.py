"""Cameras say how they are, report what happens before them, and send pictures of it."""

import hashlib
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from uuid import UUID

from domain.geodesy import distance_m, heading_deg
from domain.kinds import IncidentKind
from domain.messages import (
    CameraEventObserved,
    CameraState,
    CameraStatusReported,
    Moment,
    SnapshotRequested,
    SnapshotTaken,
)
from domain.places import Camera, CameraKind, LatLon
from simulators.agenda import Agenda, Outgoing
from simulators.camera_health import CameraHealth
from simulators.congestion import Jam
from simulators.happenings import LABELS, Fortune, Happening
from simulators.painter.layout import box_of
from simulators.painter.scene import HEIGHT, WIDTH, Scene
from simulators.rhythm import local
from simulators.surroundings import Surroundings
from simulators.timeline import Heads
from simulators.traffic import CountingPlace, density

_REPEAT_STATE_S = 60.0
_FIRST_STATES_S = 3.0
_LOOK_S = 1.0
_PICTURE_AFTER_S = 0.3
_AROUND_S = 5.0
_ANSWER_S = 0.2
_AGAIN_S = (10.0, 20.0)
_MOST_REPEATS = 30
_PICTURED = 5
"""Of one thing a camera sends pictures with every fifth event, the first among them."""
_ALSO_SEEN_CHANCE = 0.5
_VEHICLE_CHANCE = 0.06
_FROM_A_VEHICLE = frozenset(
    {IncidentKind.ILLEGAL_PARKING, IncidentKind.SIDEWALK, IncidentKind.STREET_VENDING, IncidentKind.WASTE}
)
_FROM_HEALTH = {
    CameraState.OBSCURED: IncidentKind.CAMERA_OBSCURED,
    CameraState.MOVED: IncidentKind.CAMERA_TAMPERED,
}
_STANDING_JAM = 0.72
_SETTLED_S = 60.0

Paint = Callable[[Scene], bytes]
"""Paints a scene as a JPEG."""


@dataclass(frozen=True, slots=True)
class LiveView:
    """What a camera shows to whom asked under `request_id`: yet to be painted."""

    ward_code: str
    request_id: UUID
    scene: Scene
    observed_at: datetime


class Watching:
    """All cameras as watchers: states, events, pictures and answers to requests."""

    def __init__(
        self,
        surroundings: Surroundings,
        cameras: tuple[Camera, ...],
        places: Mapping[str, CountingPlace],
        health: CameraHealth,
        *,
        place_of: Callable[[Camera], LatLon],
        on_happening: Callable[[Happening], None],
        agenda: Agenda,
        heads: Heads,
        paint: Paint,
        rng: random.Random,
    ) -> None:
        self._surroundings = surroundings
        self._cameras = {camera.code: camera for camera in cameras}
        self._vehicles = {camera.ward_code: camera for camera in cameras if camera.kind is CameraKind.VEHICLE}
        self._places = places
        self._health = health
        self._place_of = place_of
        self._on_happening = on_happening
        self._agenda = agenda
        self._heads = heads
        self._paint = paint
        self._rng = rng
        self.fortune = Fortune(cameras, {code: place.rank for code, place in places.items()}, rng)
        self._ongoing: dict[str, Happening] = {}
        self._told_jams: set[Jam] = set()

    def begin(self) -> None:
        """Put states and happenings on the agenda."""
        fixed = [camera for camera in self._cameras.values() if camera.kind is not CameraKind.VEHICLE]
        for index, camera in enumerate(fixed):
            share = index / len(fixed)
            action = partial(self._tell_state, camera)
            self._agenda.once(_FIRST_STATES_S * share, action)
            self._agenda.every(_REPEAT_STATE_S, action, first_s=_FIRST_STATES_S + _REPEAT_STATE_S * share)
        self._agenda.every(_LOOK_S, self._look, first_s=20.0)

    def happens(self, happening: Happening) -> None:
        """Let something happen: it is reported now, again while it lasts, and by cameras nearby."""
        self._on_happening(happening)
        watchers = [happening.camera]
        if happening.is_true and happening.camera.kind is not CameraKind.VEHICLE:
            watchers += self._others_that_see(happening)[:1]
        for index, camera in enumerate(watchers):
            begin_s = happening.begin_s + index * self._rng.uniform(1, 4)
            seen = Happening(
                kind=happening.kind,
                camera=camera,
                is_true=happening.is_true,
                score=max(0.4, round(happening.score - 0.07 * index, 2)),
                begin_s=begin_s,
                lasts_s=happening.lasts_s,
                place=happening.place,
            )
            self._agenda.once(begin_s, partial(self._report, seen, 0))

    def asked(self, request: SnapshotRequested, at_s: float) -> Iterator[Outgoing]:
        """Answer a request for a picture shortly; a camera that is away does not."""
        camera = self._cameras.get(request.source)
        if camera is not None and self._health.sends(camera.code):
            self._agenda.once(
                at_s + _ANSWER_S * self._surroundings.timeline.speed,
                partial(self._picture, camera, request.id, Moment.REQUESTED, None),
            )
        yield from ()

    def live_view(self, request: SnapshotRequested, at_s: float) -> LiveView | None:
        """Return what a camera shows now; None of a camera that is away, which does not answer.

        Light, weather and fullness hold for a minute, another one for each camera: so the traffic of
        one picture is that of the last, moved on.
        """
        camera = self._cameras.get(request.source)
        if camera is None or not self._health.sends(camera.code):
            return None
        speed = self._surroundings.timeline.speed
        settled_s = at_s - (at_s + hash_of(camera.code)) % (_SETTLED_S * speed)
        happening = self._still_happening(camera, at_s)
        settled = self._scene(camera, happening, max(0.0, settled_s))
        now = self._scene(camera, happening, at_s)
        scene = replace(now, darkness=settled.darkness, rain=settled.rain, fullness=settled.fullness)
        return LiveView(camera.ward_code, request.id, scene, self._surroundings.timeline.world(at_s))

    def _others_that_see(self, happening: Happening) -> list[Camera]:
        """Return other cameras that have the place in view, by chance none."""
        if self._rng.random() > _ALSO_SEEN_CHANCE:
            return []
        return [
            camera
            for camera in self._cameras.values()
            if camera is not happening.camera and _has_in_view(camera, happening.place)
        ]

    def _look(self, at_s: float) -> Iterator[Outgoing]:
        """See what begins within this second."""
        air = self._surroundings.air(at_s)
        for happening in self.fortune.draw(at_s, _LOOK_S, busy=air.busy, dark=air.dark, rain=air.rain):
            self.happens(self._perhaps_from_vehicle(happening))
        for jam in self._surroundings.congestion.jams:
            if jam not in self._told_jams and jam.strength(at_s) > _STANDING_JAM:
                self._told_jams.add(jam)
                self._notice(jam, at_s)
        for code, state in self._health.tend(at_s, _LOOK_S):
            yield from self._tell_state(self._cameras[code], at_s)
            if state in _FROM_HEALTH:
                kind = _FROM_HEALTH[state]
                self.happens(self.fortune.happening(kind, self._cameras[code], at_s, is_true=True))

    def _perhaps_from_vehicle(self, happening: Happening) -> Happening:
        """Let the ward's patrol see it instead now and then, where it is."""
        vehicle = self._vehicles.get(happening.camera.ward_code)
        if vehicle is None or happening.kind not in _FROM_A_VEHICLE or self._rng.random() > _VEHICLE_CHANCE:
            return happening
        return Happening(
            kind=happening.kind,
            camera=vehicle,
            is_true=happening.is_true,
            score=happening.score,
            begin_s=happening.begin_s,
            lasts_s=0.0,
            place=self._place_of(vehicle),
        )

    def _notice(self, jam: Jam, at_s: float) -> None:
        """Let the camera nearest to the heart of a standing jam report it."""
        lat, lon = self._surroundings.network.plane.lat_lon(jam.heart)
        near = [c for c in self._cameras.values() if distance_m(c.lat, c.lon, lat, lon) < jam.reach_m]
        on_street = [camera for camera in near if self._places[camera.code].street == jam.street]
        if on_street:
            camera = min(on_street, key=lambda c: distance_m(c.lat, c.lon, lat, lon))
            self.happens(self.fortune.happening(IncidentKind.CONGESTION, camera, at_s, is_true=True))

    def _tell_state(self, camera: Camera, at_s: float) -> Iterator[Outgoing]:
        """Say how a camera is."""
        message = CameraStatusReported(
            **self._heads.of(camera.code, at_s),
            state=self._health.states[camera.code],
            gateway=camera.gateway,
        )
        yield Outgoing(camera.ward_code, message)

    def _report(self, happening: Happening, repeat: int, at_s: float) -> Iterator[Outgoing]:
        """Send the event, and put its pictures and its repeats on the agenda."""
        camera = happening.camera
        if not self._health.sends(camera.code):
            return
        self._ongoing[camera.code] = happening
        event = self._event(happening, at_s)
        yield Outgoing(camera.ward_code, event)
        if repeat % _PICTURED == 0:
            self._take_pictures(happening, event.id, at_s)
        again_s = at_s + self._rng.uniform(*_AGAIN_S)
        if repeat < _MOST_REPEATS and again_s < happening.begin_s + happening.lasts_s:
            self._agenda.once(again_s, partial(self._report, happening, repeat + 1))

    def _event(self, happening: Happening, at_s: float) -> CameraEventObserved:
        """Return the event as the camera sends it; a moving camera says where."""
        camera = happening.camera
        is_moving = camera.kind is CameraKind.VEHICLE
        lat, lon = self._place_of(camera)
        jitter = self._rng.uniform(-0.03, 0.03)
        return CameraEventObserved(
            **self._heads.of(camera.code, at_s),
            kind=happening.kind,
            score=round(min(0.99, max(0.3, happening.score + jitter)), 2),
            label=LABELS[happening.kind],
            box=box_of(self._scene(camera, happening, at_s)),
            lat=round(lat, 6) if is_moving else None,
            lon=round(lon, 6) if is_moving else None,
        )

    def _take_pictures(self, happening: Happening, event_id: UUID, at_s: float) -> None:
        """Put three pictures on the agenda: from before, of the moment, and from after."""
        around_s = _AROUND_S * self._surroundings.timeline.speed
        for moment, taken_s in ((Moment.AT, 0.0), (Moment.BEFORE, -around_s), (Moment.AFTER, around_s)):
            send_s = max(0.0, taken_s) + _PICTURE_AFTER_S
            action = partial(self._picture_of, happening, event_id, moment, at_s + taken_s)
            self._agenda.once(at_s + send_s, action)

    def _picture_of(
        self, happening: Happening, event_id: UUID, moment: Moment, taken_s: float, at_s: float
    ) -> Iterator[Outgoing]:
        """Send one picture of a happening, taken a little earlier than it is sent."""
        del at_s
        yield from self._picture(happening.camera, event_id, moment, happening, taken_s)

    def _picture(
        self, camera: Camera, event_id: UUID, moment: Moment, happening: Happening | None, at_s: float
    ) -> Iterator[Outgoing]:
        """Send a picture of what the camera sees at a second of life."""
        jpeg = self._paint(self._scene(camera, happening or self._still_happening(camera, at_s), at_s))
        message = SnapshotTaken(
            **self._heads.of(camera.code, at_s),
            event_id=event_id,
            moment=moment,
            width=WIDTH,
            height=HEIGHT,
            sha256=hashlib.sha256(jpeg).hexdigest(),
            jpeg=jpeg,
        )
        yield Outgoing(camera.ward_code, message)

    def _still_happening(self, camera: Camera, at_s: float) -> Happening | None:
        """Return what can still be seen before a camera, if anything."""
        last = self._ongoing.get(camera.code)
        return last if last is not None and at_s < last.begin_s + max(10.0, last.lasts_s) else None

    def _scene(self, camera: Camera, happening: Happening | None, at_s: float) -> Scene:
        """Return what the camera sees at a second of life."""
        timeline, air = self._surroundings.timeline, self._surroundings.air(at_s)
        place = self._places[camera.code]
        full = density(self._surroundings.conditions(place, at_s), place.busyness)
        kind = happening.kind if happening else _FROM_HEALTH.get(self._health.states[camera.code])
        begin_s = happening.begin_s if happening else 0.0
        return Scene(
            camera_code=camera.code,
            camera_name=camera.name,
            taken_at=local(timeline.world(at_s)),
            darkness=air.dark,
            rain=air.rain,
            fullness=max(full, 0.8) if kind is IncidentKind.CONGESTION else full,
            rank=place.rank,
            kind=kind,
            phase_s=(at_s - begin_s) / timeline.speed,
            is_true=happening.is_true if happening else True,
            chance=int(begin_s * 1000) + (hash_of(camera.code) if happening is None else 0),
        )


def hash_of(text: str) -> int:
    """Return a number that is the same for the same text on every machine."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big")


def _has_in_view(camera: Camera, place: LatLon) -> bool:
    """Tell whether a fixed camera sees a place."""
    if camera.kind is CameraKind.VEHICLE:
        return False
    if distance_m(camera.lat, camera.lon, *place) > camera.range_m * 1.3:
        return False
    turn = heading_deg(camera.lat, camera.lon, *place) - camera.heading_deg
    return abs((turn + 180) % 360 - 180) < camera.fov_deg / 2 + 8
