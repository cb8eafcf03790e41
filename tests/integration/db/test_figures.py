"""The figures of traffic and events come out the same on both engines, whatever order the rows come in."""

import random
from datetime import datetime, timedelta
from typing import Any

import pytest

from db.connection import Connection, connect_async
from db.console import camera_flow, camera_usual_flow, event_counts
from db.intake import store
from domain.kinds import IncidentKind
from domain.messages import Message, Provenance
from tests.integration.db.conftest import Looking
from tests.integration.db.making import CAMERA, a_count, an_event, minutes, now, received
from tests.integration.db.rolling_up import refresh, refresh_as_of
from tests.integration.postgres import Database

pytestmark = pytest.mark.anyio

HOUR = now().replace(minute=0, second=0) - timedelta(hours=30)


def an_hour_of_counts() -> list[Message]:
    chance = random.Random(5)
    return [
        a_count(
            HOUR + timedelta(seconds=10 * step),
            source=camera,
            motorcycles=chance.randint(0, 40),
            cars=chance.randint(0, 9),
            speed_kmh=chance.uniform(2, 40),
            occupancy=chance.uniform(0, 1),
            provenance=provenance,
        )
        for step in range(360)
        for camera, provenance in (("cam-1", Provenance.REAL), ("cam-2", Provenance.SIMULATED))
    ]


def flow_figures(look: Looking, view: str) -> list[Any]:
    return look.values(
        "SELECT jsonb_build_array(bucket, camera_code, ward_code, provenance, vehicles, "  # noqa: S608 - fixed names
        f"round(speed_kmh::numeric, 6), round(occupancy::numeric, 6)) "
        f"FROM {view} ORDER BY camera_code, bucket"
    )


def expected_vehicles(messages: list[Message], camera: str, start: datetime, length: timedelta) -> int:
    return sum(
        m.motorcycles + m.cars  # type: ignore[attr-defined]
        for m in messages
        if m.source == camera and start <= m.observed_at < start + length
    )


@pytest.mark.parametrize("length", [5, 60])
def test_late_repeated_and_shuffled_rows_give_the_figures_of_the_whole(
    each_engine_database: Database, connection: Connection, look: Looking, length: int
) -> None:
    messages = an_hour_of_counts()
    shuffled = [*messages, *messages[:200]]
    random.Random(6).shuffle(shuffled)
    for start in range(0, len(shuffled), 230):
        store(connection, received(*shuffled[start : start + 230]))
        refresh(each_engine_database, connection, look)
    figures = flow_figures(look, "flow_5m" if length == 5 else "flow_1h")
    assert len(figures) == 2 * 60 / length
    for bucket, camera, _, provenance, vehicles, *_ in figures:
        begin = datetime.fromisoformat(bucket)
        assert vehicles == expected_vehicles(messages, camera, begin, minutes(length))
        assert provenance == ("real" if camera == "cam-1" else "simulated")


def test_speed_is_weighted_by_vehicles_and_occupancy_is_a_mean(
    each_engine_database: Database, connection: Connection, look: Looking
) -> None:
    fast = a_count(HOUR, motorcycles=10, cars=0, speed_kmh=40.0, occupancy=0.25)
    slow = a_count(HOUR + minutes(1), motorcycles=30, cars=0, speed_kmh=20.0, occupancy=0.75)
    store(connection, received(fast, slow))
    refresh(each_engine_database, connection, look)
    for view in ("flow_5m", "flow_1h"):
        ((*_, speed_kmh, occupancy),) = flow_figures(look, view)
        assert (speed_kmh, occupancy) == (25, 0.5)


def test_where_nothing_passed_there_is_no_speed(
    each_engine_database: Database, connection: Connection, look: Looking
) -> None:
    store(connection, received(a_count(HOUR, motorcycles=0, cars=0)))
    refresh(each_engine_database, connection, look)
    assert look.value("SELECT speed_kmh FROM flow_5m") is None


def test_drills_never_enter_the_figures(
    each_engine_database: Database, connection: Connection, look: Looking
) -> None:
    store(connection, received(a_count(HOUR, exercise=True), an_event(HOUR, exercise=True)))
    refresh(each_engine_database, connection, look)
    for view in ("flow_5m", "flow_1h", "event_1h"):
        assert look.value(f"SELECT count(*) FROM {view}") == 0  # noqa: S608 - fixed names


def test_events_are_counted_by_hour_ward_kind_and_provenance(
    each_engine_database: Database, connection: Connection, look: Looking
) -> None:
    store(connection, received(*(an_event(HOUR + minutes(n)) for n in range(3))))
    store(connection, received(an_event(HOUR, kind=IncidentKind.FIRE, provenance=Provenance.REAL)))
    refresh(each_engine_database, connection, look)
    assert look.values("SELECT jsonb_build_array(kind, provenance, events) FROM event_1h ORDER BY kind") == [
        ["crash", "simulated", 3],
        ["fire", "real", 1],
    ]


def test_a_revised_event_moves_to_its_new_kind(
    each_engine_database: Database, connection: Connection, look: Looking
) -> None:
    first = an_event(HOUR, kind=IncidentKind.CROWD)
    store(connection, received(first))
    refresh(each_engine_database, connection, look)
    revised = an_event(HOUR, id=first.id, kind=IncidentKind.DISORDER)
    store(connection, received(revised, revised_at=now()))
    refresh(each_engine_database, connection, look)
    assert look.values("SELECT kind FROM event_1h") == ["disorder"]


async def test_a_chart_of_a_camera_is_whole_up_to_this_minute(
    each_engine_database: Database, connection: Connection, look: Looking
) -> None:
    at = now().replace(second=0)
    counts = [a_count(at - minutes(n), seq=n) for n in range(60)]
    store(connection, received(*counts))
    refresh(each_engine_database, connection, look)
    reader = await connect_async(each_engine_database.dsn, "test-chart")
    buckets = await camera_flow(reader, CAMERA, at - minutes(65), now=at)
    real = await camera_flow(reader, CAMERA, at - minutes(65), real_only=True, now=at)
    await reader.close()
    assert sum(bucket.vehicles for bucket in buckets) == 600
    times = [bucket.bucket for bucket in buckets]
    assert times == sorted(set(times))
    assert real == []


async def test_what_is_usual_is_the_mean_of_the_last_weeks_that_are_kept(
    each_engine_database: Database, connection: Connection, look: Looking
) -> None:
    """The figures of five minutes outlive the rows they were made of."""
    at = now().replace(minute=0, second=0)
    for week, motorcycles in ((1, 10), (2, 20)):
        count = a_count(at - timedelta(weeks=week), motorcycles=motorcycles, cars=0)
        store(connection, received(count))
        refresh_as_of(each_engine_database, connection, look, at - timedelta(weeks=week))
    reader = await connect_async(each_engine_database.dsn, "test-chart")
    usual = await camera_usual_flow(reader, CAMERA, at, at + minutes(60))
    await reader.close()
    assert [(bucket.bucket, bucket.vehicles, bucket.weeks) for bucket in usual] == [(at, 15.0, 2)]


async def test_event_counts_are_of_real_events_unless_asked_otherwise(
    each_engine_database: Database, connection: Connection, look: Looking
) -> None:
    store(connection, received(an_event(HOUR), an_event(HOUR, provenance=Provenance.REAL)))
    refresh(each_engine_database, connection, look)
    reader = await connect_async(each_engine_database.dsn, "test-chart")
    real = await event_counts(reader, HOUR)
    everything = await event_counts(reader, HOUR, real_only=False)
    await reader.close()
    assert [count.provenance for count in real] == ["real"]
    assert sum(count.events for count in everything) == 2
