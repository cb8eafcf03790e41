"""The small figures of wards and systems: the same on both engines, whatever comes late."""

import random
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from db.connection import Connection, connect_async
from db.digests import compute_digests, look_back
from db.intake import Received, store
from db.overview import DaysAsked, MetricAsked, days, system_trends
from db.trends import TrendAsked, event_sums, event_table, traffic_line, traffic_of_wards
from domain.congestion import level_of, ward_level
from domain.kinds import IncidentKind
from domain.local_time import ZONE, local_day
from domain.messages import Provenance
from domain.smart_systems import SmartSystem
from tests.integration.db.conftest import Looking
from tests.integration.db.making import WARD, a_count, a_reading, an_event, minutes, now, received
from tests.integration.db.rolling_up import refresh
from tests.integration.postgres import Database

pytestmark = pytest.mark.anyio

HOUR = now().replace(minute=0, second=0) - timedelta(hours=30)
SIM = Provenance.SIMULATED


def asked(**changes: object) -> TrendAsked:
    facts: dict[str, object] = {
        "since": HOUR,
        "until": HOUR + timedelta(hours=2),
        "step": minutes(5),
        "is_fine": True,
        "wards": (WARD,),
        "provenance": SIM,
    }
    return TrendAsked(**{**facts, **changes})  # type: ignore[arg-type]  # a test's own choice of facts


def some_counts() -> list[tuple[float, float, int]]:
    chance = random.Random(3)
    return [(chance.uniform(0, 40), chance.random(), chance.randint(1, 30)) for _ in range(10)]


async def test_a_wards_congestion_is_the_one_that_the_map_shows_at_every_step(
    each_engine_database: Database, connection: Connection, look: Looking
) -> None:
    """The database computes what the rules do (speed and occupancy are stored in small steps)."""
    counts = some_counts()
    store(
        connection,
        received(
            *(
                a_count(HOUR, source=f"cam-{n}", motorcycles=n_vehicles, cars=0, speed_kmh=v, occupancy=full)
                for n, (v, full, n_vehicles) in enumerate(counts)
            ),
            a_count(HOUR, source="cam-empty", motorcycles=0, cars=0, occupancy=0.0),
        ),
    )
    refresh(each_engine_database, connection, look)
    compute_digests(connection, now())
    reader = await connect_async(each_engine_database.dsn, "test-trends")
    (fine,) = await traffic_line(reader, asked(), with_usual=True)
    (coarse,) = await traffic_of_wards(reader, asked(is_fine=False, step=minutes(60)), limit=10)
    await reader.close()
    level = ward_level(level_of(v, full) for v, full, _ in counts)
    vehicles = sum(n for _, _, n in counts)
    assert fine.bucket == coarse.bucket == HOUR
    assert (fine.congestion, coarse.congestion) == pytest.approx((level, level), abs=0.003)
    assert coarse.vehicles == vehicles
    assert fine.vehicles_per_min == pytest.approx(vehicles / 11 / 5)


async def test_what_comes_late_is_taken_in_by_the_look_back(
    each_engine_database: Database, connection: Connection, look: Looking
) -> None:
    store(connection, received(a_count(now() - minutes(50), motorcycles=10, cars=0)))
    refresh(each_engine_database, connection, look)
    compute_digests(connection, now())
    store(connection, received(a_count(now() - timedelta(hours=8), motorcycles=7, cars=0)))
    refresh(each_engine_database, connection, look)
    compute_digests(connection, now())
    before = look.value("SELECT sum(vehicles) FROM ward_traffic_5m")
    look_back(connection, now())
    assert (before, look.value("SELECT sum(vehicles) FROM ward_traffic_5m")) == (10, 17)


async def test_events_are_counted_by_time_ward_kind_and_hour_of_the_week_at_once(
    each_engine_database: Database, connection: Connection, look: Looking
) -> None:
    crashes = [an_event(HOUR + minutes(n)) for n in range(3)]
    fire = an_event(HOUR + minutes(61), kind=IncidentKind.FIRE)
    store(connection, received(*crashes, fire))
    refresh(each_engine_database, connection, look)
    reader = await connect_async(each_engine_database.dsn, "test-trends")
    hours = asked(step=timedelta(hours=1))
    sums = await event_sums(reader, hours, ward=None, kind=IncidentKind.FIRE)
    table = await event_table(reader, hours, kind=None, limit=100)
    await reader.close()
    local_hour = (HOUR + timedelta(hours=7)).hour
    assert [(it.step, it.events) for it in sums if it.step] == [(HOUR + minutes(60), 1)]
    assert [(it.kind, it.events) for it in sums if it.kind] == [("crash", 3), ("fire", 1)]
    assert [it.events for it in sums if it.ward_code] == [1]
    assert {it.hour for it in sums if it.weekday} == {(local_hour + 1) % 24}
    assert [(it.kind, it.events) for it in table] == [("crash", 3), ("fire", 1)]


@pytest.mark.parametrize("kind", [None, IncidentKind.FIRE])
@pytest.mark.parametrize("ward", [None, WARD])
async def test_days_tell_of_events_what_their_hours_tell(
    each_engine_database: Database,
    connection: Connection,
    look: Looking,
    ward: str | None,
    kind: IncidentKind | None,
) -> None:
    midnight = datetime.combine(local_day(now()), time(), ZONE) - timedelta(days=3)
    for hours, what, there in (
        (1, "crash", WARD),
        (23, "fire", WARD),
        (25, "fire", WARD),
        (30, "crash", "26734"),
    ):
        event = an_event(midnight + timedelta(hours=hours), kind=IncidentKind(what))
        store(connection, [Received(message=event, ward_code=there, received_at=now())])
    refresh(each_engine_database, connection, look)
    compute_digests(connection, now())
    reader = await connect_async(each_engine_database.dsn, "test-trends")
    days_of = asked(since=midnight, until=now(), step=timedelta(days=1), wards=(WARD, "26734"))
    by_days = await event_sums(reader, days_of, ward=ward, kind=kind)
    by_hours = await event_sums(reader, replace(days_of, step=timedelta(hours=1)), ward=ward, kind=kind)
    await reader.close()
    assert [it for it in by_days if it.step is None] == [it for it in by_hours if it.step is None]
    assert sum(it.events for it in by_days if it.step) == sum(it.events for it in by_hours if it.step)


async def test_today_is_compared_with_the_same_weekday_up_to_the_same_time(
    each_engine_database: Database, connection: Connection, look: Looking
) -> None:
    until = HOUR + minutes(90)
    for weeks, events in ((0, 2), (1, 5)):
        back = timedelta(weeks=weeks)
        store(connection, received(*(an_event(HOUR - back + minutes(61 + n)) for n in range(events))))
        store(connection, received(an_event(until - back + minutes(1))))
    refresh(each_engine_database, connection, look)
    compute_digests(connection, now())
    reader = await connect_async(each_engine_database.dsn, "test-overview")
    found = await days(reader, DaysAsked(HOUR, until, (WARD,), SIM))
    await reader.close()
    assert [(it.weeks, it.events) for it in found.events] == [(0, 2), (1, 5)]


async def test_a_systems_day_stands_beside_the_same_quarters_of_earlier_weeks(
    each_engine_database: Database, connection: Connection, look: Looking
) -> None:
    at = now() - minutes(20)
    for site, value in (("a", 4.0), ("b", 6.0)):
        store(connection, received(a_reading(at, site=site, metric="waiting", value=value)))
        store(connection, received(a_reading(at + minutes(20), site=site, metric="waiting", value=value)))
    compute_digests(connection, now())
    look.run("INSERT INTO system_15m SELECT bucket - interval '7 days', system, metric, site, provenance, 20 "
             "FROM system_15m WHERE metric = 'waiting'")  # fmt: skip
    reader = await connect_async(each_engine_database.dsn, "test-overview")
    system = SmartSystem(look.value("SELECT system FROM system_state LIMIT 1"))
    trend = await system_trends(
        reader, [MetricAsked(system, "waiting", "waiting")], at - timedelta(hours=1), datetime.now(UTC)
    )
    await reader.close()
    assert {(it.total, it.usual_total, it.highest) for it in trend} == {(10.0, 40.0, 6.0)}
