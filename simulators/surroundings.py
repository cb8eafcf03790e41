"""What all in the district share: its streets, jams, light and weather, by second of life."""

import random
from dataclasses import dataclass

from domain.geodesy import moved
from domain.places import Camera, CameraKind, District
from domain.street_network import street_network
from simulators import rhythm
from simulators.congestion import Congestion
from simulators.timeline import Timeline
from simulators.traffic import Conditions, CountingPlace

_SAME_AIR_S = 10.0


@dataclass(frozen=True, slots=True)
class Air:
    """How busy, dark and rainy it is, each 0 to 1."""

    busy: float
    dark: float
    rain: float


class Surroundings:
    """The streets and the hour."""

    def __init__(self, district: District, timeline: Timeline, seed: int) -> None:
        self.district = district
        self.timeline = timeline
        self.seed = seed
        self.network = street_network(district)
        self.congestion = Congestion(self.network, random.Random(f"jams {seed}"))
        self._air_s = 0.0
        self._air = self._air_at(0.0)
        self.congestion.begin_in_the_middle(self._air.busy, self._air.rain)

    def air(self, at_s: float) -> Air:
        """Return the hour's demand, light and weather; the same object for ten seconds."""
        if abs(at_s - self._air_s) >= _SAME_AIR_S:
            self._air_s, self._air = at_s, self._air_at(at_s)
        return self._air

    def _air_at(self, at_s: float) -> Air:
        """Return demand, light and weather at a second of life."""
        at = self.timeline.life(at_s)
        return Air(rhythm.demand(at), rhythm.darkness(at), rhythm.rain(at, self.seed))

    def conditions(self, spot: CountingPlace, at_s: float) -> Conditions:
        """Return what traffic meets at a counting place."""
        air = self.air(at_s)
        return Conditions(air.busy, self.congestion.level(spot.street, spot.place, at_s), air.rain)


def counting_place(camera: Camera, surroundings: Surroundings, rng: random.Random) -> CountingPlace:
    """Return where a camera counts: the street nearest to what it sees."""
    reach_m = 0.0 if camera.kind is CameraKind.VEHICLE else min(25.0, camera.range_m * 0.4)
    seen = moved(camera.lat, camera.lon, camera.heading_deg, reach_m)
    piece, along_m = surroundings.network.nearest(seen)
    return CountingPlace(
        street=piece.street,
        rank=piece.rank,
        place=piece.at(along_m)[0],
        busyness=rng.uniform(0.55, 1.0),
        cycle_s=rng.choice((60.0, 75.0, 90.0, 110.0)),
        phase_s=rng.uniform(0, 90),
    )
