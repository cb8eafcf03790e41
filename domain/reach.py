"""Who can be there first: units by the streets they have to drive, how far, how long, and why in words.

What comes out is a proposal: a person decides. Every street counts as open both ways, since a police unit
on duty may drive against a one-way sign; traffic is not known here, so the time is that of free streets.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from domain.geodesy import distance_m
from domain.kinds import KINDS, IncidentKind
from domain.places import LatLon
from domain.roads import Piece, StreetNetwork, way_to


@dataclass(frozen=True, slots=True)
class Pace:
    """How a kind of unit drives to where it is sent: `hurry` times as fast as others, up to `top_kmh`."""

    hurry: float
    top_kmh: float

    def seconds_along(self, piece: Piece) -> float:
        """Return how long such a unit takes along a piece of street."""
        return piece.length_m / min(piece.speed_kmh * self.hurry, self.top_kmh) * 3.6 + _CROSSING_S


PACES = {
    "ward_police": Pace(1.2, 40.0),
    "wardens": Pace(1.0, 18.0),
    "traffic_police": Pace(1.3, 50.0),
    "rapid_response": Pace(1.4, 55.0),
    "fire_rescue": Pace(1.1, 40.0),
}
_OTHERS = Pace(1.0, 35.0)
_CROSSING_S = 3.0
"""What every crossing costs, also with a siren."""
_CLEARLY_NEARER_M = 50.0
_UNDER_A_MINUTE_S = 45.0
_FORCE_OF_LEAD = {
    "CSGT": "traffic_police",
    "113": "rapid_response",
    "114": "fire_rescue",
    "Công an phường": "ward_police",
}
_STREETS_NAMED = 3
_NAMED_FROM_M = 15.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A free unit that could be sent."""

    code: str
    callsign: str
    kind: str
    ward_code: str
    place: LatLon


@dataclass(frozen=True, slots=True)
class Drive:
    """A way to a place: how far by road, how long, and along which streets."""

    metres: float
    seconds: float
    streets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A unit that could go; `leads` when its force leads this kind of incident."""

    code: str
    callsign: str
    kind: str
    ward_code: str
    metres: int
    seconds: int
    straight_m: int
    streets: tuple[str, ...]
    leads: bool
    why_vi: str
    why_en: str


class WaysTo:
    """The quickest ways to one place for units of one pace, worked out once for all of them."""

    def __init__(self, network: StreetNetwork, goal: LatLon, pace: Pace) -> None:
        self._network = network
        self._seconds_along: Callable[[Piece], float] = pace.seconds_along
        self._home, self._home_m = network.nearest(goal)
        self._came: dict[int, Piece] = {}
        begin = {
            self._home.end: self._part_s(self._home, self._home.length_m - self._home_m),
            self._home.start: self._part_s(self._home, self._home_m),
        }
        self._seconds = dict(network.spreading(begin, self._came, self._seconds_along))

    def drive_from(self, place: LatLon) -> Drive:
        """Return the drive from (lat, lon)."""
        here, along_m = self._network.nearest(place)
        if here is self._home:
            metres = abs(along_m - self._home_m)
            return Drive(metres, self._part_s(here, metres), (here.street,))
        ends = ((here.start, along_m), (here.end, here.length_m - along_m))
        return min((self._by(here, node, metres) for node, metres in ends), key=lambda drive: drive.seconds)

    def _by(self, here: Piece, node: int, metres: float) -> Drive:
        """Return the drive that leaves the piece underfoot at one of its ends."""
        way = way_to(node, self._came)
        last = way[0].start if way else node
        rest_m = self._home_m if last == self._home.start else self._home.length_m - self._home_m
        driven = [(metres, here), *((piece.length_m, piece) for piece in reversed(way)), (rest_m, self._home)]
        names = [piece.street for length_m, piece in driven if length_m > _NAMED_FROM_M] or [here.street]
        return Drive(
            sum(length_m for length_m, _ in driven),
            self._part_s(here, metres) + self._seconds[node],
            tuple(dict.fromkeys(names)),
        )

    def _part_s(self, piece: Piece, metres: float) -> float:
        return self._seconds_along(piece) * metres / piece.length_m


def proposals(
    network: StreetNetwork, kind: IncidentKind, goal: LatLon, free: Sequence[Candidate], most: int = 6
) -> list[Proposal]:
    """Return who can be there first, the quickest first; one of the force that leads is among them."""
    drives = _drives(network, goal, free)
    soonest = sorted(free, key=lambda unit: (drives[unit.code].seconds, unit.code))
    leading = [unit for unit in soonest if unit.kind in forces_leading(kind)]
    shown = soonest[:most]
    if leading and leading[0] not in shown:
        shown = [*shown[: most - 1], leading[0]]
    nearer = _nearer(free, shown[0], goal) if shown else None
    return [
        _proposal(unit, drives[unit.code], goal, kind, is_first=unit is shown[0], nearer=nearer)
        for unit in shown
    ]


def _nearer(free: Sequence[Candidate], first: Candidate, goal: LatLon) -> Candidate | None:
    """Return the unit that looks nearer on the map than the one that is there first, if one clearly does."""
    nearest = min(free, key=lambda unit: _straight_m(unit, goal))
    gap_m = _straight_m(first, goal) - _straight_m(nearest, goal)
    return nearest if gap_m > _CLEARLY_NEARER_M else None


def _straight_m(unit: Candidate, goal: LatLon) -> float:
    """Return how far away a unit is in a straight line."""
    return distance_m(unit.place[0], unit.place[1], goal[0], goal[1])


def forces_leading(kind: IncidentKind) -> frozenset[str]:
    """Return the kinds of units whose force leads an incident of this kind; none for what is not theirs."""
    named = KINDS[kind].lead_unit.split("+")
    return frozenset(_FORCE_OF_LEAD[name] for name in named if name in _FORCE_OF_LEAD)


def _drives(network: StreetNetwork, goal: LatLon, free: Iterable[Candidate]) -> dict[str, Drive]:
    """Return each unit's drive; the ways are worked out once for each pace."""
    ways: dict[Pace, WaysTo] = {}
    drives = {}
    for unit in free:
        pace = PACES.get(unit.kind, _OTHERS)
        if pace not in ways:
            ways[pace] = WaysTo(network, goal, pace)
        drives[unit.code] = ways[pace].drive_from(unit.place)
    return drives


def _proposal(
    unit: Candidate,
    drive: Drive,
    goal: LatLon,
    kind: IncidentKind,
    *,
    is_first: bool,
    nearer: Candidate | None,
) -> Proposal:
    """Return a unit as it is proposed, with the reason in words."""
    leads = unit.kind in forces_leading(kind)
    lead = KINDS[kind].lead_unit if leads else None
    vietnamese, english = _why(drive, lead, is_first=is_first, nearer=nearer)
    return Proposal(
        code=unit.code,
        callsign=unit.callsign,
        kind=unit.kind,
        ward_code=unit.ward_code,
        metres=round(drive.metres),
        seconds=round(drive.seconds),
        straight_m=round(_straight_m(unit, goal)),
        streets=drive.streets,
        leads=leads,
        why_vi=vietnamese,
        why_en=english,
    )


def _why(drive: Drive, lead: str | None, *, is_first: bool, nearer: Candidate | None) -> tuple[str, str]:
    """Return in Vietnamese and English why a unit is proposed."""
    streets = ", ".join(drive.streets[:_STREETS_NAMED]) + (
        " …" if len(drive.streets) > _STREETS_NAMED else ""
    )
    far, (soon_vi, soon_en) = _far(drive.metres), _soon(drive.seconds)
    vi = [f"{far.replace('.', ',')} theo đường, {soon_vi}, qua {streets}"]
    en = [f"{far} by road, {soon_en}, along {streets}"]
    if is_first:
        vi.insert(0, "đến sớm nhất")
        en.insert(0, "there first")
        if nearer is not None:
            vi.append(f"{nearer.callsign} gần hơn theo đường chim bay nhưng đến chậm hơn")
            en.append(f"{nearer.callsign} is nearer in a straight line, but there later")
    if lead is not None:
        vi.append(f"đúng lực lượng chủ trì ({lead})")
        en.append(f"of the force that leads ({lead})")
    return "; ".join(vi), "; ".join(en)


def _soon(seconds: float) -> tuple[str, str]:
    """Return in both languages how long a drive takes, to the minute."""
    if seconds < _UNDER_A_MINUTE_S:
        return "dưới 1 phút", "under 1 min"
    minutes = round(seconds / 60)
    return f"khoảng {minutes} phút", f"about {minutes} min"


def _far(metres: float) -> str:
    """Return a distance as it is said: to ten metres, from a kilometre on in kilometres."""
    return f"{round(metres, -1):.0f} m" if metres < 1_000 else f"{metres / 1_000:.1f} km"
