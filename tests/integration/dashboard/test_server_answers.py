"""What the console answers: acting on alerts, the drawer, pictures and places."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from dashboard.settings import BrokerAddress
from db.connection import Connection
from db.intake import store
from db.sql import Query
from domain.messages import SnapshotRequested
from opscenter.embedded_broker import find_mosquitto
from opscenter.proving.broker import PASSWORD, own_mosquitto
from tests.integration.dashboard.running import (
    OTHER_CAMERA,
    OTHER_WARD,
    Browser,
    RunningConsole,
    open_alert,
    wait_until,
)
from tests.integration.db.making import (
    CAMERA,
    JPEG,
    WARD,
    a_camera_status,
    a_picture,
    an_event,
    now,
    received,
)
from tests.integration.listener import Listener
from tests.integration.mosquitto import NO_MOSQUITTO
from tests.integration.postgres import Database

SignIn = Callable[[str], Browser]


def audited(connection: Connection, action: str) -> list[Any]:
    what = "username || ' ' || object || ' ' || coalesce(details::text, '')"
    text = f"SELECT {what} FROM audit WHERE action = %(action)s"  # noqa: S608 - text of this test's own
    return connection.values(Query("look", "", text), action=action)


def test_acknowledging_makes_the_alert_ones_own(signed_in: SignIn, writing: Connection) -> None:
    alert_id = open_alert(writing)
    answer = signed_in("operator").post(f"/live/alerts/{alert_id}/acknowledge", {"version": 1})
    assert answer.status_code == 200
    alert = answer.json()["alert"]
    assert (alert["st"], alert["own"], alert["ver"]) == ("acknowledged", "Operator", 2)
    assert len(audited(writing, "act_on_alert")) == 1


def test_others_see_it_in_their_stream(signed_in: SignIn, writing: Connection) -> None:
    alert_id = open_alert(writing)
    with signed_in("supervisor").stream() as stream:
        stream.next()
        signed_in("operator").post(f"/live/alerts/{alert_id}/acknowledge", {"version": 1})
        assert stream.next_with("alerts", alert_id).state["alerts"][alert_id]["own"] == "Operator"


def test_an_alert_that_is_resolved_leaves_the_stream(signed_in: SignIn, writing: Connection) -> None:
    alert_id = open_alert(writing)
    browser = signed_in("operator")
    with browser.stream() as stream:
        stream.next()
        assert browser.post(f"/live/alerts/{alert_id}/clear", {"version": 1}).status_code == 200
        assert stream.next_with("alerts", alert_id).state["alerts"][alert_id] is None


def test_of_two_at_once_one_wins_and_the_other_hears_who(signed_in: SignIn, writing: Connection) -> None:
    alert_id = open_alert(writing)
    browsers = [signed_in("operator"), signed_in("supervisor")]
    answers: list[Any] = []

    def act(browser: Browser) -> None:
        answers.append(browser.post(f"/live/alerts/{alert_id}/acknowledge", {"version": 1}))

    threads = [threading.Thread(target=act, args=(browser,)) for browser in browsers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    won, lost = sorted(answers, key=lambda answer: answer.status_code)
    assert (won.status_code, lost.status_code) == (200, 409)
    winner = won.json()["alert"]["own"]
    assert lost.json()["message_vi"].startswith(f"{winner} vừa tiếp nhận")
    assert lost.json()["message_en"].startswith(f"{winner} just acknowledged")
    assert lost.json()["alert"]["own"] == winner


def test_an_action_that_cannot_be_done_now_is_a_conflict(signed_in: SignIn, writing: Connection) -> None:
    alert_id = open_alert(writing)
    answer = signed_in("operator").post(f"/live/alerts/{alert_id}/unshelve", {"version": 1})
    assert (answer.status_code, answer.json()["alert"]["st"]) == (409, "unacknowledged")


def test_what_is_asked_wrongly_is_refused_with_a_sentence(signed_in: SignIn, writing: Connection) -> None:
    browser, alert_id = signed_in("operator"), open_alert(writing)
    for action, body, status in (
        ("reject", {"version": 1}, 422),
        ("reject", {"version": 1, "reason": "  "}, 422),
        ("acknowledge", {}, 422),
        ("acknowledge", {"version": "1"}, 422),
        ("acknowledge", {"version": 1, "owner": 7}, 422),
        ("reject", {"version": 1, "reason": "x" * 501}, 422),
        ("explode", {"version": 1}, 404),
    ):
        answer = browser.post(f"/live/alerts/{alert_id}/{action}", body)
        assert answer.status_code == status, (action, body)
        assert answer.json()["message_vi"]


def test_a_viewer_does_not_act(signed_in: SignIn, writing: Connection) -> None:
    answer = signed_in("viewer").post(f"/live/alerts/{open_alert(writing)}/acknowledge", {"version": 1})
    assert answer.status_code == 403


def test_a_liaison_does_not_reach_another_wards_alert_camera_or_picture(
    signed_in: SignIn, writing: Connection
) -> None:
    elsewhere = open_alert(writing, ward_code=OTHER_WARD, camera_code=OTHER_CAMERA)
    event = an_event(source=OTHER_CAMERA)
    for one in received(a_picture(event.id, source=OTHER_CAMERA)):
        store(writing, [type(one)(message=one.message, ward_code=OTHER_WARD, received_at=now())], [])
    browser = signed_in("liaison")
    assert browser.get(f"/live/alerts/{elsewhere}").status_code == 404
    assert browser.post(f"/live/alerts/{elsewhere}/acknowledge", {"version": 1}).status_code == 404
    assert browser.get(f"/live/cameras/{OTHER_CAMERA}").status_code == 404
    assert browser.get(f"/pictures/{event.id}/at").status_code == 404
    asked = browser.post(f"/live/cameras/{OTHER_CAMERA}/picture", {"purpose": "verify_alert"})
    assert asked.status_code == 404
    assert [it["code"] for it in browser.get("/live/places").json()["cameras"]] == [CAMERA]
    everything = browser.get("/api/v1/alerts?provenance=all").json()["alerts"]
    assert everything == []
    other = browser.get(f"/api/v1/cameras?provenance=all&ward={OTHER_WARD}").json()["cameras"]
    assert other == []
    assert audited(writing, "see_picture") == []


def test_a_picture_is_served_and_the_look_written_down(signed_in: SignIn, writing: Connection) -> None:
    event = an_event()
    store(writing, received(event, a_picture(event.id)), [])
    open_alert(writing, event_id=event.id, event_at=event.observed_at)
    answer = signed_in("operator").get(f"/pictures/{event.id}/at")
    assert (answer.status_code, answer.content) == (200, JPEG)
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-provenance"] == "simulated"
    (look,) = audited(writing, "see_picture")
    assert look.startswith(f"operator {event.id}/at")


def test_the_drawer_gets_a_cameras_facts_events_and_pictures(signed_in: SignIn, writing: Connection) -> None:
    event = an_event()
    store(writing, received(event, a_picture(event.id), a_camera_status()), [])
    facts = signed_in("operator").get(f"/live/cameras/{CAMERA}").json()
    assert facts["camera"]["recorder"] == "rec-001"
    assert [(it["kind"], it["provenance"]) for it in facts["events"]] == [("crash", "simulated")]
    assert [(it["event_id"], it["moment"]) for it in facts["pictures"]] == [(str(event.id), "at")]


def test_a_viewer_is_not_even_told_which_pictures_there_are(signed_in: SignIn, writing: Connection) -> None:
    event = an_event()
    store(writing, received(event, a_picture(event.id)), [])
    alert_id = open_alert(writing, event_id=event.id, event_at=event.observed_at)
    browser = signed_in("viewer")
    assert browser.get(f"/live/cameras/{CAMERA}").json()["pictures"] == []
    assert browser.get(f"/live/alerts/{alert_id}").json()["pictures"] == []


def test_the_drawer_gets_an_alerts_life_event_and_pictures(signed_in: SignIn, writing: Connection) -> None:
    event = an_event()
    store(writing, received(event, a_picture(event.id)), [])
    alert_id = open_alert(writing, event_id=event.id, event_at=event.observed_at)
    browser = signed_in("operator")
    browser.post(f"/live/alerts/{alert_id}/reject", {"version": 1, "reason": "nothing was there"})
    facts = browser.get(f"/live/alerts/{alert_id}").json()
    assert facts["event"]["score"] == 0.75
    assert [it["moment"] for it in facts["pictures"]] == ["at"]
    steps = [(it["action"], it["by_name"], it["reason"]) for it in facts["history"]]
    assert steps[-1] == ("reject", "Operator", "nothing was there")


def test_places_are_the_districts_and_are_not_sent_twice(signed_in: SignIn) -> None:
    browser = signed_in("operator")
    answer = browser.get("/live/places")
    places = answer.json()
    assert len(places["wards"]["features"]) == 10
    assert {it["code"] for it in places["cameras"]} == {CAMERA, OTHER_CAMERA}
    assert places["kinds"]["crash"] == {"vi": "Tai nạn giao thông", "en": "Traffic crash", "sev": "critical"}
    assert "OpenStreetMap" in places["attribution"]
    assert answer.headers["content-encoding"] == "gzip"
    again = browser.get("/live/places", **{"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_asking_for_a_picture_needs_a_purpose_from_the_list(signed_in: SignIn) -> None:
    answer = signed_in("operator").post(f"/live/cameras/{CAMERA}/picture", {"purpose": "curiosity"})
    assert answer.status_code == 422
    assert "verify_alert" in answer.json()["message_vi"]


def test_without_a_broker_a_picture_cannot_be_asked_for_and_a_sentence_says_so(signed_in: SignIn) -> None:
    answer = signed_in("operator").post(f"/live/cameras/{CAMERA}/picture", {"purpose": "camera_check"})
    assert answer.status_code == 503
    assert "MQTT" in answer.json()["message_vi"]


@pytest.fixture
def listener(filled: Database) -> Iterator[tuple[Listener, Browser]]:
    """Run a console with a broker, listen to it, and sign an operator in."""
    if find_mosquitto() is None:
        pytest.skip(NO_MOSQUITTO)
    with own_mosquitto() as broker, Listener(broker) as listening:
        console = RunningConsole(
            filled.dsn, BrokerAddress("127.0.0.1", broker.port, username="console", password=PASSWORD)
        )
        console.start()
        browser = Browser(console)
        browser.sign_in("operator")
        yield listening, browser
        browser.close()
        console.stop()


@pytest.mark.mosquitto
def test_a_camera_is_asked_for_a_picture_by_mqtt_and_the_look_is_written_down(
    listener: tuple[Listener, Browser], writing: Connection
) -> None:
    listening, browser = listener
    answer = browser.post(f"/live/cameras/{CAMERA}/picture", {"purpose": "verify_alert"})
    assert answer.status_code == 202
    wait_until(lambda: bool(listening.heard))
    topic, message, _ = listening.heard[0]
    assert topic == f"d1-sim/v1/{WARD}/camera/{CAMERA}/request"
    assert isinstance(message, SnapshotRequested)
    assert (str(message.id), message.purpose) == (answer.json()["event_id"], "verify_alert")
    (look,) = audited(writing, "ask_picture")
    assert look.startswith(f"operator {CAMERA}")
    assert "verify_alert" in look
