"""A key that is taken by another content: the message goes to the dead letters; a true repeat is silent."""

import json
from typing import Any

import pytest

from db.connection import Connection
from db.intake import store
from domain.kinds import IncidentKind
from domain.messages import Message
from tests.integration.db.conftest import Looking
from tests.integration.db.making import (
    a_citizen_report,
    a_count,
    a_position,
    a_reading,
    an_event,
    minutes,
    new_id,
    now,
    received,
)

AT = now()
ID = new_id()


@pytest.mark.parametrize(
    ("first", "other", "said"),
    [
        (an_event(AT, id=ID, score=0.9), an_event(AT, id=ID, score=0.5), "an event with this id"),
        (a_count(AT, cars=4), a_count(AT, cars=5), "a count of this camera and time"),
        (a_reading(AT, value=1.0), a_reading(AT, value=2.0), "a reading of this site"),
        (a_position(AT, lat=10.1), a_position(AT, lat=10.2), "a position of this unit"),
        (
            a_citizen_report(AT, id=ID, kind=IncidentKind.FLOOD),
            a_citizen_report(AT, id=ID, kind=IncidentKind.WASTE),
            "a report with this id",
        ),
    ],
    ids=["event", "count", "reading", "position", "report"],
)
def test_another_content_under_a_taken_key_is_refused_with_a_reason(
    connection: Connection, look: Looking, first: Message, other: Message, said: str
) -> None:
    store(connection, received(first))
    counts = store(connection, received(first, other))
    assert (counts.stored, counts.repeated, counts.dead) == (0, 1, 1)
    assert said in look.value("SELECT reason FROM dead_letter")
    kept: dict[str, Any] = json.loads(bytes(look.value("SELECT payload FROM dead_letter")))
    assert kept["seq"] == other.seq


def test_two_contents_in_one_batch_leave_one_row_and_one_letter(
    connection: Connection, look: Looking
) -> None:
    counts = store(connection, received(a_count(AT, cars=4), a_count(AT, cars=5)))
    assert (counts.stored, counts.dead, counts.contradicting) == (1, 1, 1)
    assert look.value("SELECT count(*) FROM flow") == 1


def test_a_repeat_of_figures_that_are_kept_rounded_is_silent(connection: Connection, look: Looking) -> None:
    repeated = received(
        a_count(AT, speed_kmh=23.37, occupancy=0.1234, period_s=9.7),
        a_position(AT, lat=10.7731234567, lon=106.7012345678, heading_deg=12.3, speed_kmh=33.33),
        a_reading(AT, value=0.1 + 0.2),
        an_event(AT, score=0.123456789, box=(0.1, 0.2, 0.3, 0.4)),
    )
    store(connection, repeated)
    counts = store(connection, repeated)
    assert (counts.repeated, counts.dead) == (4, 0)
    assert look.value("SELECT count(*) FROM dead_letter") == 0


def test_an_overtaken_revision_is_no_contradiction(connection: Connection, look: Looking) -> None:
    earlier, later = an_event(AT, id=ID, score=0.5), an_event(AT, id=ID, score=0.9)
    store(connection, received(later, revised_at=AT + minutes(1)))
    counts = store(connection, received(earlier, revised_at=AT))
    assert (counts.repeated, counts.dead) == (1, 0)
    assert look.value("SELECT count(*) FROM dead_letter") == 0
