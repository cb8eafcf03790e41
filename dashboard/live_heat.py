"""The heat of the last hour: where events happened, weighted by their severity, in small cells of the map."""

import uuid
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from msgspec import Struct

from db.rows import CameraRow, EventRow
from db.segments import HEAT_LASTS, MOST_EVENTS
from domain.kinds import KINDS, Severity
from domain.messages import Provenance

_DIGITS = 3
"""Decimal places of a cell's coordinates: cells of about 110 m."""
_WEIGHTS = {Severity.LOW: 1, Severity.MEDIUM: 2, Severity.HIGH: 4, Severity.CRITICAL: 8}


class HeatEntry(Struct, frozen=True):
    """A cell of the map and its weight: the severities of its events added up (low 1 to critical 8)."""

    lat: float
    lon: float
    n: int
    p: Provenance


@dataclass(frozen=True, slots=True)
class _Cell:
    """Where and of what provenance; wards are kept apart, for not everybody sees all of them."""

    ward_code: str
    lat: float
    lon: float
    provenance: Provenance

    @property
    def key(self) -> str:
        return f"{self.ward_code}/{self.lat}/{self.lon}/{self.provenance}"


@dataclass(frozen=True, slots=True)
class _Spot:
    """What one event adds to its cell."""

    cell: _Cell
    weight: int
    at: datetime


Said = tuple[str, str, HeatEntry | None]
"""A cell's key, its ward, and what is said of it; None when it has gone cold."""


class Heat:
    """The events of the last hour as cells; each event counts once, however often it is revised."""

    def __init__(self) -> None:
        self._spots: OrderedDict[uuid.UUID, _Spot] = OrderedDict()
        self._weights: dict[_Cell, int] = {}
        self._cameras: dict[str, tuple[float, float]] = {}

    def take_camera(self, row: CameraRow) -> None:
        """Learn where a camera is: events that say no place happened there."""
        self._cameras[row.code] = (row.lat, row.lon)

    def take(self, row: EventRow) -> Iterator[Said]:
        """Take an event in and yield the cells that it changes; drills give no heat."""
        spot = self._spot(row)
        if spot is None or row.id in self._spots:
            return
        self._spots[row.id] = spot
        yield self._add(spot.cell, spot.weight)
        if len(self._spots) > MOST_EVENTS:
            yield self._drop(next(iter(self._spots)))

    def forget(self, now: datetime) -> Iterator[Said]:
        """Yield the cells that are less warm by `now`, each once and as it is in the end."""
        old = [event_id for event_id, spot in self._spots.items() if now - spot.at > HEAT_LASTS]
        yield from {said[0]: said for said in map(self._drop, old)}.values()

    def _spot(self, row: EventRow) -> _Spot | None:
        place = (row.lat, row.lon) if row.lat is not None else self._cameras.get(row.camera_code or "")
        if row.exercise or place is None or place[0] is None or place[1] is None:
            return None
        cell = _Cell(row.ward_code, round(place[0], _DIGITS), round(place[1], _DIGITS), row.provenance)
        return _Spot(cell, _WEIGHTS[KINDS[row.kind].severity], row.observed_at)

    def _drop(self, event_id: uuid.UUID) -> Said:
        spot = self._spots.pop(event_id)
        return self._add(spot.cell, -spot.weight)

    def _add(self, cell: _Cell, weight: int) -> Said:
        total = self._weights.get(cell, 0) + weight
        if total <= 0:
            self._weights.pop(cell, None)
            return cell.key, cell.ward_code, None
        self._weights[cell] = total
        return cell.key, cell.ward_code, HeatEntry(cell.lat, cell.lon, total, cell.provenance)
