"""What the console says of the eight smart systems: figures over all their sites, and how they are.

The strip, the overview's cards and the system's own page are all told by this. Figures of different
provenance are never added up: a system shows those of the provenance that most of its sources have.
What asks for attention is what stands open in the queue: nothing here says otherwise.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from msgspec.structs import replace

from dashboard.live_entries import Figure, SystemEntry, Wrong
from dashboard.system_metrics import (
    CAMERAS_AMISS,
    CAMERAS_ONLINE,
    SystemMetric,
    combined,
    counted_as,
    metrics_of,
)
from db.rows import AlertRow, CameraRow, SystemRow
from domain.alerts import OPEN_STATES
from domain.messages import CameraState, Provenance
from domain.smart_systems import SmartSystem
from domain.system_limits import LIMIT_OF

SILENT_AFTER = timedelta(minutes=5)
READING_RULE = "system_reading"
SILENCE_RULE = "system_silent"
GATEWAY_RULE = "gateway_lost"
CAMERA_RULE = "camera_trouble"
MOST_WRONGS = 5
_CAMERAS_AMISS = 0.05
"""Share of cameras with an alert of their own above which the camera system asks for attention."""


class CameraOf(NamedTuple):
    """What the camera system counts a camera as."""

    ward_code: str
    provenance: Provenance
    state: CameraState


class Systems:
    """The newest readings and camera states, and which systems they changed."""

    def __init__(self) -> None:
        self._rows: dict[SmartSystem, dict[tuple[str, str], SystemRow]] = {}
        self._cameras: dict[str, CameraOf] = {}
        self._counts: Counter[CameraOf] = Counter()
        self._cameras_at: datetime | None = None
        self._alerts: dict[SmartSystem, dict[UUID, AlertRow]] = {system: {} for system in SmartSystem}
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
        self._cameras[row.code] = CameraOf(row.ward_code, row.provenance, row.state)
        self._counts[self._cameras[row.code]] += 1
        if row.observed_at is not None:
            self._cameras_at = max(row.observed_at, self._cameras_at or row.observed_at)
        self._touched.add(SmartSystem.SECURITY_CAMERAS)

    def take_alert(self, row: AlertRow) -> None:
        """Take an alert in: one of a system stands for what is wrong with it while it is open."""
        system = system_of_alert(row)
        if system is None:
            return
        if row.state in OPEN_STATES:
            self._alerts[system][row.id] = row
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
        """Yield the systems whose newest reading is too old to be believed and of which no alert tells."""
        for system, rows in sorted(self._rows.items()):
            entry = self._entry(system)
            newest = max(row.observed_at for row in rows.values())
            if entry and entry.state == "ok" and now - newest > SILENT_AFTER:
                yield system, replace(entry, state="unknown")

    def rows_of(self, system: SmartSystem) -> list[SystemRow]:
        """Return the newest reading of every figure at every site of a system."""
        return list(self._rows.get(system, {}).values())

    def cameras_of(self, provenance: Provenance) -> dict[str, Counter[CameraState]]:
        """Return how many cameras of each ward are in each state."""
        found: dict[str, Counter[CameraState]] = {}
        for camera, count in self._counts.items():
            if camera.provenance is provenance and count:
                found.setdefault(camera.ward_code, Counter())[camera.state] += count
        return found

    def alerts_of(self, system: SmartSystem) -> list[AlertRow]:
        """Return the open alerts of a system, the worst first, then the newest."""
        return worst_first(self._alerts[system].values())

    def entry_of(self, system: SmartSystem, now: datetime) -> SystemEntry | None:
        """Return what every page says of a system at `now`; None before anything was heard of it."""
        return dict(self.silent(now)).get(system) or self._entry(system)

    def _entry(self, system: SmartSystem) -> SystemEntry | None:
        """Return what is said of a system; None before anything was heard of it."""
        alerts = self.alerts_of(system)
        if system is SmartSystem.SECURITY_CAMERAS:
            return self._camera_entry(alerts)
        rows = self.rows_of(system)
        return system_entry(system, rows, alerts) if rows else None

    def _camera_entry(self, alerts: list[AlertRow]) -> SystemEntry | None:
        """Return the camera system: how many are online, and how many are not."""
        totals: Counter[Provenance] = Counter()
        online: Counter[Provenance] = Counter()
        for camera, count in self._counts.items():
            totals[camera.provenance] += count
            online[camera.provenance] += count * (camera.state is CameraState.ONLINE)
        if not totals.total():
            return None
        provenance = most(totals)
        figures = (
            figure_of(CAMERAS_ONLINE, online[provenance]),
            figure_of(CAMERAS_AMISS, totals[provenance] - online[provenance]),
        )
        is_wide = any(alert.camera_code is None for alert in alerts)
        is_amiss = is_wide or len(alerts) > _CAMERAS_AMISS * totals[provenance]
        state = "warn" if is_amiss else "ok"
        if not online[provenance]:
            state = "down"  # Whether or not the rules have told of it yet: nothing is seen.
        return SystemEntry(state, figures, self._cameras_at, provenance, wrongs(alerts), len(alerts))


def system_of_alert(row: AlertRow) -> SmartSystem | None:
    """Return the system that an alert of the rules is about, as its place tells; None when about none."""
    if row.rule in {GATEWAY_RULE, CAMERA_RULE}:
        return SmartSystem.SECURITY_CAMERAS
    if row.rule not in {READING_RULE, SILENCE_RULE}:
        return None
    parts = row.place_key.split("/")
    named = parts[1 if row.rule == SILENCE_RULE else 0] if len(parts) > 1 else ""
    return SmartSystem(named) if named in set(SmartSystem) else None


def system_entry(system: SmartSystem, rows: list[SystemRow], alerts: list[AlertRow]) -> SystemEntry:
    """Return what is said of a system with these readings and open alerts, the main figure first."""
    provenance = most(Counter(row.provenance for row in rows))
    mine = [row for row in rows if row.provenance is provenance]
    figures = [
        figure_of(metric, combined(metric, values))
        for metric in metrics_of(system)
        if (values := [row.value for row in mine if counted_as(row.metric) == metric.key])
    ]
    is_silent = any(alert.rule == SILENCE_RULE for alert in alerts)
    state = "down" if is_silent else "warn" if alerts else "ok"
    at = max(row.observed_at for row in mine)
    return SystemEntry(state, tuple(figures), at, provenance, wrongs(alerts), len(alerts))


def wrongs(alerts: Iterable[AlertRow]) -> tuple[Wrong, ...]:
    """Return what the worst of these alerts say; each names itself, so that it is found in the queue."""
    return tuple(_wrong(alert) for alert in worst_first(alerts)[:MOST_WRONGS])


def _wrong(alert: AlertRow) -> Wrong:
    """Return an alert as what is wrong: with the figure that was beyond its limit, where one was."""
    system = system_of_alert(alert)
    told = alert.details or {}
    name, value = told.get("metric"), told.get("value")
    metric = next((it for it in metrics_of(system) if it.key == name), None) if system else None
    if system is None or metric is None or not isinstance(value, int | float):
        return Wrong(alert.id)
    limit = LIMIT_OF.get((system, metric.key))
    return Wrong(alert.id, figure_of(metric, round(value, 2)), None if limit is None else limit.at)


def worst_first(alerts: Iterable[AlertRow]) -> list[AlertRow]:
    """Return alerts in the order in which they ask for somebody."""
    return sorted(alerts, key=lambda it: (-it.severity.rank, -it.opened_at.timestamp()))


def figure_of(metric: SystemMetric, value: float) -> Figure:
    """Return a figure with its words."""
    return Figure(metric.vi, metric.en, value, metric.unit)


def most(counts: Counter[Provenance]) -> Provenance:
    """Return the provenance that most have; of equals, the real one."""
    return max(Provenance, key=lambda provenance: (counts[provenance], provenance is Provenance.REAL))
