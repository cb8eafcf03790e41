"""Units on the streets: positions each second, states, answers to commands, and the cameras they carry."""

import random
from collections.abc import Iterator
from functools import partial

from domain.messages import (
    CameraState,
    CameraStatusReported,
    CommandAnswered,
    UnitCommanded,
    UnitMoved,
    UnitStatusReported,
)
from domain.places import Camera, CameraKind, LatLon, Unit
from simulators.agenda import Agenda, Outgoing
from simulators.fleet import vehicle_unit_of
from simulators.patrol import Became, News, Patrol
from simulators.surroundings import Surroundings
from simulators.timeline import Heads

_POSITION_S = 1.0
_REPEAT_STATE_S = 60.0
_CAMERA_POSITION_S = 2.0


class Driving:
    """All units, and the moving cameras on some of them."""

    def __init__(
        self, surroundings: Surroundings, units: tuple[Unit, ...], heads: Heads, rng: random.Random
    ) -> None:
        self._surroundings = surroundings
        self._heads = heads
        network = surroundings.network
        self._patrols = {unit.code: Patrol(unit, network, random.Random(rng.randbytes(8))) for unit in units}

    def begin(self, agenda: Agenda, cameras: tuple[Camera, ...]) -> None:
        """Put the units and their cameras on the agenda."""
        for index, patrol in enumerate(self._patrols.values()):
            offset_s = index / len(self._patrols)
            agenda.every(_REPEAT_STATE_S, partial(self._tell_state, patrol), first_s=0.2 + offset_s)
            agenda.every(_POSITION_S, partial(self._move, patrol), first_s=0.3 + offset_s)
        moving = [camera for camera in cameras if camera.kind is CameraKind.VEHICLE]
        for index, camera in enumerate(moving):
            carrier = self._patrols.get(vehicle_unit_of(camera.ward_code))
            if carrier is not None:
                action = partial(self._tell_camera, camera, carrier)
                agenda.every(_CAMERA_POSITION_S, action, first_s=0.4 + index / len(moving))

    def place_of(self, camera: Camera) -> LatLon:
        """Return where a camera is now: moving ones are where their unit is."""
        if camera.kind is CameraKind.VEHICLE and vehicle_unit_of(camera.ward_code) in self._patrols:
            return self._patrols[vehicle_unit_of(camera.ward_code)].place
        return camera.lat, camera.lon

    def told(self, command: UnitCommanded, at_s: float) -> Iterator[Outgoing]:
        """Take a command to one of the units; a unit that nobody knows does not answer."""
        patrol = self._patrols.get(command.source)
        if patrol is not None:
            for news in patrol.told(command, at_s):
                yield self._sent(patrol, news, at_s)

    def _move(self, patrol: Patrol, at_s: float) -> Iterator[Outgoing]:
        """Drive for a second, and tell where the unit is."""
        jam = self._surroundings.congestion.level(patrol.street, patrol.xy, at_s)
        for news in patrol.step(at_s, _POSITION_S, jam):
            yield self._sent(patrol, news, at_s)
        lat, lon = patrol.place
        message = UnitMoved(
            **self._heads.of(patrol.unit.code, at_s),
            lat=round(lat, 6),
            lon=round(lon, 6),
            heading_deg=_heading(patrol),
            speed_kmh=round(max(0.0, patrol.speed_kmh), 1),
        )
        yield Outgoing(patrol.unit.ward_code, message)

    def _sent(self, patrol: Patrol, news: News, at_s: float) -> Outgoing:
        """Return what is new about a unit as a message."""
        head = self._heads.of(patrol.unit.code, at_s)
        if isinstance(news, Became):
            return Outgoing(patrol.unit.ward_code, UnitStatusReported(**head, state=news.state))
        answer = CommandAnswered(**head, command_id=news.command.id, answer=news.answer, text=news.text)
        return Outgoing(patrol.unit.ward_code, answer)

    def _tell_state(self, patrol: Patrol, at_s: float) -> Iterator[Outgoing]:
        """Say again what a unit is doing."""
        yield self._sent(patrol, Became(patrol.state), at_s)

    def _tell_camera(self, camera: Camera, patrol: Patrol, at_s: float) -> Iterator[Outgoing]:
        """Say where a moving camera is, and where it looks: ahead."""
        lat, lon = patrol.place
        message = CameraStatusReported(
            **self._heads.of(camera.code, at_s),
            state=CameraState.ONLINE,
            gateway=camera.gateway,
            lat=round(lat, 6),
            lon=round(lon, 6),
            heading_deg=_heading(patrol),
        )
        yield Outgoing(camera.ward_code, message)


def _heading(patrol: Patrol) -> float:
    """Return the heading rounded, and still below a full turn."""
    return round(patrol.heading_deg, 1) % 360
