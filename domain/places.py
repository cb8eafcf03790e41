"""Places of a district: wards with their time of validity, streets, water, sites and cameras."""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shapely import Point, Polygon, STRtree

from domain.geodesy import distance_m
from domain.messages import Provenance

NEAR_WARD_M = 30.0
"""Boundary streets belong to two wards, so a place this far outside its polygon still counts."""

LatLon = tuple[float, float]


class CameraKind(StrEnum):
    """How a camera stands."""

    FIXED = "fixed"
    LONG_RANGE = "long_range"
    VEHICLE = "vehicle"


@dataclass(frozen=True, slots=True)
class Ward:
    """A ward for the time it was valid: `ring` is its boundary, not closed; `valid_to` is exclusive."""

    code: str
    name: str
    label: LatLon
    ring: tuple[LatLon, ...]
    valid_from: date
    valid_to: date | None = None

    def is_valid_on(self, day: date) -> bool:
        """Tell whether the ward existed on `day`."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True)
class Street:
    """A street's centre line; rank 1 main, 2 secondary, 3 tertiary, 4 local."""

    name: str
    rank: int
    is_oneway: bool
    line: tuple[LatLon, ...]


@dataclass(frozen=True, slots=True)
class Water:
    """A river or canal: an area's outline or a centre line."""

    name: str
    is_area: bool
    line: tuple[LatLon, ...]


@dataclass(frozen=True, slots=True)
class Site:
    """A named place: a crossing, a landmark, a police post or a site of one of the eight systems."""

    code: str
    name: str
    kind: str
    ward_code: str
    lat: float
    lon: float
    is_schematic: bool = False


@dataclass(frozen=True, slots=True)
class Camera:
    """A camera as the registry knows it; `range_m` and `fov_deg` draw what it sees.

    `stream_url` is where the recorder itself shows it, when that is known.
    """

    code: str
    name: str
    ward_code: str
    lat: float
    lon: float
    heading_deg: float
    fov_deg: float
    range_m: float
    kind: CameraKind
    recorder: str
    gateway: str
    street: str
    owner: str
    purpose: str
    provenance: Provenance
    stream_url: str | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """A police unit as the registry knows it."""

    code: str
    callsign: str
    kind: str
    ward_code: str
    lat: float
    lon: float
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class District:
    """Everything a map of the district needs."""

    code: str
    name: str
    slug: str
    wards: tuple[Ward, ...]
    streets: tuple[Street, ...]
    water: tuple[Water, ...]
    sites: tuple[Site, ...]
    attribution: str


class WardLocator:
    """Finds the ward of a point: the one that holds it, else the nearest within 30 m."""

    def __init__(self, wards: Iterable[Ward], on: date) -> None:
        self._wards = [ward for ward in wards if ward.is_valid_on(on)]
        self._polygons = [ward_polygon(ward) for ward in self._wards]
        self._tree = STRtree(self._polygons)

    def locate(self, lat: float, lon: float) -> Ward | None:
        """Return the ward of (lat, lon), or None when no ward is within 30 m."""
        if not self._wards:
            return None
        point = Point(lon, lat)
        index = int(self._tree.nearest(point))
        return self._wards[index] if gap_m(self._polygons[index], lat, lon) <= NEAR_WARD_M else None


def ward_polygon(ward: Ward) -> Polygon:
    """Return the ward as a polygon in (lon, lat)."""
    return Polygon([(lon, lat) for lat, lon in ward.ring])


def gap_m(polygon: Polygon, lat: float, lon: float) -> float:
    """Return how far (lat, lon) lies outside `polygon` (lon, lat), in metres; 0 inside."""
    point = Point(lon, lat)
    if polygon.covers(point):
        return 0.0
    nearest = polygon.exterior.interpolate(polygon.exterior.project(point))
    return distance_m(lat, lon, nearest.y, nearest.x)


def length_m(line: Sequence[LatLon]) -> float:
    """Return the length of a line in metres."""
    return sum(distance_m(*start, *end) for start, end in itertools.pairwise(line))
