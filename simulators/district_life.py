"""The whole simulated district, pure but for the painter: what it sends, second by second."""

import random
from collections.abc import Iterator
from functools import partial

from domain.kinds import IncidentKind
from domain.messages import Message, SnapshotRequested, UnitCommanded
from domain.places import District
from domain.posts import posts_of
from simulators.agenda import Agenda, Outgoing
from simulators.camera_health import CameraHealth
from simulators.counting import Counting
from simulators.driving import Driving
from simulators.fleet import DEFAULT_CAMERAS, latest_wards, simulated_cameras, simulated_units
from simulators.happenings import Happening
from simulators.opening import opening_happenings, opening_jam
from simulators.posts import Posts
from simulators.readings import Readings
from simulators.surroundings import Surroundings, counting_place
from simulators.telling import Telling
from simulators.timeline import Heads, Timeline
from simulators.watching import LiveView, Paint, Watching


class DistrictLife:
    """Tells, for any second of its life, what the district sends; the same seed and start tell the same."""

    def __init__(
        self,
        district: District,
        timeline: Timeline,
        paint: Paint,
        *,
        cameras: int = DEFAULT_CAMERAS,
        seed: int = 1,
    ) -> None:
        self.timeline = timeline
        self.cameras = simulated_cameras(district, cameras, seed)
        self.units = simulated_units(district, seed)
        self._agenda = Agenda()
        self._surroundings = Surroundings(district, timeline, seed)
        self._rng_for = partial(_rng, seed)
        self._heads = Heads(timeline, self._rng_for("ids"))
        self._health = CameraHealth(self.cameras, self._rng_for("health"))
        place_rng = self._rng_for("places")
        self._places = {c.code: counting_place(c, self._surroundings, place_rng) for c in self.cameras}
        self._driving = Driving(self._surroundings, self.units, self._heads, self._rng_for("units"))
        self._telling = Telling(
            self._surroundings, self.cameras, self._agenda, self._heads, self._rng_for("people")
        )
        self._watching = self._watchers(paint)
        self._begin()

    @property
    def ward_codes(self) -> list[str]:
        """Return the wards whose gateways speak, in order."""
        return sorted(ward.code for ward in latest_wards(self._surroundings.district))

    def advance(self, until_s: float) -> Iterator[Outgoing]:
        """Live until a second of life, and yield what is sent on the way, in order."""
        return self._agenda.advance(until_s)

    def receive(self, message: Message, at_s: float) -> Iterator[Outgoing]:
        """Take a request or a command from the centre; what is answered at once is yielded."""
        if isinstance(message, SnapshotRequested):
            yield from self._watching.asked(message, at_s)
        elif isinstance(message, UnitCommanded):
            yield from self._driving.told(message, at_s)

    def live_view(self, request: SnapshotRequested, at_s: float) -> LiveView | None:
        """Return what a camera shows at a second of life; None when it does not answer."""
        return self._watching.live_view(request, at_s)

    def _watchers(self, paint: Paint) -> Watching:
        """Return the cameras as watchers, joined to people and units."""
        return Watching(
            self._surroundings,
            self.cameras,
            self._places,
            self._health,
            place_of=self._driving.place_of,
            on_happening=self._telling.heard,
            agenda=self._agenda,
            heads=self._heads,
            paint=paint,
            rng=self._rng_for("happenings"),
        )

    def _begin(self) -> None:
        """Put everybody's doings on the agenda, and the opening scene."""
        surroundings, health, heads = self._surroundings, self._health, self._heads
        self._watching.begin()
        self._driving.begin(self._agenda, self.cameras)
        Counting(surroundings, self._places, health, heads, self._rng_for("counts")).begin(
            self._agenda, self.cameras
        )
        Readings(surroundings, self.cameras, health, heads, self._rng_for("systems")).begin(self._agenda)
        self._telling.begin()
        Posts(posts_of(surroundings.district), heads, self._rng_for("posts")).begin(self._agenda)
        for happening in opening_happenings(self.cameras, self._watching.fortune):
            self._open_with(happening)

    def _open_with(self, happening: Happening) -> None:
        """Let one part of the opening scene happen; people report the crash for sure."""
        place = self._places[happening.camera.code]
        if happening.kind is IncidentKind.CRASH:
            opening_jam(happening, place, place.place, self._surroundings.congestion)
            self._telling.heard(happening, surely=True)
        self._watching.happens(happening)


def _rng(seed: int, what: str) -> random.Random:
    """Return the randomness of one part of the district, so that parts do not disturb each other."""
    return random.Random(f"{what} {seed}")
