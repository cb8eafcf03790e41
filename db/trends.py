"""What the trends are drawn from: traffic and events of wards over hours, days or a year, from figures alone.

Wards' five minutes and hours (see db/digests.py) are a hundredth of the cameras' own: a year of a district
is 88 thousand rows, 24 hours with the four weeks before are 15 thousand, whatever the streams hold. Events
are read by days where a point is a day or longer, by hours otherwise.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from db.connection import AsyncConnection
from db.sql import query
from domain.kinds import IncidentKind
from domain.local_time import ZONE, local_day
from domain.messages import Provenance

USUAL_WEEKS = (1, 2, 3, 4)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class TrendAsked:
    """Which figures are asked for: those of `wards` and one provenance, from `since` to before `until`.

    `step` is the length of one point; `is_fine` reads wards' five minutes, which are kept for 60 days.
    Buckets begin at `since`, which therefore stands on a bucket's beginning: for days, on a midnight of the
    district.
    """

    since: datetime
    until: datetime
    step: timedelta
    is_fine: bool
    wards: Collection[str]
    provenance: Provenance

    def parameters(self) -> dict[str, object]:
        """Return what every query here takes."""
        return {
            "since": self.since,
            "until": self.until,
            "step": self.step,
            "wards": list(self.wards),
            "provenance": self.provenance,
        }

    @property
    def is_by_days(self) -> bool:
        """Tell whether every point is made of whole days of the district's calendar."""
        return self.step >= _DAY

    def days(self) -> dict[str, date]:
        """Return the first and the last day that the span touches."""
        return {"first": local_day(self.since), "last": local_day(self.until - timedelta.resolution)}


@dataclass(frozen=True, slots=True)
class TrafficPoint:
    """Traffic of several wards in a step: vehicles a minute at a camera, congestion 0 to 1.

    Of an earlier week, `weeks` back, the bucket is moved to where it lies in the span itself.
    """

    weeks: int
    bucket: datetime
    vehicles_per_min: float
    congestion: float | None


@dataclass(frozen=True, slots=True)
class WardTraffic:
    """Traffic of one ward in a step; `vehicles` are passages of cameras, not different vehicles."""

    bucket: datetime
    ward_code: str
    vehicles: int
    vehicles_per_min: float
    speed_kmh: float | None
    congestion: float | None


@dataclass(frozen=True, slots=True)
class EventSum:
    """Events of a step, a ward, a kind, or an hour of the week (1 is Monday): what it is of is not None.

    `events` are those of the ward and kind asked for; a ward's are counted beside the other wards', a kind's
    beside the other kinds'. Where nothing happened there is none.
    """

    step: datetime | None
    ward_code: str | None
    kind: IncidentKind | None
    weekday: int | None
    hour: int | None
    events: int


@dataclass(frozen=True, slots=True)
class EventRowOfTable:
    """Events of a ward and a kind in a step."""

    bucket: datetime
    ward_code: str
    kind: IncidentKind
    events: int


async def traffic_line(
    connection: AsyncConnection, asked: TrendAsked, *, with_usual: bool
) -> list[TrafficPoint]:
    """Return the traffic of the wards together; `with_usual` the four weeks before too."""
    return await connection.rows(
        query("trends", "traffic_line"),
        TrafficPoint,
        **asked.parameters(),
        is_fine=asked.is_fine,
        weeks=[0, *USUAL_WEEKS] if with_usual else [0],
    )


async def traffic_of_wards(
    connection: AsyncConnection, asked: TrendAsked, *, limit: int
) -> list[WardTraffic]:
    """Return the traffic of each ward by steps."""
    return await connection.rows(
        query("trends", "traffic_of_wards"),
        WardTraffic,
        **asked.parameters(),
        is_fine=asked.is_fine,
        limit=limit,
    )


async def event_sums(
    connection: AsyncConnection, asked: TrendAsked, *, ward: str | None, kind: IncidentKind | None
) -> list[EventSum]:
    """Return events counted by step, ward, kind and hour of the week on the district's clock."""
    name = "event_sums_of_days" if asked.is_by_days else "event_sums"
    return await connection.rows(
        query("trends", name),
        EventSum,
        **asked.parameters(),
        **asked.days(),
        ward=ward,
        kind=kind,
        zone=str(ZONE),
    )


async def event_table(
    connection: AsyncConnection, asked: TrendAsked, *, kind: IncidentKind | None, limit: int
) -> list[EventRowOfTable]:
    """Return events by step, ward and kind."""
    name = "event_table_of_days" if asked.step == _DAY else "event_table"
    return await connection.rows(
        query("trends", name),
        EventRowOfTable,
        **asked.parameters(),
        **asked.days(),
        kind=kind,
        limit=limit,
        zone=str(ZONE),
    )
