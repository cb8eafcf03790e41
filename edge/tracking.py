"""Tracks: the same blob from frame to frame, for as long as it is in the picture and no longer.

A track is a path of points. It has no identity outside this picture, keeps no look, and is
forgotten when its blob is gone.
"""

import math
import statistics
from collections import deque
from dataclasses import dataclass, field

from edge.blobs import Blob
from edge.settings import Point

_LOST_AFTER_S = 0.6
_PATH_POINTS = 6
_AREAS = 15


@dataclass(slots=True)
class Track:
    """Where a blob was lately (seconds, x, y) and how large it was."""

    number: int
    path: deque[tuple[float, float, float]] = field(default_factory=lambda: deque(maxlen=_PATH_POINTS))
    areas_px: deque[int] = field(default_factory=lambda: deque(maxlen=_AREAS))
    is_counted: bool = False

    @property
    def area_px(self) -> float:
        """Return the blob's usual size: the median, so that a merge for a moment does not count."""
        return statistics.median(self.areas_px)

    def speed_px_s(self) -> float | None:
        """Return the speed over the kept path, None when it is too short to tell."""
        (start_s, start_x, start_y), (end_s, end_x, end_y) = self.path[0], self.path[-1]
        if len(self.path) < 3 or end_s <= start_s:
            return None
        return math.hypot(end_x - start_x, end_y - start_y) / (end_s - start_s)

    def expected_at(self, at_s: float) -> Point:
        """Return where the blob should be at `at_s` when it goes on as it did."""
        end_s, x, y = self.path[-1]
        if len(self.path) < 2:
            return x, y
        before_s, before_x, before_y = self.path[-2]
        steps = (at_s - end_s) / (end_s - before_s)
        return x + (x - before_x) * steps, y + (y - before_y) * steps

    def last_step(self) -> tuple[Point, Point] | None:
        """Return the last two points of the path."""
        if len(self.path) < 2:
            return None
        return self.path[-2][1:], self.path[-1][1:]


class Tracker:
    """Follows blobs by nearness to where they should be; `reach_px` is how far off that may be."""

    def __init__(self, reach_px: float) -> None:
        self._reach_px = reach_px
        self._tracks: list[Track] = []
        self._next_number = 0

    def follow(self, blobs: list[Blob], at_s: float) -> list[Track]:
        """Take the blobs of the frame at `at_s`; return the tracks that were seen in it."""
        self._tracks = [track for track in self._tracks if at_s - track.path[-1][0] <= _LOST_AFTER_S]
        pairs = sorted(
            (_gap(track.expected_at(at_s), blob.centre), track.number, index)
            for track in self._tracks
            if track.path[-1][0] < at_s
            for index, blob in enumerate(blobs)
        )
        by_number = {track.number: track for track in self._tracks}
        taken: dict[int, Track] = {}
        for gap_px, number, index in pairs:
            if gap_px <= self._reach_px and number in by_number and index not in taken:
                taken[index] = by_number.pop(number)
        return [self._extended(taken.get(index), blob, at_s) for index, blob in enumerate(blobs)]

    def _extended(self, track: Track | None, blob: Blob, at_s: float) -> Track:
        if track is None:
            track = Track(self._next_number)
            self._next_number += 1
            self._tracks.append(track)
        track.path.append((at_s, *blob.centre))
        track.areas_px.append(blob.area_px)
        return track


def _gap(one: Point, other: Point) -> float:
    return math.hypot(one[0] - other[0], one[1] - other[1])


def crosses(step: tuple[Point, Point], line: tuple[Point, Point]) -> bool:
    """Tell whether the step from one point to the next goes over `line`; its ends belong to it.

    A step that ends on the line crosses it, one that starts there does not: nothing counts twice.
    """
    (start, end), (line_start, line_end) = step, line
    start_side, end_side = _side(line_start, line_end, start), _side(line_start, line_end, end)
    if start_side == 0 or ((start_side > 0) == (end_side > 0) and end_side != 0):
        return False
    return _side(start, end, line_start) * _side(start, end, line_end) <= 0


def _side(start: Point, end: Point, point: Point) -> float:
    """Return on which side of the line from `start` to `end` the point lies: the sign tells."""
    return (end[0] - start[0]) * (point[1] - start[1]) - (end[1] - start[1]) * (point[0] - start[0])
