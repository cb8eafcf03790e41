"""Loss is seen in the numbers of what is stored, and nothing else looks like it."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from db.connection import Connection
from db.gaps import look_for_gaps, newest_gaps, open_gaps
from db.intake import DeadLetter, store
from db.numbers import missing_by_now
from domain.messages import Message, Moment, Provenance
from tests.integration.db.making import (
    UNIT,
    a_camera_status,
    a_count,
    a_picture,
    a_police_report,
    a_position,
    a_reading,
    a_unit_status,
    an_answer,
    an_event,
    new_id,
    now,
    received,
)

SOURCE = "cam-of-this-test"
NO_TIME = timedelta(0)


@pytest.fixture(autouse=True)
def _job_of_the_present(connection: Connection) -> None:
    """Let the job come up to the present: it has read nothing since the tests' template was made."""
    missing_by_now(connection, now(), now())


@pytest.fixture
def began() -> datetime:
    """Give a time shortly before the present, from which the sources of a test speak."""
    return now() - timedelta(minutes=5)


def counts(began: datetime, seqs: Sequence[int], first: int | None = None) -> list[Message]:
    """Return counts of vehicles with these numbers, a second apart for each number since `first`."""
    start = seqs[0] if first is None else first
    return [a_count(began + timedelta(seconds=seq - start), seq=seq, source=SOURCE) for seq in seqs]


def keep(connection: Connection, *messages: Message, at: datetime | None = None) -> None:
    """Store messages in one transaction."""
    store(connection, received(*messages, at=at))


def missing(connection: Connection) -> list[tuple[str, int, int]]:
    """Let the job read what is stored, and return source, and first and last number of every open gap."""
    look_for_gaps(connection, settling=NO_TIME)
    return sorted(
        (gap.source, gap.after_seq + 1, gap.before_seq - 1)
        for gap in newest_gaps(connection, 100, only_open=True)
    )


def test_a_number_that_never_came_is_a_gap(connection: Connection, began: datetime) -> None:
    keep(connection, *counts(began, [1, 2, 5, 6]))
    assert missing(connection) == [(SOURCE, 3, 4)]


def test_a_gap_is_seen_across_transactions_and_told_once(connection: Connection, began: datetime) -> None:
    keep(connection, *counts(began, [1, 2]))
    assert missing(connection) == []
    keep(connection, *counts(began, [4], first=1))
    assert missing(connection) == [(SOURCE, 3, 3)]
    keep(connection, *counts(began, [5], first=1))
    assert missing(connection) == [(SOURCE, 3, 3)]


def test_the_numbers_run_over_all_kinds_of_a_source(connection: Connection, began: datetime) -> None:
    event = an_event(began, seq=1)
    keep(
        connection,
        *(event, a_count(began + timedelta(seconds=2), seq=2), a_picture(event.id, began, seq=3)),
        *(a_camera_status(began + timedelta(seconds=4), seq=4), a_count(began + timedelta(seconds=5), seq=5)),
        *(a_position(began, seq=1), a_police_report(began + timedelta(seconds=2), seq=2, source=UNIT)),
        *(a_unit_status(began + timedelta(seconds=3), seq=3), an_answer(new_id(), began, seq=4)),
        *(a_reading(began, seq=1), a_reading(began, seq=3, metric="beds")),
    )
    assert missing(connection) == [("sys-healthcare", 2, 2)]


def test_a_counter_that_begins_again_is_no_gap(connection: Connection, began: datetime) -> None:
    again = [a_count(began + timedelta(seconds=60 + seq), seq=seq, source=SOURCE) for seq in (1, 2, 3)]
    keep(connection, *counts(began, [500, 501, 502]), *again)
    assert missing(connection) == []


def test_a_counter_that_begins_again_unheard_is_no_gap(connection: Connection, began: datetime) -> None:
    again = [a_count(began + timedelta(seconds=60 + seq), seq=seq, source=SOURCE) for seq in (7, 8, 10)]
    keep(connection, *counts(began, [500, 501, 502]))
    assert missing(connection) == []
    keep(connection, *again)
    assert missing(connection) == [(SOURCE, 9, 9)]


def test_what_comes_late_fills_its_gap(connection: Connection, began: datetime) -> None:
    keep(connection, *counts(began, [1, 2, 6, 7]))
    assert missing(connection) == [(SOURCE, 3, 5)]
    keep(connection, *counts(began, [4], first=1))
    look_for_gaps(connection, settling=NO_TIME)
    assert [gap.still_missing for gap in newest_gaps(connection, 1)] == [2]
    keep(connection, *counts(began, [3, 5], first=1))
    look_for_gaps(connection, settling=NO_TIME)
    assert [gap.filled_at is not None for gap in newest_gaps(connection, 9)] == [True]
    assert open_gaps(connection) == []


def test_the_same_numbers_of_a_later_run_fill_no_gap(connection: Connection, began: datetime) -> None:
    keep(connection, *counts(began, [1, 2, 4, 5]))
    assert missing(connection) == [(SOURCE, 3, 3)]
    again = [a_count(began + timedelta(seconds=90 + seq), seq=seq, source=SOURCE) for seq in (1, 2, 3, 4)]
    keep(connection, *again)
    assert missing(connection) == [(SOURCE, 3, 3)]


def test_a_picture_of_before_its_event_makes_no_gap(connection: Connection, began: datetime) -> None:
    event = an_event(began + timedelta(seconds=10), seq=11)
    before = a_picture(event.id, began + timedelta(seconds=5), seq=12, moment=Moment.BEFORE)
    keep(connection, a_count(began + timedelta(seconds=9), seq=10), event)
    assert missing(connection) == []
    keep(connection, before, a_picture(event.id, began + timedelta(seconds=10), seq=13))
    assert missing(connection) == []


@pytest.mark.parametrize("jump", [timedelta(minutes=40), timedelta(minutes=-40)])
def test_a_clock_that_jumps_makes_no_gap_and_hides_none(
    connection: Connection, began: datetime, jump: timedelta
) -> None:
    for seq in range(1, 41):
        clock = began + timedelta(seconds=seq) + (jump if 10 <= seq < 30 else NO_TIME)
        if seq not in (20, 35):
            keep(connection, a_count(clock, seq=seq, source=SOURCE), at=began + timedelta(seconds=seq))
        if seq % 9 == 0:
            look_for_gaps(connection, settling=NO_TIME)
    assert missing(connection) == [(SOURCE, 20, 20), (SOURCE, 35, 35)]


def test_two_that_speak_as_one_source_are_told_apart_by_provenance(
    connection: Connection, began: datetime
) -> None:
    replayed = [
        a_count(began + timedelta(seconds=0.5 + seq), seq=seq, source=SOURCE, provenance=Provenance.REPLAYED)
        for seq in (70, 71, 73)
    ]
    keep(connection, *counts(began, [1, 2, 3]), *replayed)
    look_for_gaps(connection, settling=NO_TIME)
    assert [(it.provenance, it.gaps, it.missing) for it in open_gaps(connection)] == [("replayed", 1, 1)]


def test_four_workers_in_any_order_give_the_report_of_one(connection: Connection, began: datetime) -> None:
    rng = random.Random(7)
    lost = sorted(rng.sample(range(2, 200), 15))
    spoken = counts(began, [seq for seq in range(1, 201) if seq not in lost])
    shares: list[list[Message]] = [[], [], [], []]
    for message in spoken:
        rng.choice(shares).append(message)
    rng.shuffle(shares)
    for share in shares:
        keep(connection, *share)
    gaps = missing(connection)
    assert [seq for _, first, last in gaps for seq in range(first, last + 1)] == lost


def test_what_has_not_settled_is_not_judged(connection: Connection, began: datetime) -> None:
    keep(connection, *counts(began, [1, 3]))
    assert look_for_gaps(connection) == 0
    assert newest_gaps(connection, 1) == []


def test_what_came_and_was_refused_is_not_missing(connection: Connection, began: datetime) -> None:
    refused = a_count(began - timedelta(days=9000), seq=2, source=SOURCE)
    letter = DeadLetter(began, "d1/v1/x", b"{}", "its clock is wrong", "opscenter", True, refused)
    store(connection, received(*counts(began, [1, 3])), [letter])
    assert missing(connection) == []


def test_what_contradicts_a_stored_message_is_refused_and_not_missing(
    connection: Connection, began: datetime
) -> None:
    keep(connection, *counts(began, [1]))
    keep(connection, a_count(began, seq=2, source=SOURCE, cars=99))
    keep(connection, *counts(began, [3], first=1))
    assert missing(connection) == []
