"""Fixed cameras count what passes, every ten seconds each, in turn."""

import random
from collections.abc import Iterator, Mapping
from functools import partial

from domain.messages import VehiclesCounted
from domain.places import Camera, CameraKind
from simulators.agenda import Agenda, Outgoing
from simulators.camera_health import CameraHealth
from simulators.surroundings import Surroundings
from simulators.timeline import Heads
from simulators.traffic import PERIOD_S, CountingPlace, counted

_TEND_JAMS_S = 10.0


class Counting:
    """Sends the flow of every fixed camera that works, and lets jams form and dissolve."""

    def __init__(
        self,
        surroundings: Surroundings,
        places: Mapping[str, CountingPlace],
        health: CameraHealth,
        heads: Heads,
        rng: random.Random,
    ) -> None:
        self._surroundings = surroundings
        self._places = places
        self._health = health
        self._heads = heads
        self._rng = rng

    def begin(self, agenda: Agenda, cameras: tuple[Camera, ...]) -> None:
        """Put the counting on the agenda: spread over the period, so that the wire is never crowded."""
        fixed = [camera for camera in cameras if camera.kind is not CameraKind.VEHICLE]
        self._rng.shuffle(fixed)
        for index, camera in enumerate(fixed):
            first_s = 0.5 + PERIOD_S * index / len(fixed)
            agenda.every(PERIOD_S, partial(self._count, camera), first_s=first_s)
        agenda.every(_TEND_JAMS_S, self._tend_jams, first_s=_TEND_JAMS_S)

    def _count(self, camera: Camera, at_s: float) -> Iterator[Outgoing]:
        """Send what passed one camera."""
        if not self._health.sends(camera.code):
            return
        place = self._places[camera.code]
        flow = counted(place, self._surroundings.conditions(place, at_s), at_s, self._rng)
        message = VehiclesCounted(
            **self._heads.of(camera.code, at_s),
            period_s=PERIOD_S / self._surroundings.timeline.speed,
            motorcycles=flow.motorcycles,
            cars=flow.cars,
            buses=flow.buses,
            trucks=flow.trucks,
            bicycles=flow.bicycles,
            speed_kmh=flow.speed_kmh,
            occupancy=flow.occupancy,
        )
        yield Outgoing(camera.ward_code, message)

    def _tend_jams(self, at_s: float) -> Iterator[Outgoing]:
        """Let jams come and go; they are seen in the counts."""
        air = self._surroundings.air(at_s)
        self._surroundings.congestion.tend(at_s, air.busy, air.rain)
        yield from ()
