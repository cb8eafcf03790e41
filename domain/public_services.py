"""The nine fields of the online public services, and what is told of each.

Levels are those of before August 2022: at level 3 a file is submitted online, at level 4 it is paid
online too. Since then one says một phần (part of the way online) and toàn trình (all of it).
"""

from dataclasses import dataclass
from enum import StrEnum


class ServiceField(StrEnum):
    """A field of the one-stop office."""

    CIVIL_STATUS = "civil_status"
    CERTIFICATION = "certification"
    LAND = "land"
    CONSTRUCTION = "construction"
    BUSINESS = "business"
    LABOUR = "labour"
    EDUCATION = "education"
    CULTURE = "culture"
    ENVIRONMENT = "environment"


class ServiceFigure(StrEnum):
    """What is told of a field: files today, the share of them at level 3 and at level 4, those in time."""

    FILES = "files_today"
    LEVEL_3 = "level_3_share"
    LEVEL_4 = "level_4_share"
    ON_TIME = "on_time_share"


@dataclass(frozen=True, slots=True)
class FieldMetric:
    """A figure of a field, as the wire names it: `land.level_4_share`."""

    field: ServiceField
    figure: ServiceFigure

    @property
    def key(self) -> str:
        """Return the metric's name on the wire."""
        return f"{self.field}.{self.figure}"


FIELD_METRICS: dict[str, FieldMetric] = {
    metric.key: metric
    for metric in (FieldMetric(field, figure) for field in ServiceField for figure in ServiceFigure)
}
