"""Sending a unit and shelving: who may, what goes out, what is kept, and what two at once get."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dashboard.settings import BrokerAddress
from db.connection import Connection
from db.intake import store
from domain.messages import Answer, UnitCommanded, UnitState
from opscenter.embedded_broker import find_mosquitto
from opscenter.proving.broker import PASSWORD, own_mosquitto
from tests.integration.dashboard.running import Browser, RunningConsole, open_alert, wait_until
from tests.integration.dashboard.test_server_answers import audited
from tests.integration.db.making import UNIT, WARD, a_unit_status, an_answer, now, received
from tests.integration.listener import Listener
from tests.integration.mosquitto import NO_MOSQUITTO
from tests.integration.postgres import Database

SignIn = Callable[[str], Browser]


@pytest.fixture
def listening(filled: Database) -> Iterator[tuple[Listener, RunningConsole]]:
    """Run a console with a broker, and listen to what it sends."""
    if find_mosquitto() is None:
        pytest.skip(NO_MOSQUITTO)
    with own_mosquitto() as broker, Listener(broker) as listener:
        console = RunningConsole(
            filled.dsn, BrokerAddress("127.0.0.1", broker.port, username="console", password=PASSWORD)
        )
        console.start()
        yield listener, console
        console.stop()


def entered(console: RunningConsole, username: str) -> Browser:
    browser = Browser(console)
    browser.sign_in(username)
    return browser


def sent(browser: Browser, alert_id: str, version: int = 1, **given: Any) -> Any:
    asked = {"unit": UNIT, "version": version, "verifies": True} | given
    return browser.post(f"/live/alerts/{alert_id}/dispatch", asked)


@pytest.mark.mosquitto
def test_a_unit_is_sent_once_by_mqtt_and_its_answer_stands_at_the_alert(
    listening: tuple[Listener, RunningConsole], writing: Connection
) -> None:
    listener, console = listening
    alert_id = open_alert(writing)
    store(writing, received(a_unit_status(state=UnitState.FREE)), [])
    browsers = [entered(console, "operator"), entered(console, "supervisor")]
    with browsers[0].stream() as stream:
        answers: list[Any] = []
        rivals = [
            threading.Thread(target=lambda it=browser: answers.append(sent(it, alert_id)))
            for browser in browsers
        ]
        for rival in rivals:
            rival.start()
        for rival in rivals:
            rival.join()
        won, lost = sorted(answers, key=lambda answer: answer.status_code)
        assert (won.status_code, won.json()["alert"]["ver"]) == (200, 2)
        assert lost.status_code == 409
        assert "vừa điều đơn vị tới cảnh báo này" in lost.json()["message_vi"]

        wait_until(lambda: bool(listener.heard))
        ((topic, command, _),) = listener.heard
        assert topic == f"d1-sim/v1/{WARD}/police/{UNIT}/command"
        assert isinstance(command, UnitCommanded)
        assert str(command.alert_id) == alert_id
        assert command.verified_by in {"Operator", "Supervisor"}
        assert f"đã xác minh: {command.verified_by}" in command.text

        (waiting,) = stream.next_with("orders", alert_id).state["orders"][alert_id]
        assert (waiting["c"], waiting["a"]) == ("BT-01", None)
        refused = an_answer(command.id, answer=Answer.REFUSED, text="Xe đang hỏng")
        store(writing, received(refused), [])
        (answered,) = stream.next_with("orders", alert_id).state["orders"][alert_id]
        assert (answered["a"], answered["t"]) == ("refused", "Xe đang hỏng")
    life = browsers[0].get(f"/live/alerts/{alert_id}").json()["history"]
    assert (life[-1]["action"], life[-1]["reason"]) == ("dispatch", "BT-01")
    assert len(audited(writing, "dispatch_unit")) == 1

    again = sent(browsers[0], alert_id, version=2)
    assert again.status_code == 200
    assert sent(browsers[1], alert_id, version=3).status_code == 409
    for browser in browsers:
        browser.close()


@pytest.mark.mosquitto
def test_what_only_a_camera_saw_sends_nobody_until_a_named_person_verifies(
    listening: tuple[Listener, RunningConsole], writing: Connection
) -> None:
    listener, console = listening
    alert_id = open_alert(writing)
    store(writing, received(a_unit_status(state=UnitState.FREE)), [])
    browser = entered(console, "operator")
    refused = sent(browser, alert_id, verifies=False)
    assert (refused.status_code, listener.heard) == (428, [])
    assert "cần một người xác minh" in refused.json()["message_vi"]
    assert browser.get(f"/live/alerts/{alert_id}").json()["alert"]["version"] == 1
    browser.close()


def test_without_a_broker_no_unit_is_sent_and_nothing_is_written(
    signed_in: SignIn, writing: Connection
) -> None:
    alert_id = open_alert(writing)
    store(writing, received(a_unit_status(state=UnitState.FREE)), [])
    browser = signed_in("operator")
    answer = sent(browser, alert_id)
    assert answer.status_code == 503
    assert "bộ đàm" in answer.json()["message_vi"]
    facts = browser.get(f"/live/alerts/{alert_id}").json()
    assert (facts["alert"]["version"], len(facts["history"])) == (1, 1)
    assert audited(writing, "dispatch_unit") == []


def test_only_operators_and_supervisors_send_units(signed_in: SignIn, writing: Connection) -> None:
    alert_id = open_alert(writing)
    for username in ("viewer", "liaison", "administrator", "auditor"):
        assert sent(signed_in(username), alert_id).status_code == 403, username
    assert signed_in("operator").post(f"/live/alerts/{alert_id}/dispatch", {"version": 1}).status_code == 422


def test_shelving_asks_a_time_and_says_who_until_when_and_why(signed_in: SignIn, writing: Connection) -> None:
    alert_id, browser = open_alert(writing), signed_in("operator")
    path = f"/live/alerts/{alert_id}/shelve"
    assert browser.post(path, {"version": 1, "reason": "đang sửa đường"}).status_code == 422
    assert browser.post(path, {"version": 1, "shelve_for": "2h"}).status_code == 422
    assert browser.post(path, {"version": 1, "reason": "x", "shelve_for": "3d"}).status_code == 422
    alert = browser.post(path, {"version": 1, "reason": "đang sửa đường", "shelve_for": "2h"}).json()["alert"]
    assert (alert["st"], alert["shelved_by"], alert["why"]) == ("shelved", "Operator", "đang sửa đường")
    left = datetime.fromisoformat(alert["until"]) - now()
    assert timedelta(minutes=119) < left < timedelta(minutes=121)
    (written,) = audited(writing, "act_on_alert")
    assert f"{datetime.now(UTC):%Y-}" in written
    back = browser.post(f"/live/alerts/{alert_id}/unshelve", {"version": 2}).json()["alert"]
    assert (back["st"], back["until"], back["why"]) == ("unacknowledged", None, None)
