"""Reports of people: citizens by their channels, ward police from the street."""

import random
import re
from collections.abc import Iterator
from functools import partial

from domain.geodesy import moved
from domain.kinds import IncidentKind
from domain.messages import CitizenReported, PoliceReported
from domain.places import Camera, CameraKind, LatLon
from simulators.agenda import Agenda, Outgoing
from simulators.happenings import RHYTHMS, Happening, place_seen_by
from simulators.surroundings import Surroundings
from simulators.timeline import Heads
from simulators.words import CITIZEN_CHANNELS, CITIZEN_ONLY, POLICE_ONLY, citizen_words, police_words

_LOOK_S = 5.0
_CITIZENS_PER_HOUR = 9.0
_POLICE_PER_HOUR = 7.0
_NUMBER_AT_END = re.compile(r"( số)? \d+$")


class Telling:
    """Lets people report what cameras saw too, and what only people know."""

    def __init__(
        self,
        surroundings: Surroundings,
        cameras: tuple[Camera, ...],
        agenda: Agenda,
        heads: Heads,
        rng: random.Random,
    ) -> None:
        self._surroundings = surroundings
        self._cameras = [camera for camera in cameras if camera.kind is not CameraKind.VEHICLE]
        self._agenda = agenda
        self._heads = heads
        self._rng = rng

    def begin(self) -> None:
        """Put reports of what only people know on the agenda."""
        if self._cameras:
            self._agenda.every(_LOOK_S, self._tell_by_chance, first_s=25.0)

    def heard(self, happening: Happening, *, surely: bool = False) -> None:
        """Let people near a happening report it, as often as its kind is reported; never a false one."""
        rhythm = RHYTHMS.get(happening.kind)
        if not happening.is_true or rhythm is None:
            return
        kind, camera, place = happening.kind, happening.camera, happening.place
        if surely or self._rng.random() < rhythm.told_by_citizens:
            wait_s = 4.0 if surely else self._rng.uniform(20, 120)
            self._agenda.once(happening.begin_s + wait_s, partial(self.tell_citizen, kind, camera, place))
        if surely or self._rng.random() < rhythm.told_by_police:
            wait_s = 11.0 if surely else self._rng.uniform(60, 300)
            self._agenda.once(happening.begin_s + wait_s, partial(self.tell_police, kind, camera, place))

    def tell_citizen(
        self, kind: IncidentKind, camera: Camera, place: LatLon, at_s: float
    ) -> Iterator[Outgoing]:
        """Send a citizen's report; people point some metres aside."""
        lat, lon = moved(*place, self._rng.uniform(0, 360), self._rng.uniform(0, 35))
        channel = self._rng.choice(CITIZEN_CHANNELS)
        message = CitizenReported(
            **self._heads.of(f"citizens-{camera.ward_code}", at_s),
            kind=kind,
            lat=round(lat, 6),
            lon=round(lon, 6),
            channel=channel,
            text=citizen_words(kind, _place_name(camera), self._rng),
        )
        yield Outgoing(camera.ward_code, message)

    def tell_police(
        self, kind: IncidentKind, camera: Camera, place: LatLon, at_s: float
    ) -> Iterator[Outgoing]:
        """Send a report of the ward's police post."""
        message = PoliceReported(
            **self._heads.of(f"post-{camera.ward_code}", at_s),
            kind=kind,
            lat=round(place[0], 6),
            lon=round(place[1], 6),
            text=police_words(kind, _place_name(camera), self._rng),
        )
        yield Outgoing(camera.ward_code, message)

    def _tell_by_chance(self, at_s: float) -> Iterator[Outgoing]:
        """Now and then let somebody report what no camera sees."""
        busy = 0.2 + self._surroundings.air(at_s).busy
        camera = self._rng.choice(self._cameras)
        place = place_seen_by(camera)
        if self._rng.random() < _CITIZENS_PER_HOUR * busy * _LOOK_S / 3600:
            yield from self.tell_citizen(self._rng.choice(CITIZEN_ONLY), camera, place, at_s)
        if self._rng.random() < _POLICE_PER_HOUR * busy * _LOOK_S / 3600:
            yield from self.tell_police(self._rng.choice(POLICE_ONLY), camera, place, at_s)


def _place_name(camera: Camera) -> str:
    """Return the place a camera looks at, as people call it."""
    return _NUMBER_AT_END.sub("", camera.name)
