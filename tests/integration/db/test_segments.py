"""The traffic of streets: written when newer, told to the feed, and read with the last reports and events."""

from datetime import timedelta

import pytest

from db.alerting import changes
from db.changes import Subject
from db.connection import Connection, connect_async
from db.console import live_state
from db.intake import store
from db.rows import SegmentStateRow
from db.segments import write_segment_states
from domain.messages import Provenance
from tests.integration.db.making import WARD, an_event, minutes, now, received
from tests.integration.postgres import Database


def a_segment(congestion: float = 0.8, age_min: float = 0.0, street: str = "Lê Lợi") -> SegmentStateRow:
    at = now() - minutes(age_min)
    return SegmentStateRow(WARD, street, Provenance.SIMULATED, congestion, 6.0, 30.0, None, 3, at)


def test_a_segments_traffic_is_told_once_and_older_traffic_never(connection: Connection) -> None:
    first = a_segment()
    assert write_segment_states(connection, [first, a_segment(street="Hàm Nghi")]) == 2
    assert write_segment_states(connection, [first, a_segment(0.1, age_min=5)]) == 0
    told = [change for change in changes(connection, "test") if change.subject is Subject.SEGMENT]
    assert [change.key for change in told] == [f"{WARD}/Hàm Nghi/simulated", f"{WARD}/Lê Lợi/simulated"]
    assert isinstance(told[1].row, SegmentStateRow)
    assert (told[1].row.street, told[1].row.usual) == ("Lê Lợi", None)


@pytest.mark.anyio
async def test_the_live_state_holds_what_is_recent(
    each_engine_database: Database, connection: Connection
) -> None:
    write_segment_states(connection, [a_segment(), a_segment(street="Hàm Nghi", age_min=30)])
    event, old = an_event(), an_event(now() - timedelta(hours=2))
    store(connection, received(event, old))
    reading = await connect_async(each_engine_database.dsn, "test")
    try:
        state = await live_state(reading)
    finally:
        await reading.close()
    assert [segment.street for segment in state.segments] == ["Lê Lợi"]
    assert [row.id for row in state.events] == [event.id]
