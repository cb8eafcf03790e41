"""What is shown beside cameras, units and alerts: incidents, tasks, posts, streets, reports, heat, sites."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from msgspec import Struct

from dashboard.live_audience import LiveKind
from dashboard.live_heat import Heat
from dashboard.live_incident_entries import incident_entry
from dashboard.live_posts import post_entry
from dashboard.live_reports import RecentReports
from dashboard.live_segments import SegmentStates
from dashboard.live_sites import SystemSites
from dashboard.live_tasks import Tasks
from db.incident_rows import IncidentRow
from db.post_rows import PostRow
from db.rows import AlertRow, AnyRow, CameraRow, CommandRow, EventRow, ReportRow, SegmentStateRow, SystemRow

Said = tuple[LiveKind, str, str | None, Struct | None]
"""A thing's kind, key and ward, and what is said of it; None when it is gone."""


class MapLayers:
    """The state behind the map's layers."""

    def __init__(self) -> None:
        self._segments = SegmentStates()
        self._reports = RecentReports()
        self._heat = Heat()
        self._sites = SystemSites()
        self._tasks = Tasks()

    def take(self, row: AnyRow) -> Iterator[Said]:
        """Take a row in and yield what the layers say differently because of it."""
        match row:
            case SegmentStateRow():
                yield LiveKind.SEGMENTS, *self._segments.take(row)
            case ReportRow():
                yield from _each(LiveKind.REPORTS, self._reports.take(row))
            case EventRow():
                yield from _each(LiveKind.HEAT, self._heat.take(row))
            case CameraRow():
                self._heat.take_camera(row)
            case SystemRow():
                yield from _each(LiveKind.SITES, self._sites.take(row))
            case AlertRow():
                yield from _each(LiveKind.SITES, self._sites.take_alert(row))
            case CommandRow():
                task = self._tasks.take(row)
                yield from () if task is None else [(LiveKind.TASKS, *task)]
            case PostRow():
                yield LiveKind.POSTS, row.code, row.ward_code, post_entry(row)
            case IncidentRow():
                yield LiveKind.INCIDENTS, str(row.id), row.ward_code, incident_entry(row)

    def pass_time(self, now: datetime) -> Iterator[Said]:
        """Yield what is different because time has passed: old reports and heat go, sites fall silent."""
        yield from _each(LiveKind.REPORTS, self._reports.forget(now))
        yield from _each(LiveKind.HEAT, self._heat.forget(now))
        yield from _each(LiveKind.SITES, self._sites.notice_silence(now))


def _each(kind: LiveKind, said: Iterable[tuple[str, str, Struct | None]]) -> Iterator[Said]:
    for key, ward_code, entry in said:
        yield kind, key, ward_code, entry
