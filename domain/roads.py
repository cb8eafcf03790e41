"""The streets as a network: crossings and the pieces between them, in metres on a plane."""

import heapq
import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from shapely import LineString, Point, STRtree

from domain.geodesy import EARTH_RADIUS_M
from domain.places import LatLon

XY = tuple[float, float]

SPEED_OF_RANK_KMH = {1: 40.0, 2: 34.0, 3: 27.0, 4: 20.0}
"""How fast an ordinary drive along a street of each rank is; what has no rank is slower than all."""
_SLOWEST_KMH = 18.0


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
        return self.length_m / self.speed_kmh * 3.6

    @property
    def speed_kmh(self) -> float:
        """Return how fast an ordinary drive along it is."""
        return SPEED_OF_RANK_KMH.get(self.rank, _SLOWEST_KMH)

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


def ordinary_seconds(piece: Piece) -> float:
    """Return how long an ordinary drive along a piece takes."""
    return piece.seconds


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
        came: dict[int, Piece] = {}
        for node, _ in self.spreading({start: 0.0}, came):
            if node == goal:
                break
        return way_to(goal, came)

    def spreading(
        self,
        begin: Mapping[int, float],
        came: dict[int, Piece],
        seconds_along: Callable[[Piece], float] = ordinary_seconds,
    ) -> Iterator[tuple[int, float]]:
        """Yield every crossing and the seconds to it, the soonest reached first, from where they `begin`.

        `came` is filled with the piece of street by which each is reached.
        """
        best = dict(begin)
        queue = [(seconds, node) for node, seconds in begin.items()]
        heapq.heapify(queue)
        while queue:
            seconds, node = heapq.heappop(queue)
            if seconds > best[node]:
                continue
            yield node, seconds
            for piece in self.leaving[node]:
                total = seconds + seconds_along(piece)
                if total < best.get(piece.end, math.inf):
                    best[piece.end], came[piece.end] = total, piece
                    heapq.heappush(queue, (total, piece.end))

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


def way_to(goal: int, came: Mapping[int, Piece]) -> list[Piece]:
    """Return the pieces that lead to `goal`, given the piece by which each crossing was reached."""
    way: list[Piece] = []
    while goal in came:
        way.append(came[goal])
        goal = came[goal].start
    return way[::-1]
