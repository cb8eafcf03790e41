"""Streets cut where they pass from ward to ward, so that a street within a ward can be shown by itself."""

import functools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from shapely import Point, STRtree

from domain.geodesy import distance_m
from domain.places import LatLon, Street, Ward, ward_polygon

_STEP_M = 30.0
_BESIDE_DEG = 20.0 / 111_195.0
"""A street this near to a ward (20 m) is that ward's too: borders follow streets."""


@dataclass(frozen=True, slots=True)
class StreetPiece:
    """A part of a street, and the wards that it belongs to (none outside of all)."""

    name: str
    rank: int
    ward_codes: tuple[str, ...]
    line: tuple[LatLon, ...]


@functools.lru_cache(maxsize=2)
def pieces_of(streets: tuple[Street, ...], wards: tuple[Ward, ...]) -> tuple[StreetPiece, ...]:
    """Return all streets in pieces; the pieces of one street meet in the very same points."""
    tree = STRtree([ward_polygon(ward) for ward in wards])
    return tuple(piece for street in streets for piece in _pieces(street, wards, tree))


def _pieces(street: Street, wards: Sequence[Ward], tree: STRtree) -> Iterator[StreetPiece]:
    steps = [(_wards_at(a, b, wards, tree), a, b) for a, b in pairwise(_walked(street.line))]
    corners = set(street.line)
    for ward_codes, group in groupby(steps, key=lambda step: step[0]):
        walked = list(group)
        inner = [b for _, _, b in walked[:-1] if b in corners]
        line = (walked[0][1], *inner, walked[-1][2])
        yield StreetPiece(street.name, street.rank, ward_codes, line)


def _walked(line: Sequence[LatLon]) -> list[LatLon]:
    """Return the line with a point at least every _STEP_M, its own corners among them."""
    points = [line[0]]
    for (lat, lon), (to_lat, to_lon) in pairwise(line):
        steps = max(1, math.ceil(distance_m(lat, lon, to_lat, to_lon) / _STEP_M))
        for step in range(1, steps):
            share = step / steps
            points.append((round(lat + (to_lat - lat) * share, 6), round(lon + (to_lon - lon) * share, 6)))
        points.append((to_lat, to_lon))
    return points


def _wards_at(a: LatLon, b: LatLon, wards: Sequence[Ward], tree: STRtree) -> tuple[str, ...]:
    middle = Point((a[1] + b[1]) / 2, (a[0] + b[0]) / 2)
    found = tree.query(middle, predicate="dwithin", distance=_BESIDE_DEG)
    return tuple(sorted(wards[index].code for index in found))
