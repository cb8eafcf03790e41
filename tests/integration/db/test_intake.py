"""What a batch of messages leaves in the database."""

import contextlib
import threading
import uuid
from datetime import UTC, datetime, timedelta

import pytest

from db.connection import Connection
from db.dead_letters import MAX_LETTER_BYTES
from db.errors import DataRefused
from db.intake import store
from db.staging import MAX_JPEG_BYTES, DeadLetter, Received
from domain.kinds import IncidentKind
from domain.messages import Answer, Provenance, SnapshotRequested
from tests.integration.db.conftest import Looking
from tests.integration.db.making import (
    CAMERA,
    UNIT,
    WARD,
    a_camera_status,
    a_citizen_report,
    a_command,
    a_count,
    a_gateway_status,
    a_picture,
    a_police_report,
    a_position,
    a_reading,
    a_unit_status,
    an_answer,
    an_event,
    minutes,
    new_id,
    now,
    received,
)


class WorkFailedError(Exception):
    pass


def one_of_each() -> list[Received]:
    event = an_event()
    command = a_command()
    return received(
        event,
        a_count(),
        a_reading(),
        a_police_report(),
        a_citizen_report(),
        a_position(),
        a_unit_status(),
        a_camera_status(),
        a_gateway_status(),
        a_picture(event.id),
        command,
        an_answer(command.id),
    )


def test_a_batch_of_every_kind_is_stored_once(connection: Connection) -> None:
    batch = one_of_each()
    first = store(connection, batch)
    assert (first.stored, first.repeated) == (len(batch), 0)


def test_the_same_batch_again_changes_nothing(connection: Connection, look: Looking) -> None:
    batch = one_of_each()
    store(connection, batch)
    changes = look.value("SELECT count(*) FROM change")
    again = store(connection, batch)
    assert (again.stored, again.repeated) == (0, len(batch))
    assert look.value("SELECT count(*) FROM change") == changes


def test_a_batch_may_hold_the_same_message_twice(connection: Connection, look: Looking) -> None:
    event, count, status = an_event(), a_count(), a_camera_status()
    counts = store(connection, received(event, count, status, event, count, status))
    assert (counts.stored, counts.repeated) == (3, 3)
    assert look.value("SELECT count(*) FROM event") == 1


def test_three_clocks_are_kept(connection: Connection, look: Looking) -> None:
    observed_at, received_at = now() - minutes(2), now() - minutes(1)
    store(connection, received(an_event(observed_at), at=received_at))
    assert look.value("SELECT observed_at FROM event") == observed_at
    assert look.value("SELECT received_at FROM event") == received_at
    assert look.value("SELECT stored_at FROM event") > received_at


def test_a_later_revision_of_an_event_replaces_the_earlier(connection: Connection, look: Looking) -> None:
    first = an_event(kind=IncidentKind.CROWD)
    later = an_event(first.observed_at, id=first.id, kind=IncidentKind.DISORDER)
    store(connection, received(first, revised_at=now()))
    counts = store(connection, received(later, revised_at=now() + minutes(1), ended_at=now() + minutes(1)))
    assert counts.stored == 1
    assert look.values("SELECT kind FROM event") == ["disorder"]
    assert look.value("SELECT ended_at FROM event") is not None


def test_an_earlier_revision_that_comes_late_is_left_aside(connection: Connection, look: Looking) -> None:
    first = an_event(kind=IncidentKind.CROWD)
    later = an_event(first.observed_at, id=first.id, kind=IncidentKind.DISORDER)
    store(connection, received(later, revised_at=now() + minutes(1)))
    counts = store(connection, received(first, revised_at=now()))
    assert (counts.stored, counts.repeated) == (0, 1)
    assert look.values("SELECT kind FROM event") == ["disorder"]


def test_the_newest_revision_in_one_batch_wins(connection: Connection, look: Looking) -> None:
    first = an_event(kind=IncidentKind.CROWD)
    later = an_event(first.observed_at, id=first.id, kind=IncidentKind.DISORDER)
    batch = [
        *received(later, revised_at=now() + minutes(1)),
        *received(first, revised_at=now()),
    ]
    store(connection, batch)
    assert look.values("SELECT kind FROM event") == ["disorder"]


def test_an_event_without_a_position_takes_the_one_it_was_received_with(
    connection: Connection, look: Looking
) -> None:
    store(connection, received(an_event(), lat=10.5, lon=106.5))
    assert look.value("SELECT lat FROM event") == 10.5


def test_a_time_far_from_today_does_not_spoil_the_batch(connection: Connection, look: Looking) -> None:
    old = datetime(2016, 2, 29, 12, tzinfo=UTC)
    ahead = now() + timedelta(days=40)
    counts = store(connection, received(an_event(old), a_count(old), a_count(ahead), a_reading(old)))
    assert counts.stored == 4
    assert look.value("SELECT count(*) FROM flow WHERE observed_at = %(old)s", old=old) == 1


def test_nul_characters_are_made_visible(connection: Connection, look: Looking) -> None:
    batch = [
        *received(a_police_report(text="before\0after")),
        *received(an_event(label="a\0b"), details={"zone\0": ["x\0y", {"deep": "\0"}]}),
    ]
    assert store(connection, batch).stored == 2
    assert look.value("SELECT text FROM report") == "before\ufffdafter"
    assert look.value("SELECT details FROM event") == {"zone\ufffd": ["x\ufffdy", {"deep": "\ufffd"}]}


def test_half_a_surrogate_pair_is_made_visible(connection: Connection, look: Looking) -> None:
    assert store(connection, received(an_event(label="a\ud800b"), details={"k": "\udfff"})).stored == 1
    assert look.value("SELECT label FROM event") == "a\ufffdb"


def test_vietnamese_and_sql_are_stored_as_they_are(connection: Connection, look: Looking) -> None:
    text = "Đường Nguyễn Huệ'); DROP TABLE event; --\t\\N\n<b>"
    store(connection, received(a_police_report(text=text)))
    assert look.value("SELECT text FROM report") == text


def test_a_picture_beyond_the_limit_is_a_dead_letter(connection: Connection, look: Looking) -> None:
    huge = a_picture(new_id(), jpeg=b"\xff" * (MAX_JPEG_BYTES + 1))
    counts = store(connection, received(huge, an_event()))
    assert (counts.stored, counts.dead) == (1, 1)
    assert "at most" in look.value("SELECT reason FROM dead_letter")
    assert look.value("SELECT octet_length(payload) FROM dead_letter") == MAX_LETTER_BYTES


def test_a_dead_letter_is_kept_whole(connection: Connection, look: Looking) -> None:
    payload = bytes(range(256))
    letter = DeadLetter(now(), "d1/v1/x\0y", payload, "not \0 JSON", "frigate", readable=False)
    assert store(connection, [], [letter]).dead == 1
    assert look.value("SELECT payload FROM dead_letter") == payload
    assert look.value("SELECT topic FROM dead_letter") == "d1/v1/x\ufffdy"


def test_what_the_centre_itself_sends_is_not_stored(connection: Connection) -> None:
    request = SnapshotRequested(
        id=new_id(), source=CAMERA, seq=1, observed_at=now(), provenance=Provenance.REAL, purpose="look"
    )
    counts = store(connection, received(request))
    assert (counts.stored, counts.repeated) == (0, 1)


def test_an_answer_moves_its_command_on_and_never_back(connection: Connection, look: Looking) -> None:
    command = a_command()
    there = an_answer(command.id, now() + minutes(2), answer=Answer.ON_SCENE)
    store(connection, received(command, there))
    store(connection, received(an_answer(command.id, now(), answer=Answer.ACCEPTED)))
    assert look.value("SELECT answer FROM command") == "on_scene"


def test_an_answer_counts_from_the_commanded_unit_only(connection: Connection, look: Looking) -> None:
    command = a_command()
    store(connection, received(command, an_answer(command.id, source="u-26734-09")))
    assert look.value("SELECT answer FROM command") is None


def test_data_that_the_database_refuses_leave_nothing_behind(connection: Connection, look: Looking) -> None:
    broken = a_count(motorcycles=2**40)
    with pytest.raises(DataRefused):
        store(connection, received(an_event(), broken))
    assert look.value("SELECT count(*) FROM event") == 0
    assert store(connection, received(an_event())).stored == 1


def test_work_around_it_that_fails_takes_the_batch_back(connection: Connection, look: Looking) -> None:
    store(connection, received(an_event()))
    with contextlib.suppress(WorkFailedError), connection.transaction():
        store(connection, received(an_event()))
        raise WorkFailedError
    assert look.value("SELECT count(*) FROM event") == 1


def test_two_workers_with_the_same_messages_store_each_once(
    connection: Connection, rival: Connection, look: Looking
) -> None:
    events = [an_event() for _ in range(400)]
    statuses = [a_camera_status(source=f"cam-{n % 50}") for n in range(400)]
    batches = [received(*events[n : n + 40], *statuses[n : n + 40]) for n in range(0, 400, 40)]
    stored: list[int] = []

    def work(on: Connection, order: list[list[Received]]) -> None:
        stored.extend(store(on, batch).stored for batch in order)

    workers = [
        threading.Thread(target=work, args=(connection, batches)),
        threading.Thread(target=work, args=(rival, [batch[::-1] for batch in batches])),
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert len(stored) == 20
    assert look.value("SELECT count(*) FROM event") == 400
    assert look.value("SELECT count(*) FROM change WHERE subject = 'event'") == 400


def test_every_stream_keeps_provenance_and_exercise(connection: Connection, look: Looking) -> None:
    store(connection, received(an_event(exercise=True), a_count(exercise=True), a_position(exercise=True)))
    for table in ("event", "flow", "unit_position"):
        assert look.values(f"SELECT exercise FROM {table} WHERE provenance = 'simulated'") == [True]  # noqa: S608 - fixed names


def test_a_ward_and_a_unit_stand_beside_what_they_sent(connection: Connection, look: Looking) -> None:
    store(connection, received(a_police_report()))
    assert look.value("SELECT ward_code FROM report") == WARD
    assert look.value("SELECT source FROM report") == UNIT
    assert isinstance(look.value("SELECT id FROM report"), uuid.UUID)
