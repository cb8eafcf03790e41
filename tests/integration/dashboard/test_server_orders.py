"""Units for an incident and handing it over: from the order to the last answer, as the rules keep it."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from dashboard.settings import BrokerAddress
from db.alerting import changes
from db.connection import Connection
from db.intake import store
from db.order_answers import flag_late_orders, return_transfers
from db.posts import look_after_posts, register_posts
from domain.messages import Answer, Order, Provenance, UnitCommanded, UnitState
from domain.orders import ANSWER_WITHIN
from domain.posts import SILENT_AFTER, PostState, posts_of
from domain.transfers import RETURNS_AFTER
from ingest.rules.orders import follow_orders
from opscenter.embedded_broker import find_mosquitto
from opscenter.proving.broker import PASSWORD, own_mosquitto
from tests.integration.dashboard.running import (
    DISTRICT,
    OTHER_WARD,
    Browser,
    RunningConsole,
    open_alert,
    wait_until,
)
from tests.integration.db.making import UNIT, WARD, a_unit_status, an_answer, now, received
from tests.integration.listener import Listener
from tests.integration.mosquitto import NO_MOSQUITTO
from tests.integration.postgres import Database

SignIn = Callable[[str], Browser]
A_MOMENT = timedelta(seconds=30)
CALL = {"kind": "crash", "lat": 10.7817, "lon": 106.7038, "words": "hai xe va nhau", "origin": "call_113"}


@pytest.fixture
def listening(filled: Database) -> Iterator[tuple[Listener, RunningConsole]]:
    """Run a console with a broker, and listen to what it sends."""
    if find_mosquitto() is None:
        pytest.skip(NO_MOSQUITTO)
    with own_mosquitto() as broker, Listener(broker) as listener:
        login = BrokerAddress("127.0.0.1", broker.port, username="console", password=PASSWORD)
        console = RunningConsole(filled.dsn, login)
        console.start()
        yield listener, console
        console.stop()


def entered(console: RunningConsole, username: str) -> Browser:
    browser = Browser(console)
    browser.sign_in(username)
    return browser


def opened(browser: Browser, **given: Any) -> str:
    incident_id: str = browser.post("/live/incidents", CALL | given).json()["id"]
    return incident_id


def file_of(browser: Browser, incident_id: str) -> dict[str, Any]:
    found: dict[str, Any] = browser.get(f"/live/incidents/{incident_id}").json()
    return found


def orders_of(browser: Browser, incident_id: str) -> dict[str, Any]:
    found: dict[str, Any] = browser.get(f"/live/incidents/{incident_id}/orders").json()
    return found


def answered(writing: Connection, command: UnitCommanded, *answers: Answer) -> None:
    """Let a unit answer, one batch after the other, and the rules follow."""
    for answer in answers:
        store(writing, received(an_answer(command.id, answer=answer)), [])
        follow_orders(writing, changes(writing, "nobody"), now())


def told(browser: Browser, incident_id: str) -> list[tuple[str, str]]:
    """Return what the timeline tells of orders, answers, steps and transfers."""
    kinds = {"order", "answer", "transition", "transfer", "verified"}
    timeline = file_of(browser, incident_id)["timeline"]
    return [(entry["kind"], entry["action"]) for entry in timeline if entry["kind"] in kinds]


@pytest.mark.mosquitto
def test_a_unit_goes_from_the_order_to_done_and_moves_the_incident(
    listening: tuple[Listener, RunningConsole], writing: Connection
) -> None:
    listener, console = listening
    store(writing, received(a_unit_status(state=UnitState.FREE)), [])
    browser = entered(console, "operator")
    incident_id = opened(browser)
    (proposed,) = browser.get(f"/live/incidents/{incident_id}/units").json()["units"]
    assert (proposed["code"], "theo đường" in proposed["why_vi"]) == (UNIT, True)

    sent = browser.post(f"/live/incidents/{incident_id}/orders", {"unit": UNIT, "version": 1})
    assert sent.json()["incident"]["un"] == [UNIT]
    late = browser.post(f"/live/incidents/{incident_id}/orders", {"unit": UNIT, "version": 1})
    assert late.status_code == 409
    assert "Operator vừa điều đơn vị" in late.json()["message_vi"]

    wait_until(lambda: bool(listener.heard))
    ((_, command, _),) = listener.heard
    assert isinstance(command, UnitCommanded)
    assert str(command.incident_id) == incident_id
    assert "người gọi 113 báo tin, chưa xác minh" in command.text

    answered(
        writing, command, Answer.ACCEPTED, Answer.EN_ROUTE, Answer.ON_SCENE, Answer.ON_SCENE, Answer.DONE
    )
    assert told(browser, incident_id) == [
        ("order", "dispatch"),
        ("answer", "accepted"),
        ("transition", "dispatch"),
        ("answer", "en_route"),
        ("answer", "on_scene"),
        ("transition", "handle"),
        ("answer", "done"),
        ("order", "all_done"),
    ]
    assert file_of(browser, incident_id)["entry"]["st"] == "handling"
    assert orders_of(browser, incident_id)["all_done"]
    browser.close()


@pytest.mark.mosquitto
def test_who_does_not_answer_is_flagged_once_and_can_be_called_back(
    listening: tuple[Listener, RunningConsole], writing: Connection
) -> None:
    listener, console = listening
    store(writing, received(a_unit_status(state=UnitState.FREE)), [])
    browser = entered(console, "operator")
    incident_id = opened(browser)
    browser.post(f"/live/incidents/{incident_id}/orders", {"unit": UNIT, "version": 1})

    too_late = now() + ANSWER_WITHIN + A_MOMENT
    assert [flag_late_orders(writing, too_late) for _ in range(2)] == [1, 0]
    (order,) = orders_of(browser, incident_id)["orders"]
    assert (order["flagged"] is not None, order["under_way"]) == (True, True)

    path = f"/live/orders/{order['id']}/recall"
    assert browser.post(path, {"reason": " "}).status_code == 422
    assert browser.post(path, {"reason": "đã có đơn vị khác"}).status_code == 204
    assert browser.post(path, {"reason": "nữa"}).status_code == 409
    wait_until(lambda: len(listener.heard) == 2)
    recall = listener.heard[1][1]
    assert isinstance(recall, UnitCommanded)
    assert recall.order is Order.RECALL
    answered(writing, recall, Answer.ACCEPTED, Answer.DONE)
    assert told(browser, incident_id) == [
        ("order", "dispatch"),
        ("order", "late"),
        ("order", "recall"),
        ("answer", "accepted"),
        ("answer", "done"),
    ]
    assert file_of(browser, incident_id)["entry"]["un"] == []
    browser.close()


@pytest.mark.mosquitto
def test_an_incident_that_only_a_camera_saw_sends_nobody_until_a_named_person_verifies(
    listening: tuple[Listener, RunningConsole], writing: Connection
) -> None:
    listener, console = listening
    store(writing, received(a_unit_status(state=UnitState.FREE)), [])
    browser = entered(console, "operator")
    incident_id = browser.post("/live/incidents", {"alert_id": open_alert(writing)}).json()["id"]
    version = file_of(browser, incident_id)["entry"]["ver"]
    assert browser.get(f"/live/incidents/{incident_id}/units").json()["must_verify"]

    asked = {"unit": UNIT, "version": version}
    path = f"/live/incidents/{incident_id}/orders"
    assert (browser.post(path, asked).status_code, listener.heard) == (428, [])
    assert browser.post(path, asked | {"verifies": True}).status_code == 200

    wait_until(lambda: bool(listener.heard))
    ((_, command, _),) = listener.heard
    assert isinstance(command, UnitCommanded)
    assert command.verified_by == "Operator"
    assert file_of(browser, incident_id)["entry"]["vb"] == "Operator"
    browser.close()


def test_a_transfer_is_answered_by_the_post_by_name_or_returns(
    signed_in: SignIn, writing: Connection
) -> None:
    operator, post = signed_in("operator"), signed_in("post")
    far = opened(operator, lat=10.7905, lon=106.6905)
    path = f"/live/incidents/{far}/transfers"
    assert operator.post(path, {"party": "ward"}).status_code == 422
    asked = operator.post(path, {"party": "ward", "ward": WARD, "why": "gần trụ sở"}).json()
    assert operator.post(path, {"party": "ward", "ward": WARD}).status_code == 409
    assert [one["id"] for one in post.get("/live/post").json()["asked"]] == [far]

    answer = f"/live/transfers/{asked['id']}"
    assert post.post(f"{answer}/refuse", {}).status_code == 422
    assert post.post(f"{answer}/withdraw", {}).status_code == 404
    taken = post.post(f"{answer}/accept", {}).json()
    assert (taken["state"], taken["answered_by"]) == ("accepted", "Post")
    assert post.post(f"{answer}/accept", {}).status_code == 409

    other = operator.post(path, {"party": "115"}).json()
    assert [return_transfers(writing, now() + RETURNS_AFTER + A_MOMENT) for _ in range(2)] == [1, 0]
    called = operator.post(path, {"party": "113", "phoned": {"number": "113", "name": "anh Tuấn"}}).json()
    assert (called["state"], called["phone_name"]) == ("accepted", "anh Tuấn")
    states = {it["id"]: it["state"] for it in orders_of(operator, far)["transfers"]}
    assert states == {asked["id"]: "accepted", other["id"]: "returned", called["id"]: "accepted"}
    assert told(operator, far)[-4:] == [
        ("transfer", "accept"),
        ("transfer", "transfer"),
        ("transfer", "return"),
        ("transfer", "transfer"),
    ]


def test_a_post_reports_to_the_centre_and_ends_what_is_its_own(signed_in: SignIn) -> None:
    operator, post = signed_in("operator"), signed_in("post")
    assert post.open("/").headers["location"] == "/post"
    own = opened(post)
    theirs = opened(operator)
    shown = {it["id"]: it for it in post.get("/live/post").json()["incidents"]}
    assert (shown[own]["own"], shown[theirs]["own"]) == (True, False)

    for incident_id in (own, theirs):
        said = {"text": "đã giải tán", "version": shown[incident_id]["ver"]}
        assert post.post(f"/live/post/incidents/{incident_id}/result", said).status_code == 204
    elsewhere = opened(operator, lat=10.7905, lon=106.6905)
    said = {"text": "x", "version": 1}
    assert post.post(f"/live/post/incidents/{elsewhere}/report", said).status_code == 404
    assert file_of(operator, own)["incident"]["state"] == "closed"
    assert file_of(operator, theirs)["incident"]["state"] == "new"
    assert file_of(operator, theirs)["timeline"][-1]["text"] == "đã giải tán"


def test_a_post_is_reached_by_its_page_and_silent_two_minutes_after_it(
    signed_in: SignIn, writing: Connection
) -> None:
    register_posts(writing, posts_of(DISTRICT))
    post = signed_in("post")
    with signed_in("operator").stream() as stream:
        post.get("/live/post")
        there = stream.next_with("posts", f"post-{WARD}").state["posts"][f"post-{WARD}"]
        while there["s"] != "online":
            there = stream.next_with("posts", f"post-{WARD}").state["posts"][f"post-{WARD}"]
        assert (there["via"], there["p"]) == ("page", Provenance.SIMULATED)
        rows = {row.ward_code: row for row in look_after_posts(writing, now() + SILENT_AFTER + A_MOMENT)}
        gone = stream.next_with("posts", f"post-{WARD}").state["posts"][f"post-{WARD}"]
    assert gone["s"] == "silent"
    assert (rows[WARD].state, rows[OTHER_WARD].state) == (PostState.SILENT, PostState.UNKNOWN)
