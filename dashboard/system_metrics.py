"""The figures of the eight smart systems that the console knows, with their words, the main one first."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.public_services import FIELD_METRICS, ServiceFigure
from domain.smart_systems import SmartSystem


class Combine(StrEnum):
    """How the values of several sites become one figure."""

    SUM = "sum"
    MEAN = "mean"
    HIGHEST = "highest"


@dataclass(frozen=True, slots=True)
class SystemMetric:
    """One figure: its key on the wire, its words, and how the values of its sites become one."""

    key: str
    vi: str
    en: str
    unit: str = ""
    combine: Combine = Combine.SUM


METRICS: dict[SmartSystem, tuple[SystemMetric, ...]] = {
    SmartSystem.FIREFIGHTING: (
        SystemMetric("active_alarms", "báo động", "alarms"),
        SystemMetric("trucks_ready", "xe sẵn sàng", "trucks ready"),
        SystemMetric("panels_online", "tủ báo cháy", "panels online"),
        SystemMetric("hydrant_pressure", "áp lực trụ nước", "hydrant pressure", "bar", Combine.MEAN),
    ),
    SmartSystem.URBAN_ADMINISTRATION: (
        SystemMetric("open_reports", "phản ánh", "open reports"),
        SystemMetric("on_time_share", "đúng hạn", "on time", "%", Combine.MEAN),
        SystemMetric("street_lights_out", "đèn đường hỏng", "street lights out"),
        SystemMetric("water_level", "mực nước", "water level", "m", Combine.HIGHEST),
    ),
    SmartSystem.HEALTHCARE: (
        SystemMetric("ambulances_ready", "xe cấp cứu", "ambulances ready"),
        SystemMetric("emergency_beds_free", "giường trống", "beds free"),
        SystemMetric("emergency_load", "tải cấp cứu", "emergency load", "%", Combine.MEAN),
    ),
    SmartSystem.EDUCATION: (
        SystemMetric("gate_cameras_online", "camera cổng trường", "gate cameras"),
        SystemMetric("gate_vehicles", "xe qua cổng", "vehicles at gates", "/min"),
    ),
    SmartSystem.TOURISM: (
        SystemMetric("visitors_now", "khách", "visitors now"),
        SystemMetric("rooms_taken", "phòng có khách", "rooms taken", "%", Combine.MEAN),
    ),
    SmartSystem.PUBLIC_SERVICES: (
        SystemMetric("files_today", "hồ sơ hôm nay", "files today"),
        SystemMetric("on_time_share", "đúng hạn", "on time", "%", Combine.MEAN),
        SystemMetric("waiting", "lượt chờ", "waiting"),
        SystemMetric("fields_online", "lĩnh vực", "fields online", "", Combine.HIGHEST),
    ),
    SmartSystem.INFORMATION_SECURITY: (
        SystemMetric("open_incidents", "sự cố", "incidents"),
        SystemMetric("blocked_attempts", "lượt chặn mỗi phút", "blocked a minute"),
        SystemMetric("hosts_online", "máy hoạt động", "hosts online"),
    ),
}
CAMERAS_ONLINE = SystemMetric("online", "đang hoạt động", "online")
CAMERAS_AMISS = SystemMetric("not_online", "không hoạt động", "not online")


def metrics_of(system: SmartSystem) -> tuple[SystemMetric, ...]:
    """Return the figures of a system, the main one first; the camera system's are the map's own counts."""
    if system is SmartSystem.SECURITY_CAMERAS:
        return (CAMERAS_ONLINE, CAMERAS_AMISS)
    return METRICS.get(system, ())


def counted_as(metric: str) -> str:
    """Return the figure that a metric adds to: the files of a field are files of the day."""
    of_field = FIELD_METRICS.get(metric)
    return metric if of_field is None or of_field.figure is not ServiceFigure.FILES else of_field.figure


def told_as(metric: SystemMetric) -> list[str]:
    """Return the names on the wire of what adds to a figure."""
    return [metric.key, *(key for key in FIELD_METRICS if counted_as(key) == metric.key)]


def combined(metric: SystemMetric, values: Sequence[float]) -> float:
    """Return one figure for all sites."""
    if metric.combine is Combine.SUM:
        return round(sum(values), 1)
    if metric.combine is Combine.HIGHEST:
        return round(max(values), 2)
    return round(sum(values) / len(values), 1)
