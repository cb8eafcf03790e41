"""The streets as a network: crossings and the pieces between them, in metres on a plane.

Tunnels and bridges are left out: they leave the district or pass under it.
"""

import heapq
import itertools
import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from shapely import LineString, Point, STRtree
from shapely.ops import substring, unary_union

from domain.geodesy import EARTH_RADIUS_M
from domain.places import District, LatLon, Street, ward_polygon

XY = tuple[float, float]

_LEFT_OUT = ("Cầu ", "Hầm ")
_JOIN_M = 5.0
_SHORTEST_M = 3.0
_BEYOND_WARDS_M = 60.0
_SPEED_OF_RANK = {1: 40.0, 2: 34.0, 3: 27.0, 4: 20.0}


@dataclass(frozen=True, slots=True)
class Plane:
    """A flat map around one point: degrees to metres and back, exact enough for a district."""

    lat: float
    lon: float

    def xy(self, point: LatLon) -> XY:
        """Return (metres east, metres north) of (lat, lon)."""
        east = math.radians(point[1] - self.lon) * EARTH_RADIUS_M * math.cos(math.radians(self.lat))
        return east, math.radians(point[0] - self.lat) * EARTH_RADIUS_M

    def lat_lon(self, point: XY) -> LatLon:
        """Return (lat, lon) of (metres east, metres north)."""
        east_deg = math.degrees(point[0] / (EARTH_RADIUS_M * math.cos(math.radians(self.lat))))
        return self.lat + math.degrees(point[1] / EARTH_RADIUS_M), self.lon + east_deg


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of street between two crossings; `marks_m` is the distance of each point from the first."""

    start: int
    end: int
    street: str
    rank: int
    points: tuple[XY, ...]
    marks_m: tuple[float, ...]

    @property
    def length_m(self) -> float:
        """Return how long it is."""
        return self.marks_m[-1]

    @property
    def seconds(self) -> float:
        """Return how long an ordinary drive along it takes."""
        return self.length_m / _SPEED_OF_RANK.get(self.rank, 18.0) * 3.6

    def turned(self) -> "Piece":
        """Return the same piece in the other direction."""
        marks = tuple(self.length_m - mark for mark in reversed(self.marks_m))
        return Piece(self.end, self.start, self.street, self.rank, self.points[::-1], marks)

    def at(self, metres: float) -> tuple[XY, float]:
        """Return the point `metres` along it, and the heading there in degrees."""
        index = min(max(bisect_right(self.marks_m, metres), 1), len(self.points) - 1)
        (x0, y0), (x1, y1) = self.points[index - 1], self.points[index]
        part = (metres - self.marks_m[index - 1]) / (self.marks_m[index] - self.marks_m[index - 1])
        share = min(1.0, max(0.0, part))
        heading = math.degrees(math.atan2(x1 - x0, y1 - y0)) % 360
        return (x0 + (x1 - x0) * share, y0 + (y1 - y0) * share), heading


class StreetNetwork:
    """Crossings joined by pieces of street; every piece can be driven both ways (police may)."""

    def __init__(self, plane: Plane, pieces: Iterable[Piece]) -> None:
        self.plane = plane
        self.leaving: dict[int, list[Piece]] = defaultdict(list)
        for piece in pieces:
            self.leaving[piece.start].append(piece)
            self.leaving[piece.end].append(piece.turned())
        self._keep_largest_part()
        self.pieces = [
            piece for group in self.leaving.values() for piece in group if piece.start <= piece.end
        ]
        self._lines = [LineString(piece.points) for piece in self.pieces]
        self._tree = STRtree(self._lines)

    def nearest(self, point: LatLon) -> tuple[Piece, float]:
        """Return the piece of street nearest to (lat, lon), and how far along it, in metres."""
        spot = Point(self.plane.xy(point))
        index = int(self._tree.nearest(spot))
        return self.pieces[index], self._lines[index].project(spot)

    def route(self, start: int, goal: int) -> list[Piece]:
        """Return the quickest way from one crossing to another; empty when they are the same."""
        best: dict[int, float] = {start: 0.0}
        came: dict[int, Piece] = {}
        queue = [(0.0, start)]
        while queue:
            seconds, node = heapq.heappop(queue)
            if node == goal:
                break
            if seconds > best[node]:
                continue
            for piece in self.leaving[node]:
                total = seconds + piece.seconds
                if total < best.get(piece.end, math.inf):
                    best[piece.end], came[piece.end] = total, piece
                    heapq.heappush(queue, (total, piece.end))
        return _way_back(came, start, goal)

    def _keep_largest_part(self) -> None:
        """Drop streets that cannot be reached from the largest connected part."""
        left = set(self.leaving)
        largest: set[int] = set()
        while left:
            part = self._reached_from(min(left))
            left -= part
            largest = max(largest, part, key=len)
        self.leaving = {node: self.leaving[node] for node in sorted(largest)}

    def _reached_from(self, node: int) -> set[int]:
        """Return every crossing that can be reached."""
        seen, edge = {node}, [node]
        while edge:
            new = {piece.end for piece in self.leaving[edge.pop()]} - seen
            seen |= new
            edge.extend(new)
        return seen


def _way_back(came: dict[int, Piece], start: int, goal: int) -> list[Piece]:
    """Return the pieces from start to goal, given the piece by which each crossing was reached."""
    way: list[Piece] = []
    while goal != start:
        way.append(came[goal])
        goal = came[goal].start
    return way[::-1]


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
