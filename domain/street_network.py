"""Makes the network of a district's streets: where they meet they are cut, and near ends are one crossing.

Tunnels and bridges are left out: they leave the district or pass under it.
"""

import itertools
import math
from collections import defaultdict
from collections.abc import Iterator

from shapely import LineString, Point, STRtree
from shapely.ops import substring, unary_union

from domain.places import District, Street, ward_polygon
from domain.roads import XY, Piece, Plane, StreetNetwork

_LEFT_OUT = ("Cầu ", "Hầm ")
_JOIN_M = 5.0
_SHORTEST_M = 3.0
_BEYOND_WARDS_M = 60.0


def street_network(district: District) -> StreetNetwork:
    """Return the network of a district's streets, in and just around its wards."""
    plane = Plane(*district.wards[0].label)
    streets = list(_inside(district))
    lines = [LineString([plane.xy(point) for point in street.line]) for street in streets]
    nodes = _Nodes()
    pieces: list[Piece] = []
    for index, cuts in enumerate(_cuts(lines)):
        for start_m, end_m in itertools.pairwise(cuts):
            part = substring(lines[index], start_m, end_m)
            pieces.append(_piece(streets[index], [(x, y) for x, y in part.coords], nodes))
    return StreetNetwork(plane, (piece for piece in pieces if piece.length_m > 0))


def _inside(district: District) -> Iterator[Street]:
    """Yield the streets that belong to the network."""
    area = unary_union([ward_polygon(ward) for ward in district.wards]).buffer(_BEYOND_WARDS_M / 111_000)
    for street in district.streets:
        is_left_out = street.name.startswith(_LEFT_OUT)
        if not is_left_out and LineString([(lon, lat) for lat, lon in street.line]).intersects(area):
            yield street


def _cuts(lines: list[LineString]) -> Iterator[list[float]]:
    """Yield for each line the distances at which it meets others, its ends included."""
    tree = STRtree(lines)
    for index, line in enumerate(lines):
        cuts = [0.0, line.length]
        for other in tree.query(line, predicate="dwithin", distance=_JOIN_M):
            if other != index:
                cuts += _meetings(line, lines[other])
        yield _apart(sorted(cuts), line.length)


def _meetings(line: LineString, other: LineString) -> Iterator[float]:
    """Yield the distances along `line` where `other` crosses it or ends at it."""
    shared = line.intersection(other)
    for part in getattr(shared, "geoms", [shared]):
        for point in part.coords if not part.is_empty else ():
            yield line.project(Point(point))
    for end in (other.coords[0], other.coords[-1]):
        if line.distance(Point(end)) < _JOIN_M:
            yield line.project(Point(end))


def _apart(cuts: list[float], length_m: float) -> list[float]:
    """Return the cuts without those that stand too close to the one before or to the end."""
    kept = [0.0]
    for cut in cuts:
        if cut - kept[-1] >= _SHORTEST_M and length_m - cut >= _SHORTEST_M:
            kept.append(cut)
    return [*kept, length_m]


class _Nodes:
    """Gives points that are within a few metres of each other the same number."""

    def __init__(self) -> None:
        self.points: list[XY] = []
        self._cells: dict[tuple[int, int], list[int]] = defaultdict(list)

    def number(self, point: XY) -> int:
        """Return the number of the crossing at `point`, a new one when there is none near."""
        column, row = int(point[0] // _JOIN_M), int(point[1] // _JOIN_M)
        for cell in itertools.product((column - 1, column, column + 1), (row - 1, row, row + 1)):
            for node in self._cells[cell]:
                if math.dist(self.points[node], point) < _JOIN_M:
                    return node
        self.points.append(point)
        self._cells[column, row].append(len(self.points) - 1)
        return len(self.points) - 1


def _piece(street: Street, points: list[XY], nodes: _Nodes) -> Piece:
    """Return a piece whose ends are moved onto the crossings they belong to."""
    start, end = nodes.number(points[0]), nodes.number(points[-1])
    ends_moved = [nodes.points[start], *points[1:-1], nodes.points[end]]
    line = [point for point, _ in itertools.groupby(ends_moved)]
    marks = list(itertools.accumulate((math.dist(*pair) for pair in itertools.pairwise(line)), initial=0.0))
    return Piece(start, end, street.name, street.rank, tuple(line), tuple(marks))
