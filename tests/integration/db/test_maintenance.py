"""The database is kept in order by itself: what is old goes, what is due is done once."""

from datetime import timedelta

from db.account_setup import create_account
from db.accounts import NewAccount
from db.connection import Connection
from db.intake import store
from db.maintenance import run_due
from db.staging import DeadLetter
from db.status import status
from domain.roles import Role
from tests.integration.db.conftest import Looking
from tests.integration.db.making import (
    a_count,
    a_picture,
    a_position,
    an_event,
    minutes,
    new_id,
    now,
    received,
)
from tests.integration.postgres import Database


def days(number: float) -> timedelta:
    return timedelta(days=number)


def run_retention(database: Database, connection: Connection, look: Looking, in_days: float) -> None:
    """Let the engine drop what is too old `in_days` from now."""
    if database.engine == "plain":
        run_due(connection, now() + days(in_days))
        return
    for stream in ("flow", "unit_position", "event"):
        look.run(
            "SELECT drop_days_before(%(stream)s, now() + %(ahead)s - keep) FROM retention "
            "WHERE relation = %(stream)s",
            stream=stream,
            ahead=days(in_days),
        )


def test_what_was_done_is_not_due_again(connection: Connection) -> None:
    first = run_due(connection, now())
    assert "changes" in first.done
    assert run_due(connection, now()).done == ()


def test_only_one_keeps_order_at_a_time(connection: Connection, rival: Connection, look: Looking) -> None:
    look.run("SELECT pg_advisory_lock(7603)")
    assert run_due(connection, now()).done == ()
    look.run("SELECT pg_advisory_unlock(7603)")
    assert run_due(rival, now()).done != ()


def test_raw_rows_go_after_their_time_and_newer_ones_stay(
    each_engine_database: Database, connection: Connection, look: Looking
) -> None:
    old = now() - days(2)
    store(connection, received(a_count(old), a_count(), a_position(old), a_position(), an_event(old)))
    run_retention(each_engine_database, connection, look, in_days=6.9)
    assert look.value("SELECT count(*) FROM flow") == 1
    assert look.value("SELECT count(*) FROM unit_position") == 1
    assert look.value("SELECT count(*) FROM event") == 1


def test_pictures_go_by_what_was_said_of_them(connection: Connection, look: Looking) -> None:
    for name in ("unreviewed", "dismissed", "confirmed"):
        store(connection, received(a_picture(new_id(), sha256=name.ljust(64, "0"))))
    look.run("UPDATE snapshot SET retention_class = rtrim(sha256, '0')")
    kept = []
    for hours in (23, 25, 73):
        run_due(connection, now() + timedelta(hours=hours))
        kept.append(look.values("SELECT retention_class FROM snapshot ORDER BY 1"))
    assert kept == [["confirmed", "dismissed", "unreviewed"], ["confirmed", "unreviewed"], ["confirmed"]]


def test_the_room_of_a_day_without_pictures_is_given_back(connection: Connection, look: Looking) -> None:
    store(connection, received(a_picture(new_id())))
    day = now().date()
    run_due(connection, now() + days(5))
    assert (
        look.values("SELECT part FROM stream_day WHERE relation = 'snapshot' AND day <= %(day)s", day=day)
        == []
    )


def test_dead_letters_go_after_seven_days_unread_or_thirty(connection: Connection, look: Looking) -> None:
    letters = [DeadLetter(now(), "t", b"x", "why", "opscenter", readable=flag) for flag in (True, False)]
    store(connection, [], letters)
    run_due(connection, now() + days(8))
    assert look.values("SELECT readable FROM dead_letter") == [True]
    run_due(connection, now() + days(31))
    assert look.values("SELECT readable FROM dead_letter") == []


def test_sessions_that_are_over_go(connection: Connection, look: Looking) -> None:
    account = create_account(connection, NewAccount("lan", "Lan", "hash", Role.OPERATOR))
    look.run(
        "INSERT INTO session (token_sha256, account_id, expires_at) VALUES (%(token)s, %(id)s, %(end)s)",
        token=b"t" * 32,
        id=account.id,
        end=now() + minutes(1),
    )
    run_due(connection, now() + days(1))
    assert look.value("SELECT count(*) FROM session") == 0


def test_changes_are_pruned_after_an_hour(connection: Connection, look: Looking) -> None:
    store(connection, received(an_event()))
    run_due(connection, now() + minutes(59))
    assert look.value("SELECT count(*) FROM change") == 1
    run_due(connection, now() + minutes(62))
    assert look.value("SELECT count(*) FROM change") == 0


def test_the_status_names_engine_days_retention_and_jobs(
    each_engine_database: Database, connection: Connection
) -> None:
    store(connection, received(an_event()))
    run_due(connection, now())
    found = status(each_engine_database.dsn)
    assert (found.engine, found.pending) == (each_engine_database.engine, ())
    assert "event" in {stream.relation for stream in found.streams}
    assert {rule.relation for rule in found.retention} >= {"event", "flow", "snapshot"}
    assert found.jobs
    assert found.size_bytes > 0
