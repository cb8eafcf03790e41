"""What the overview compares: today with the same weekday of four weeks, systems with their last day.

All of it is read from figures (days of events with their hours, wards' five minutes, quarters of an hour of
systems) and by the alerts' own index in time, so it costs the same whatever the streams hold.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from db.connection import AsyncConnection
from db.sql import query
from domain.kinds import IncidentKind
from domain.local_time import ZONE
from domain.messages import Provenance
from domain.smart_systems import SmartSystem

DAYS = (0, 1, 2, 3, 4)
"""Today and the same weekday of as many weeks."""


@dataclass(frozen=True, slots=True)
class DaysAsked:
    """Whose figures are compared, from `since` to `until` of today and of the same weekday before."""

    since: datetime
    until: datetime
    wards: Collection[str]
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class EventsOfDay:
    """Events of a kind on the day `weeks` back."""

    weeks: int
    kind: IncidentKind
    events: int


@dataclass(frozen=True, slots=True)
class TrafficOfDay:
    """Vehicles that passed cameras on the day `weeks` back; `buckets` of five minutes are known of it."""

    weeks: int
    vehicles: int
    buckets: int


@dataclass(frozen=True, slots=True)
class AlertsOfDay:
    """Alerts of the day `weeks` back; half were taken within `median_s`, nine in ten within `slow_s`."""

    weeks: int
    alerts: int
    acknowledged: int
    median_s: float | None
    slow_s: float | None


@dataclass(frozen=True, slots=True)
class Days:
    """Today and the days it is compared with."""

    events: tuple[EventsOfDay, ...]
    traffic: tuple[TrafficOfDay, ...]
    alerts: tuple[AlertsOfDay, ...]


@dataclass(frozen=True, slots=True)
class MetricAsked:
    """A name on the wire, and the figure of a system that it adds to."""

    system: SmartSystem
    metric: str
    figure: str


@dataclass(frozen=True, slots=True)
class SystemTrend:
    """A figure of a system in a quarter of an hour: sum, mean and highest over the sites, and the usual."""

    system: SmartSystem
    figure: str
    provenance: Provenance
    bucket: datetime
    total: float | None
    usual_total: float | None
    mean: float | None
    usual_mean: float | None
    highest: float | None
    usual_highest: float | None


async def days(connection: AsyncConnection, asked: DaysAsked) -> Days:
    """Return today and the four same weekdays before, each up to the same time."""
    told = {
        "since": asked.since,
        "until": asked.until,
        "wards": list(asked.wards),
        "provenance": asked.provenance,
        "weeks": list(DAYS),
    }
    return Days(
        tuple(
            await connection.rows(query("overview", "events_of_days"), EventsOfDay, **told, zone=str(ZONE))
        ),
        tuple(await connection.rows(query("overview", "traffic_of_days"), TrafficOfDay, **told)),
        tuple(await connection.rows(query("overview", "alerts_of_days"), AlertsOfDay, **told)),
    )


async def system_trends(
    connection: AsyncConnection, asked: Sequence[MetricAsked], since: datetime, until: datetime
) -> list[SystemTrend]:
    """Return figures of systems from `since` to `until` beside what they usually are."""
    return await connection.rows(
        query("overview", "system_trends"),
        SystemTrend,
        systems=[it.system for it in asked],
        metrics=[it.metric for it in asked],
        figures=[it.figure for it in asked],
        since=since,
        until=until,
    )
