"""Finds a place by what somebody says on the telephone: a crossing, a street, a landmark, a ward.

Marks may be left out and words be cut short: "le loi pas" finds Lê Lợi × Pasteur. A house number is kept in
the title, but only the street is known: such a place is `is_rough`.
"""

import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from shapely import LineString, Point, STRtree

from domain.geodesy import distance_m
from domain.local_time import ZONE
from domain.places import District, LatLon, Street, WardLocator
from domain.words import search_key

MOST = 8
_SAME_CROSSING_M = 60.0
_TOUCHING_DEG = 6.0 / 111_195.0
_NEXT_TO_M = 60.0
_NUMBER = re.compile(r"^(?:so )?(\d+[a-z]?(?:/\d+[a-z]?)*)\s+(?=\D)")
_SEPARATORS = re.compile(r"\s*(?:[×&/,;–-]|\b(?:va|voi|giao|x|cat)\b)\s*")
_FILLERS = ("nga tu", "nga ba", "nga nam", "goc", "giao lo", "duong", "pho", "gan", "truoc", "doi dien")
_ORDER = {"crossing": 0, "street": 1, "landmark": 2, "ward": 3, "camera": 4}


@dataclass(frozen=True, slots=True)
class FoundPlace:
    """A place by name: `kind` is crossing, street, landmark, ward or camera, `w` its ward's code."""

    title: str
    kind: str
    lat: float
    lon: float
    w: str
    is_rough: bool = False
    code: str | None = None


@dataclass(frozen=True, slots=True)
class _Named:
    """A place with the words it is found by."""

    place: FoundPlace
    words: tuple[str, ...]


class PlaceIndex:
    """The names of a district's places on one day."""

    def __init__(self, district: District, on: date) -> None:
        locator = WardLocator(district.wards, on)
        self._crossings = list(crossings_of(district.streets))
        self._streets = district.streets
        self._lines = [_line(street) for street in district.streets]
        self._tree = STRtree(self._lines)
        self._locator = locator
        self._named = [
            _Named(place, _words(place.title))
            for place in (
                *self._of_crossings(),
                *self._of_streets(),
                *self._of_sites(district),
                *(
                    FoundPlace(f"Phường {ward.name.removeprefix('Phường ')}", "ward", *ward.label, ward.code)
                    for ward in district.wards
                    if ward.is_valid_on(on)
                ),
            )
        ]

    def find(self, text: str, limit: int = MOST) -> list[FoundPlace]:
        """Return the places that `text` may mean, the likeliest first."""
        asked, number = asked_words(text)
        if not asked:
            return []
        fits = ((_score(asked, named), named.place) for named in self._named)
        scored = [(score, place) for score, place in fits if score is not None]
        found = _each_once(place for _, place in sorted(scored, key=lambda it: it[0]))
        return [_at_number(place, number) for place in found[:limit]]

    def ward_at(self, lat: float, lon: float) -> str | None:
        """Return the code of the ward of a point; None outside of all."""
        ward = self._locator.locate(lat, lon)
        return None if ward is None else ward.code

    def words_at(self, lat: float, lon: float) -> str:
        """Return in words where a point is: the crossing or the street next to it, else the ward."""
        near = [(distance_m(lat, lon, *point), a, b) for a, b, point in self._crossings]
        metres, a, b = min(near, default=(_NEXT_TO_M, "", ""))
        if metres < _NEXT_TO_M:
            return f"{a} × {b}"
        if self._lines:
            street = self._streets[int(self._tree.nearest(Point(lon, lat)))]
            return street.name
        ward = self._locator.locate(lat, lon)
        return "" if ward is None else ward.name

    def _of_crossings(self) -> Iterator[FoundPlace]:
        for a, b, (lat, lon) in self._crossings:
            ward_code = self.ward_at(lat, lon)
            if ward_code is not None:
                yield FoundPlace(f"{a} × {b}", "crossing", lat, lon, ward_code)

    def _of_streets(self) -> Iterator[FoundPlace]:
        """Yield each street once, at the middle of its longest line within the district."""
        longest: dict[str, LineString] = {}
        for street, line in zip(self._streets, self._lines, strict=True):
            if street.name not in longest or line.length > longest[street.name].length:
                longest[street.name] = line
        for name, line in longest.items():
            middle = line.interpolate(0.5, normalized=True)
            ward_code = self.ward_at(middle.y, middle.x)
            if ward_code is not None:
                yield FoundPlace(name, "street", round(middle.y, 6), round(middle.x, 6), ward_code)

    def _of_sites(self, district: District) -> Iterator[FoundPlace]:
        for site in district.sites:
            kind = "crossing" if site.kind == "crossing" else "landmark"
            title = site.name.replace(" – ", " × ") if kind == "crossing" else site.name
            yield FoundPlace(title, kind, site.lat, site.lon, site.ward_code, code=site.code)


class Places:
    """The index of today's places, made when it is first asked for and anew when the day has changed."""

    def __init__(self, district: District) -> None:
        self._made = functools.lru_cache(maxsize=1)(functools.partial(PlaceIndex, district))

    def today(self) -> PlaceIndex:
        """Return the index of today."""
        return self._made(datetime.now(UTC).astimezone(ZONE).date())


def asked_words(text: str) -> tuple[tuple[str, ...], str | None]:
    """Return the words to look for, and the house number that stood before them."""
    key = search_key(text)
    number = _NUMBER.match(key)
    rest = key[number.end() :] if number else key
    for filler in _FILLERS:
        rest = re.sub(rf"\b{filler}\b", " ", rest)
    words = tuple(_SEPARATORS.sub(" ", rest).split())
    # A name may be nothing but such words: "ngã sáu", "đường hầm".
    return words or tuple(key.split()), number[1] if number else None


def crossings_of(streets: Iterable[Street]) -> Iterator[tuple[str, str, LatLon]]:
    """Yield where two streets of different names meet, each pair's meetings at least 60 m apart."""
    known = list(streets)
    lines = [_line(street) for street in known]
    tree = STRtree(lines)
    seen: dict[frozenset[str], list[LatLon]] = {}
    pairs = tree.query(lines, predicate="dwithin", distance=_TOUCHING_DEG)
    for left, right in sorted(zip(*pairs.tolist(), strict=True)):
        if left >= right or not known[left].name or known[left].name == known[right].name:
            continue
        names = _pair(known[left], known[right])
        for point in _meetings(lines[left], lines[right]):
            places = seen.setdefault(frozenset(names), [])
            if all(distance_m(*point, *other) > _SAME_CROSSING_M for other in places):
                places.append(point)
                yield *names, point


def _pair(one: Street, other: Street) -> tuple[str, str]:
    """Return two streets' names, the greater street first."""
    first, second = sorted((one, other), key=lambda street: (street.rank, street.name))
    return first.name, second.name


def _meetings(line: LineString, other: LineString) -> Iterator[LatLon]:
    shared = line.buffer(_TOUCHING_DEG).intersection(other)
    for part in getattr(shared, "geoms", [shared]):
        if not part.is_empty:
            point = part.centroid
            yield round(point.y, 6), round(point.x, 6)


def _score(asked: Sequence[str], named: _Named) -> tuple[float, ...] | None:
    """Return how well a name fits, less is better; None when a word is not in it."""
    left = list(named.words)
    whole = 0
    for word in asked:
        at = next((it for it in left if it == word), None) or next(
            (it for it in left if it.startswith(word)), None
        )
        if at is None:
            return None
        whole += at == word
        left.remove(at)
    starts = named.words[: len(asked)] == tuple(asked)
    missing = len(left) if whole == len(asked) else len(left) + 0.5
    return missing, not starts, -whole, _ORDER[named.place.kind]


def _words(title: str) -> tuple[str, ...]:
    return tuple(_SEPARATORS.sub(" ", search_key(title)).split())


def _each_once(places: Iterable[FoundPlace]) -> list[FoundPlace]:
    """Return the places without those crossings that only turn another's name around."""
    kept: list[FoundPlace] = []
    for place in places:
        names = sorted(_words(place.title))
        is_known = place.kind == "crossing" and any(
            other.kind == "crossing"
            and sorted(_words(other.title)) == names
            and distance_m(place.lat, place.lon, other.lat, other.lon) <= _SAME_CROSSING_M
            for other in kept
        )
        if not is_known:
            kept.append(place)
    return kept


def _at_number(place: FoundPlace, number: str | None) -> FoundPlace:
    if number is None or place.kind != "street":
        return place
    return replace(place, title=f"{number.upper()} {place.title}", is_rough=True)


def _line(street: Street) -> LineString:
    return LineString([(lon, lat) for lat, lon in street.line])
