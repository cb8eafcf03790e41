"""One stream of late, repeated and out-of-order messages ends in the same figures on both engines."""

import random
from datetime import datetime, timedelta
from typing import Any

import pytest

from db.connection import connect
from db.intake import store
from domain.kinds import IncidentKind
from domain.messages import Message, Provenance
from tests.integration.db.conftest import Looking
from tests.integration.db.making import a_count, an_event, minutes, now, received
from tests.integration.db.rolling_up import refresh
from tests.integration.postgres import Server, fresh_database

HOUR = now().replace(minute=0, second=0) - timedelta(hours=50)
TRAFFIC = (
    "SELECT jsonb_build_array(bucket, camera_code, ward_code, provenance, vehicles, motorcycles, cars, "
    "round(speed_kmh::numeric, 6), round(occupancy::numeric, 6)) FROM {} ORDER BY 1"
)
EVENTS = "SELECT jsonb_build_array(bucket, ward_code, kind, provenance, events) FROM event_1h ORDER BY 1"
FIGURES = (TRAFFIC.format("flow_5m"), TRAFFIC.format("flow_1h"), EVENTS)


def a_disorderly_day() -> list[list[Message]]:
    """Return three hours of messages in batches: shuffled, a third twice, and an hour a day late."""
    chance = random.Random(11)
    told = [
        message
        for step in range(360)
        for message in _messages_of(chance, HOUR + timedelta(seconds=30 * step), f"cam-{step % 3}")
    ]
    repeated = told + chance.sample(told, len(told) // 3)
    chance.shuffle(repeated)
    late = [a_count(HOUR - timedelta(days=1) + minutes(n), source="cam-0", cars=n) for n in range(60)]
    return [repeated[:400], repeated[400:], [*late, *late[:20]]]


def _messages_of(chance: random.Random, at: datetime, camera: str) -> tuple[Message, Message]:
    provenance = chance.choice(list(Provenance))
    is_drill = chance.random() < 0.1
    count = a_count(
        at,
        source=camera,
        motorcycles=chance.randint(0, 40),
        cars=chance.randint(0, 9),
        speed_kmh=chance.uniform(2, 40),
        occupancy=chance.random(),
        provenance=provenance,
        exercise=is_drill,
    )
    kind = chance.choice((IncidentKind.CRASH, IncidentKind.FIRE, IncidentKind.CROWD))
    return count, an_event(at, source=camera, kind=kind, provenance=provenance, exercise=is_drill)


def figures_on(server: Server, batches: list[list[Message]]) -> list[Any]:
    """Store the batches, with the jobs running between them, and return every figure."""
    with fresh_database(server) as database, connect(database.dsn, "test") as connection:
        look = Looking(connection)
        for batch in batches:
            store(connection, received(*batch))
            refresh(database, connection, look)
        return [row for text in FIGURES for row in look.values(text)]


@pytest.mark.timescaledb
def test_both_engines_end_in_the_same_figures(plain_server: Server, timescaledb_server: Server) -> None:
    batches = a_disorderly_day()
    on_plain = figures_on(plain_server, batches)
    assert len(on_plain) > 100
    assert figures_on(timescaledb_server, batches) == on_plain
