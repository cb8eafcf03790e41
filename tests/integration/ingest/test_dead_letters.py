"""Dead letters are sent again: read anew, stored once, written down; what is still refused stays."""

import threading
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner

from db.connection import Connection, connect
from db.dead_letters import MAX_LETTER_BYTES, drop_oldest, overflow, take, waiting_ids
from db.intake import DeadLetter, store
from db.registry import known_sources, register_cameras
from domain.messages import Provenance
from ingest.dead_letters import Fate, resend
from ingest.dialects.frigate_pictures import RecentObjects
from ingest.dialects.router import read
from ingest.inbox import Delivery
from ingest.registry import Registry
from opscenter.cli import build
from tests.integration.ingest.scene import a_camera, an_event, on_wire, rows, value

WHO = "somebody"
LATE = "cam-late"
EVENTS = "SELECT count(*) FROM event WHERE camera_code = 'cam-late'"
AUDIT = "SELECT username, object, details ->> 'fate' FROM audit WHERE action LIKE 'resend%' ORDER BY id"


def registry_of(connection: Connection) -> Registry:
    """Return what messages are checked against now."""
    return Registry("d1", known_sources(connection))


def refused(connection: Connection, topic: str, payload: bytes) -> int:
    """Let the door refuse a payload, and return the number of its dead letter."""
    delivery = Delivery(topic, payload, datetime.now(UTC), 1, 1, 0)
    outcome = read(delivery, registry_of(connection), RecentObjects())
    assert len(outcome.dead) == 1
    store(connection, (), outcome.dead)
    return waiting_ids(connection, None)[-1]


def register_late(connection: Connection) -> None:
    """Register the camera that was not known before."""
    register_cameras(connection, [a_camera(LATE, Provenance.SIMULATED)])


def test_a_letter_of_a_camera_that_is_known_now_is_stored_once(dsn: str) -> None:
    with connect(dsn, "test") as connection:
        letter = refused(connection, *on_wire(an_event(1, LATE)))
        register_late(connection)
        assert resend(connection, letter, registry_of(connection), WHO).fate is Fate.STORED
        assert resend(connection, letter, registry_of(connection), WHO).fate is Fate.GONE
    assert value(dsn, EVENTS) == 1
    assert value(dsn, "SELECT count(*) FROM dead_letter WHERE resent_at IS NULL") == 0
    assert rows(dsn, AUDIT) == [(WHO, str(letter), "stored")]


def test_what_is_still_refused_stays_with_the_reason_of_today(dsn: str) -> None:
    with connect(dsn, "test") as connection:
        letter = refused(connection, *on_wire(an_event(1, LATE)))
        register_cameras(connection, [a_camera(LATE, Provenance.SIMULATED, "26740")])
        resent = resend(connection, letter, registry_of(connection), WHO)
    assert resent.fate is Fate.REFUSED
    assert value(dsn, "SELECT reason FROM dead_letter WHERE resent_at IS NULL") == resent.reason
    assert "is registered in ward 26740" in str(resent.reason)
    assert rows(dsn, AUDIT) == [(WHO, str(letter), "still refused")]


def test_a_letter_whose_message_came_meanwhile_is_known_already(dsn: str) -> None:
    event = an_event(1, LATE)
    with connect(dsn, "test") as connection:
        letter = refused(connection, *on_wire(event))
        register_late(connection)
        again = Delivery(*on_wire(event), datetime.now(UTC), 1, 1, 0)
        store(connection, read(again, registry_of(connection), RecentObjects()).received)
        assert resend(connection, letter, registry_of(connection), WHO).fate is Fate.KNOWN
    assert value(dsn, EVENTS) == 1


def test_a_letter_that_names_no_topic_keeps_its_reason(dsn: str) -> None:
    why = "its id is known with another content"
    with connect(dsn, "test") as connection:
        store(connection, (), [DeadLetter(datetime.now(UTC), "", b"{}", why, "opscenter", readable=True)])
        (letter,) = waiting_ids(connection, None)
        assert resend(connection, letter, registry_of(connection), WHO).fate is Fate.REFUSED
    assert value(dsn, "SELECT reason FROM dead_letter WHERE resent_at IS NULL") == why


def test_while_one_sends_a_letter_another_passes_it_by(dsn: str) -> None:
    with connect(dsn, "first") as first, connect(dsn, "second") as second:
        letter = refused(first, *on_wire(an_event(1, LATE)))
        register_late(first)
        with first.transaction():
            assert take(first, letter) is not None
            assert resend(second, letter, registry_of(second), WHO).fate is Fate.GONE
    assert value(dsn, EVENTS) == 0


def test_two_who_send_everything_at_once_store_everything_once(dsn: str) -> None:
    many = 30
    with connect(dsn, "test") as connection:
        for seq in range(many):
            refused(connection, *on_wire(an_event(seq, LATE)))
        register_late(connection)

    def send_all() -> None:
        with connect(dsn, "test") as own:
            registry = registry_of(own)
            fates.extend(resend(own, letter, registry, WHO).fate for letter in waiting_ids(own, None))

    fates: list[Fate] = []
    both = [threading.Thread(target=send_all) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert value(dsn, EVENTS) == many
    assert fates.count(Fate.STORED) == many
    assert set(fates) <= {Fate.STORED, Fate.GONE}


def test_what_was_kept_in_part_or_not_at_all_is_not_sent(dsn: str) -> None:
    with connect(dsn, "test") as connection:
        long = refused(connection, on_wire(an_event(1))[0], b"[" + b" " * MAX_LETTER_BYTES)
        picture = refused(connection, f"d1-sim/v1/26734/camera/cam-1/snapshot/{an_event(1).id}", b"\xff\xd8")
        registry = registry_of(connection)
        assert "only its beginning was kept" in str(resend(connection, long, registry, WHO).reason)
        assert "not kept" in str(resend(connection, picture, registry, WHO).reason)
    assert value(dsn, "SELECT max(octet_length(payload)) FROM dead_letter") == MAX_LETTER_BYTES
    assert value(dsn, "SELECT max(size_bytes) FROM dead_letter") == MAX_LETTER_BYTES + 1


def test_beyond_the_size_limit_the_oldest_go_and_it_is_said_and_counted(
    dsn: str, caplog: pytest.LogCaptureFixture
) -> None:
    with connect(dsn, "test") as connection:
        for size in (10_000, 20_000, 30_000):
            refused(connection, on_wire(an_event(1))[0], b"x" * size)
        assert drop_oldest(connection, datetime.now(UTC), max_bytes=55_000) == 1
        assert drop_oldest(connection, datetime.now(UTC), max_bytes=55_000) == 0
        gone = overflow(connection)
    assert rows(dsn, "SELECT size_bytes FROM dead_letter ORDER BY id") == [(20_000,), (30_000,)]
    assert (gone.letters, gone.last_at is not None) == (1, True)
    assert "the oldest are deleted" in caplog.text


def test_the_command_lists_shows_and_sends_those_of_a_reason(
    dsn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPSCENTER_DATABASE_URL", dsn)
    with connect(dsn, "test") as connection:
        letter = refused(connection, *on_wire(an_event(1, LATE)))
        refused(connection, on_wire(an_event(1))[0], b"{")
        register_late(connection)
    listed = said("list", "--reason", "not registered")
    assert "camera cam-late is not registered" in listed
    assert "cut short" not in listed
    assert '"source":"cam-late"' in said("show", str(letter))
    assert "1 letters: 1 stored" in said("resend", "--all", "--reason", "NOT REGISTERED")
    assert "1 letters: 1 still refused" in said("resend", "--all")
    assert value(dsn, EVENTS) == 1


def test_the_command_wants_numbers_or_all(dsn: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPSCENTER_DATABASE_URL", dsn)
    assert "or say --all" in str(CliRunner().invoke(build(), ["dead-letters", "resend"]).exception)


def said(*words: str) -> str:
    """Return what the command prints."""
    result = CliRunner().invoke(build(), ["dead-letters", *words])
    assert result.exception is None, result.output
    return result.output
