"""The rules on a real database: what opens, repeats and clears, and who leads."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from db.connection import Connection, connect
from db.intake import Received, store
from db.registry import register_cameras
from domain.identifiers import uuid7
from domain.kinds import IncidentKind
from domain.messages import AnyMessage, CitizenReported, PoliceReported, Provenance, VehiclesCounted
from tests.integration.ingest.scene import (
    OTHER_WARD,
    WARD,
    a_camera,
    an_event,
    eventually,
    rows,
    the_rules,
    value,
)


@pytest.fixture
def connection(dsn: str) -> Iterator[Connection]:
    """Give a connection through which messages are stored as ingest stores them."""
    with connect(dsn, "test") as opened:
        yield opened


def test_a_second_event_at_one_camera_repeats_the_alert(dsn: str, connection: Connection) -> None:
    with the_rules(dsn):
        keep(connection, an_event(1))
        keep(connection, an_event(2))
        keep(connection, an_event(3, "cam-far"))
        eventually(lambda: value(dsn, "SELECT sum(repeats + 1) FROM alert") == 3)
    assert rows(dsn, "SELECT camera_code, repeats FROM alert ORDER BY 1") == [("cam-1", 1), ("cam-far", 0)]


def test_an_unsure_event_and_a_kind_that_is_off_open_nothing(dsn: str, connection: Connection) -> None:
    unsure = an_event(1, kind=IncidentKind.THEFT, score=0.5)
    with the_rules(dsn):
        keep(connection, unsure, an_event(2, kind=IncidentKind.STREET_VENDING), an_event(3, "cam-2"))
        eventually(lambda: value(dsn, "SELECT count(*) FROM alert") == 1)
    assert rows(dsn, "SELECT camera_code FROM alert") == [("cam-2",)]


def test_what_was_stored_while_no_rules_ran_is_worked_through_once(dsn: str, connection: Connection) -> None:
    keep(connection, an_event(1))
    with the_rules(dsn):
        eventually(lambda: value(dsn, "SELECT count(*) FROM alert") == 1)
    keep(connection, an_event(2, "cam-far"))
    with the_rules(dsn):
        eventually(lambda: value(dsn, "SELECT count(*) FROM alert") == 2)
    assert rows(dsn, "SELECT DISTINCT repeats FROM alert") == [(0,)]


def test_what_is_shelved_comes_back_when_its_time_is_over(dsn: str, connection: Connection) -> None:
    with the_rules(dsn):
        keep(connection, an_event(1))
        eventually(lambda: value(dsn, "SELECT count(*) FROM alert") == 1)
        value(dsn, "UPDATE alert SET state = 'shelved', shelved_until = now() RETURNING 1")
        eventually(lambda: value(dsn, "SELECT state FROM alert") == "unacknowledged")


def test_what_a_camera_sees_and_police_tell_becomes_one_incident(dsn: str, connection: Connection) -> None:
    with the_rules(dsn):
        keep(
            connection, an_event(1), msgspec.structs.replace(a_police_report(10.005), kind=IncidentKind.CRASH)
        )
        eventually(lambda: value(dsn, "SELECT coalesce(max(cardinality(alert_ids)), 0) FROM incident") == 2)
    assert rows(dsn, "SELECT kind, state, owner_id FROM incident") == [("crash", "new", None)]


def test_the_one_that_stands_by_takes_over(dsn: str, connection: Connection) -> None:
    with the_rules(dsn), the_rules(dsn):
        keep(connection, an_event(1))
        eventually(lambda: value(dsn, "SELECT count(*) FROM alert") == 1)
        leader = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = 7602 AND granted"
        first = value(dsn, leader)
        value(dsn, f"SELECT pg_terminate_backend({first})")
        eventually(lambda: value(dsn, leader) not in {None, first})
        keep(connection, an_event(2, "cam-far"))
        eventually(lambda: value(dsn, "SELECT count(*) FROM alert") == 2)
    assert rows(dsn, "SELECT repeats FROM alert") == [(0,), (0,)]


def test_an_alert_at_a_camera_that_was_registered_a_moment_ago_says_where_it_is(
    dsn: str, connection: Connection
) -> None:
    with the_rules(dsn):
        keep(connection, an_event(1))
        eventually(lambda: value(dsn, "SELECT count(*) FROM alert") == 1)
        register_cameras(connection, [a_camera("cam-new", Provenance.SIMULATED, OTHER_WARD)])
        keep(connection, an_event(2, "cam-new"))
        eventually(lambda: value(dsn, "SELECT count(*) FROM alert") == 2)
    assert value(dsn, "SELECT place FROM alert WHERE camera_code = 'cam-new'") == "cam-new"


def test_reports_close_by_are_one_alert(dsn: str, connection: Connection) -> None:
    with the_rules(dsn):
        keep(connection, a_police_report(10.0050), a_police_report(10.0058), a_police_report(10.0090))
        eventually(lambda: value(dsn, "SELECT sum(repeats + 1) FROM alert") == 3)
    assert rows(dsn, "SELECT repeats, severity FROM alert ORDER BY repeats") == [(0, "high"), (1, "high")]


def test_a_second_citizen_raises_what_one_alone_said(dsn: str, connection: Connection) -> None:
    with the_rules(dsn):
        keep(connection, a_citizen_report())
        eventually(lambda: value(dsn, "SELECT severity FROM alert") == "low")
        keep(connection, a_citizen_report())
        eventually(lambda: value(dsn, "SELECT severity FROM alert") == "high")
    assert value(dsn, "SELECT count(*) FROM alert") == 1


def test_wards_get_their_congestion_from_the_counts(dsn: str, connection: Connection) -> None:
    with the_rules(dsn):
        keep(connection, a_count("cam-1", speed_kmh=30.0, occupancy=0.0), a_count("cam-far", 0.0, 0.9))
        eventually(lambda: value(dsn, "SELECT count(*) FROM ward_state") == 2)
    found = dict(rows(dsn, "SELECT ward_code, congestion FROM ward_state"))
    assert found == {"26734": 0.0, "26740": 1.0}


def keep(connection: Connection, *messages: AnyMessage) -> None:
    """Store messages as ingest does, each with where its camera stands."""
    now = datetime.now(UTC)
    store(
        connection,
        [
            Received(it, OTHER_WARD, now, lat=10.005, lon=106.015)
            if it.source in {"cam-far", "cam-new"}
            else Received(it, WARD, now, lat=10.005, lon=106.005)
            for it in messages
        ],
    )


def a_police_report(lat: float) -> PoliceReported:
    now = datetime.now(UTC)
    return PoliceReported(
        id=uuid7(now),
        source="post-26734",
        seq=1,
        observed_at=now,
        provenance=Provenance.SIMULATED,
        kind=IncidentKind.DISORDER,
        lat=lat,
        lon=106.005,
    )


def a_citizen_report() -> CitizenReported:
    now = datetime.now(UTC)
    return CitizenReported(
        id=uuid7(now),
        source="app-1022",
        seq=1,
        observed_at=now,
        provenance=Provenance.SIMULATED,
        kind=IncidentKind.DISORDER,
        lat=10.005,
        lon=106.005,
        channel="app",
    )


def a_count(source: str, speed_kmh: float, occupancy: float) -> VehiclesCounted:
    at = datetime.now(UTC) - timedelta(seconds=1)
    return VehiclesCounted(
        id=uuid7(at),
        source=source,
        seq=1,
        observed_at=at,
        provenance=Provenance.SIMULATED,
        period_s=10.0,
        motorcycles=8,
        cars=1,
        buses=0,
        trucks=0,
        bicycles=1,
        speed_kmh=speed_kmh,
        occupancy=occupancy,
    )
