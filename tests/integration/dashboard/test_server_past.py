"""The routes of the past: cut to the person, refused with a sentence, written down once."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from db.connection import Connection
from db.intake import store
from db.sql import Query
from tests.integration import postgres
from tests.integration.dashboard.running import OTHER_CAMERA, Browser, RunningConsole, fill, open_alert
from tests.integration.db.making import CAMERA, UNIT, a_position, a_unit_status, received
from tests.integration.postgres import Database, Server

SignIn = Callable[[str], Browser]


@pytest.fixture(scope="module")
def filled(plain_server: Server) -> Iterator[Database]:
    """Give one database to all of these tests: each looks at its own moments."""
    with postgres.fresh_database(plain_server) as database:
        fill(database.dsn)
        yield database


@pytest.fixture(scope="module")
def console(filled: Database) -> Iterator[RunningConsole]:
    """Run one console for all of these tests."""
    running = RunningConsole(filled.dsn)
    running.start()
    yield running
    running.stop()


@pytest.fixture
def no_alerts(writing: Connection) -> None:
    """Take away what other tests opened."""
    writing.run(Query("clean", "", "DELETE FROM alert"))


def iso(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


def present() -> datetime:
    return datetime.now(UTC)


def state_at(browser: Browser, at: datetime) -> dict[str, dict[str, Any]]:
    answer = browser.get(f"/live/past?at={iso(at)}")
    assert answer.status_code == 200, answer.text
    found: dict[str, dict[str, Any]] = answer.json()["state"]
    return found


def test_a_moment_shows_the_alerts_that_were_open_then(signed_in: SignIn, writing: Connection) -> None:
    browser = signed_in("operator")
    before = present()
    alert_id = open_alert(writing)
    assert alert_id not in state_at(browser, before)["alerts"]
    assert alert_id in state_at(browser, present())["alerts"]


def test_the_past_is_cut_to_the_person(signed_in: SignIn, writing: Connection) -> None:
    store(writing, received(a_unit_status(), a_position()))
    assert set(state_at(signed_in("operator"), present())["units"]) == {UNIT}
    assert {"units", "pictures", "orders"} & set(state_at(signed_in("viewer"), present())) == set()
    liaison = state_at(signed_in("liaison"), present())
    assert CAMERA in liaison["cameras"]
    assert OTHER_CAMERA not in liaison["cameras"]


@pytest.mark.usefixtures("no_alerts")
def test_what_came_then_comes_in_frames(signed_in: SignIn, writing: Connection) -> None:
    browser = signed_in("operator")
    since = present()
    alert_id = open_alert(writing)
    answer = browser.get(f"/live/past/changes?since={iso(since)}&until={iso(present())}").json()
    (frame,) = answer["frames"]
    assert set(frame["state"]["alerts"]) == {alert_id}


@pytest.mark.usefixtures("no_alerts")
def test_bars_count_the_alerts_of_five_minutes(signed_in: SignIn, writing: Connection) -> None:
    open_alert(writing)
    (bar,) = signed_in("operator").get("/live/past/histogram?hours=1").json()["bars"]
    assert (bar["severity"], bar["provenance"], bar["alerts"]) == ("medium", "simulated", 1)


def test_what_cannot_be_shown_is_refused_with_a_sentence(signed_in: SignIn) -> None:
    browser = signed_in("operator")
    future, ancient = present() + timedelta(hours=1), present() - timedelta(days=400)
    refused = [
        (f"/live/past?at={iso(future)}", "chưa tới"),
        (f"/live/past?at={iso(ancient)}", "xem lại được sớm nhất từ"),
        ("/live/past?at=0001-01-01T00:00:00Z", "xem lại được sớm nhất từ"),
        (f"/live/past/changes?since={iso(ancient)}&until={iso(present())}", "10 phút"),
        (f"/live/past/changes?since={iso(present())}&until={iso(ancient)}", "10 phút"),
        ("/live/past?at=yesterday", "Tham số không đúng"),
        ("/live/past/histogram?hours=900", "Tham số không đúng"),
    ]
    for path, words in refused:
        answer = browser.get(path)
        assert (answer.status_code, words in answer.json()["message_vi"]) == (422, True), answer.text


def test_a_look_into_the_past_is_written_down_once(signed_in: SignIn, writing: Connection) -> None:
    browser = signed_in("supervisor")
    for _ in range(3):
        state_at(browser, present())
    looks = Query(
        "look", "", "SELECT action FROM audit WHERE username = 'supervisor' AND action <> 'sign_in'"
    )
    assert writing.values(looks) == ["look_into_past"]
