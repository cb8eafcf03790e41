"""Privacy zones: parts of a camera's picture that are painted out for everybody, and who may decide on them.

A zone is proposed by one person and approved, or taken away, by another. Until then it is not painted,
but for an immediate one, which is painted at once and lapses after a day unless somebody else approves it.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from shapely import Polygon

from domain.errors import DomainError

LAPSES_AFTER = timedelta(hours=24)
FEWEST_CORNERS = 3
MOST_CORNERS = 40
MOST_ZONES = 20
"""Zones of one camera that are painted or proposed at the same time."""
_SMALLEST_AREA = 0.0001
_SHORTEST_REASON = 5
_LONGEST_REASON = 300

Point = tuple[float, float]


class ZoneRefusal(StrEnum):
    """Why there is no such zone, or no such step on one."""

    CORNERS = "corners"
    OUTSIDE = "outside"
    CROSSES = "crosses"
    SMALL = "small"
    REASON = "reason"
    OWN = "own"
    NO_CAMERA = "no_camera"
    MANY = "many"
    GONE = "gone"
    APPROVED = "approved"
    NOT_APPROVED = "not_approved"
    NO_REMOVAL = "no_removal"


class ZoneRefusedError(DomainError):
    """No zone, or no step on one: `why` names the reason, the message says it."""

    def __init__(self, why: ZoneRefusal, message: str) -> None:
        super().__init__(message)
        self.why = why


@dataclass(frozen=True, slots=True)
class Zone:
    """A part of a picture: its corners as shares of the picture's width and height, from the top left."""

    outline: tuple[Point, ...]


def zone_of(outline: Sequence[Sequence[float]]) -> Zone:
    """Return the zone with these corners; raise ZoneRefusedError when they enclose no part of a picture."""
    if not FEWEST_CORNERS <= len(outline) <= MOST_CORNERS:
        raise ZoneRefusedError(
            ZoneRefusal.CORNERS, f"a zone has {FEWEST_CORNERS} to {MOST_CORNERS} corners, not {len(outline)}"
        )
    if any(len(corner) != 2 for corner in outline):
        raise ZoneRefusedError(
            ZoneRefusal.CORNERS, "a corner is two numbers: the shares of the picture's width and height"
        )
    corners = tuple((float(corner[0]), float(corner[1])) for corner in outline)
    if not all(math.isfinite(part) and 0 <= part <= 1 for corner in corners for part in corner):
        raise ZoneRefusedError(
            ZoneRefusal.OUTSIDE, "a zone's corners are shares of the picture: each from 0 to 1"
        )
    shape = Polygon(corners)
    if not shape.is_valid:
        raise ZoneRefusedError(ZoneRefusal.CROSSES, "the zone's outline crosses itself")
    if shape.area < _SMALLEST_AREA:
        raise ZoneRefusedError(ZoneRefusal.SMALL, "the zone is too small to hide anything")
    return Zone(corners)


def reason_of(text: str) -> str:
    """Return the reason of a step as it is kept; raise ZoneRefusedError when it says nothing."""
    reason = " ".join(text.split())
    if not _SHORTEST_REASON <= len(reason) <= _LONGEST_REASON or not reason.isprintable():
        raise ZoneRefusedError(
            ZoneRefusal.REASON,
            f"every step on a zone needs a reason of {_SHORTEST_REASON} to {_LONGEST_REASON} characters",
        )
    return reason


def check_second_person(first_account_id: int, second_account_id: int) -> None:
    """Raise ZoneRefusedError when the one who decides is the one who proposed."""
    if first_account_id == second_account_id:
        raise ZoneRefusedError(ZoneRefusal.OWN, "somebody else must decide on what you proposed")
