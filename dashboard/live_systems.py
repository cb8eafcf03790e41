"""What the strip says of the eight smart systems: figures over all their sites, and how they are.

Figures of different provenance are never added up: a system shows those of the provenance that most of
its sources have. What asks for attention is what stands open in the queue: the strip never says otherwise.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from dashboard.live_entries import Figure, SystemEntry
from dashboard.system_metrics import METRICS, Combine, SystemMetric
from db.rows import AlertRow, CameraRow, SystemRow
from domain.alerts import OPEN_STATES
from domain.messages import CameraState, Provenance
from domain.smart_systems import SmartSystem

SILENT_AFTER = timedelta(minutes=5)
READING_RULE = "system_reading"
SILENCE_RULE = "system_silent"
GATEWAY_RULE = "gateway_lost"
_CAMERAS_AMISS = 0.05
"""Share of cameras that are not online above which the camera system asks for attention."""


class Systems:
    """The newest readings and camera states, and which systems they changed."""

    def __init__(self) -> None:
        self._rows: dict[SmartSystem, dict[tuple[str, str], SystemRow]] = {}
        self._cameras: dict[str, tuple[Provenance, CameraState]] = {}
        self._counts: Counter[tuple[Provenance, CameraState]] = Counter()
        self._cameras_at: datetime | None = None
        self._alerts: dict[SmartSystem, dict[UUID, str]] = {system: {} for system in SmartSystem}
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

    def take_alert(self, row: AlertRow) -> None:
        """Take an alert in: one of a system stands for what is wrong with it while it is open."""
        system = system_of_alert(row)
        if system is None:
            return
        if row.state in OPEN_STATES:
            self._alerts[system][row.id] = row.rule
        else:
            self._alerts[system].pop(row.id, None)
        self._touched.add(system)

    def changed(self) -> Iterator[tuple[SmartSystem, SystemEntry]]:
        """Yield the systems that changed since this was asked last, as they are now."""
        for system in sorted(self._touched):
            entry = self._entry(system)
            if entry is not None:
                yield system, entry
        self._touched.clear()

    def silent(self, now: datetime) -> Iterator[tuple[SmartSystem, SystemEntry]]:
        """Yield the systems whose newest reading is too old to be believed, as disconnected."""
        for system, rows in sorted(self._rows.items()):
            entry = self._entry(system)
            if entry and now - max(row.observed_at for row in rows.values()) > SILENT_AFTER:
                yield system, SystemEntry("down", entry.figures, entry.at, entry.p)

    def _entry(self, system: SmartSystem) -> SystemEntry | None:
        """Return what is said of a system; None before anything was heard of it."""
        rules = set(self._alerts[system].values())
        if system is SmartSystem.SECURITY_CAMERAS:
            return self._camera_entry("warn" if rules else "ok")
        rows = list(self._rows.get(system, {}).values())
        state = "down" if SILENCE_RULE in rules else "warn" if rules else "ok"
        return system_entry(system, rows, state) if rows else None

    def _camera_entry(self, state: str) -> SystemEntry | None:
        """Return the camera system: how many are online, and how many are not."""
        totals: Counter[Provenance] = Counter()
        for (provenance, _), count in self._counts.items():
            totals[provenance] += count
        if not totals.total():
            return None
        provenance = most(totals)
        online = self._counts[provenance, CameraState.ONLINE]
        amiss = totals[provenance] - online
        if amiss > _CAMERAS_AMISS * totals[provenance]:
            state = "warn"
        figures = (
            Figure("đang hoạt động", "online", online, ""),
            Figure("không hoạt động", "not online", amiss, ""),
        )
        return SystemEntry(state, figures, self._cameras_at, provenance)


def system_of_alert(row: AlertRow) -> SmartSystem | None:
    """Return the system that an alert of the rules is about, as its place tells; None when about none."""
    if row.rule == GATEWAY_RULE:
        return SmartSystem.SECURITY_CAMERAS
    if row.rule not in {READING_RULE, SILENCE_RULE}:
        return None
    parts = row.place_key.split("/")
    named = parts[1 if row.rule == SILENCE_RULE else 0] if len(parts) > 1 else ""
    return SmartSystem(named) if named in set(SmartSystem) else None


def system_entry(system: SmartSystem, rows: list[SystemRow], state: str) -> SystemEntry:
    """Return what is said of a system with these readings, the figures in the order of METRICS."""
    provenance = most(Counter(row.provenance for row in rows))
    mine = [row for row in rows if row.provenance is provenance]
    figures = [
        Figure(metric.vi, metric.en, combined(metric, values), metric.unit)
        for metric in METRICS.get(system, ())
        if (values := [row.value for row in mine if row.metric == metric.key])
    ]
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
