"""On plain PostgreSQL the days of every stream are partitions, made ahead and out of nobody's way."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest

from db.connection import Connection, connect
from db.intake import store
from db.maintenance import run_due
from db.sql import Query, query
from tests.integration.db.making import a_count, an_event, now, received
from tests.integration.postgres import Database


@pytest.fixture
def plain(database: Database) -> Iterator[Connection]:
    with connect(database.dsn, "test") as opened:
        yield opened


@pytest.fixture
def rival_on_plain(database: Database) -> Iterator[Connection]:
    with connect(database.dsn, "test-rival") as opened:
        yield opened


def value(connection: Connection, text: str) -> object:
    return connection.values(Query("look", "", text))[0]


def days(number: float) -> timedelta:
    return timedelta(days=number)


def test_days_are_made_ahead(plain: Connection) -> None:
    run_due(plain, now() + days(10))
    newest = value(plain, "SELECT max(day) FROM stream_day WHERE relation = 'event'")
    assert newest == (now() + days(13)).date()


def test_rows_that_came_before_their_day_was_made_move_into_it(plain: Connection) -> None:
    early = a_count(now() + days(9))
    store(plain, received(early))
    assert value(plain, "SELECT count(*) FROM flow_elsewhen") == 1
    run_due(plain, now() + days(9))
    assert value(plain, "SELECT count(*) FROM flow_elsewhen") == 0
    assert value(plain, "SELECT count(*) FROM flow") == 1
    assert store(plain, received(early)).repeated == 1


def test_making_days_gives_way_to_whoever_works(plain: Connection, rival_on_plain: Connection) -> None:
    with rival_on_plain.transaction():
        store(rival_on_plain, received(an_event(now() - days(300))))
        report = run_due(plain, now() + days(10))
    assert "days ahead" in report.postponed
    assert "days ahead" in run_due(plain, now() + days(10)).done


def test_writers_of_today_do_not_wait_for_the_making_of_days(
    plain: Connection, rival_on_plain: Connection
) -> None:
    with rival_on_plain.transaction():
        rival_on_plain.values(
            Query("make", "", "SELECT make_day('event', %(day)s)"), day=(now() + days(20)).date()
        )
        plain.run(Query("patience", "", "SET lock_timeout = '5s'"))
        assert store(plain, received(an_event())).stored == 1


def test_what_lies_outside_of_the_days_goes_after_its_time_too(plain: Connection) -> None:
    store(plain, received(a_count(now() - days(100))))
    run_due(plain, now())
    assert value(plain, "SELECT count(*) FROM flow") == 0


def test_usual_traffic_looks_at_the_days_it_asks_for_and_no_others(plain: Connection) -> None:
    """Of 40 days of figures the plan has four, or eight where the span goes over midnight."""
    make = Query(
        "make", "", "SELECT count(make_day('flow_5m_sums', %(today)s - n)) FROM generate_series(0, 40) AS n"
    )
    plain.values(make, today=now().date())
    question = query("console", "camera_usual_flow")
    spans = {
        f"{edge}_{week}": now() - timedelta(weeks=week) - before
        for week in range(1, 5)
        for edge, before in (("since", timedelta(hours=6)), ("until", timedelta(0)))
    }
    plan = plain.values(
        Query("plan", "", f"EXPLAIN {question.text}"), code="q1-bn-001", real_only=False, **spans
    )
    looked_at = {name for line in plan for name in re.findall(r"flow_5m_sums_\d{8}\b", line)}
    assert len(looked_at) in {4, 8}
