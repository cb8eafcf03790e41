"""What the strip says of the eight smart systems: figures over all their sites, and a state drawn from them.

Figures of different provenance are never added up: a system shows those of the provenance that most of
its sources have.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from dashboard.live_entries import Figure, SystemEntry
from dashboard.system_metrics import METRICS, Combine, SystemMetric
from db.rows import CameraRow, SystemRow
from domain.messages import CameraState, Provenance
from domain.smart_systems import SmartSystem

SILENT_AFTER = timedelta(minutes=5)
_CAMERAS_AMISS = 0.05
"""Share of cameras that are not online above which the camera system asks for attention."""


class Systems:
    """The newest readings and camera states, and which systems they changed."""

    def __init__(self) -> None:
        self._rows: dict[SmartSystem, dict[tuple[str, str], SystemRow]] = {}
        self._cameras: dict[str, tuple[Provenance, CameraState]] = {}
        self._counts: Counter[tuple[Provenance, CameraState]] = Counter()
        self._cameras_at: datetime | None = None
        self._touched: set[SmartSystem] = set()

    def take(self, row: SystemRow) -> None:
        """Take a reading in; one that belongs to a drill is no figure."""
        if not row.exercise:
            self._rows.setdefault(row.system, {})[row.site, row.metric] = row
            self._touched.add(row.system)

    def take_camera(self, row: CameraRow) -> None:
        """Take a camera's state in: the camera system's figures are the map's own."""
        known = self._cameras.get(row.code)
        if known is not None:
            self._counts[known] -= 1
        self._cameras[row.code] = (row.provenance, row.state)
        self._counts[row.provenance, row.state] += 1
        if row.observed_at is not None:
            self._cameras_at = max(row.observed_at, self._cameras_at or row.observed_at)
        self._touched.add(SmartSystem.SECURITY_CAMERAS)

    def changed(self) -> Iterator[tuple[SmartSystem, SystemEntry]]:
        """Yield the systems that changed since this was asked last, as they are now."""
        for system in sorted(self._touched):
            yield system, self._entry(system)
        self._touched.clear()

    def silent(self, now: datetime) -> Iterator[tuple[SmartSystem, SystemEntry]]:
        """Yield the systems whose newest reading is too old to be believed, as disconnected."""
        for system, rows in sorted(self._rows.items()):
            if now - max(row.observed_at for row in rows.values()) > SILENT_AFTER:
                entry = self._entry(system)
                yield system, SystemEntry("down", entry.figures, entry.at, entry.p)

    def _entry(self, system: SmartSystem) -> SystemEntry:
        if system is SmartSystem.SECURITY_CAMERAS:
            return self._camera_entry()
        return system_entry(system, list(self._rows[system].values()))

    def _camera_entry(self) -> SystemEntry:
        """Return the camera system: how many are online, of how many."""
        totals: Counter[Provenance] = Counter()
        for (provenance, _), count in self._counts.items():
            totals[provenance] += count
        provenance = most(totals)
        online = self._counts[provenance, CameraState.ONLINE]
        amiss = totals[provenance] - online
        state = "warn" if amiss > _CAMERAS_AMISS * totals[provenance] else "ok"
        figures = (
            Figure("đang hoạt động", "online", online, "camera"),
            Figure("không hoạt động", "not online", amiss, "camera"),
        )
        return SystemEntry(state, figures, self._cameras_at, provenance)


def system_entry(system: SmartSystem, rows: list[SystemRow]) -> SystemEntry:
    """Return what is said of a system with these readings, the figures in the order of METRICS."""
    provenance = most(Counter(row.provenance for row in rows))
    mine = [row for row in rows if row.provenance is provenance]
    figures: list[Figure] = []
    state = "ok"
    for metric in METRICS.get(system, ()):
        values = [row.value for row in mine if row.metric == metric.key]
        if not values:
            continue
        value = combined(metric, values)
        figures.append(Figure(metric.vi, metric.en, value, metric.unit))
        if metric.asks_attention(value):
            state = "warn"
    return SystemEntry(state, tuple(figures), max(row.observed_at for row in mine), provenance)


def combined(metric: SystemMetric, values: list[float]) -> float:
    """Return one figure for all sites."""
    if metric.combine is Combine.SUM:
        return round(sum(values), 1)
    if metric.combine is Combine.HIGHEST:
        return round(max(values), 2)
    return round(sum(values) / len(values), 1)


def most(counts: Counter[Provenance]) -> Provenance:
    """Return the provenance that most have; of equals, the real one."""
    return max(Provenance, key=lambda provenance: (counts[provenance], provenance is Provenance.REAL))
