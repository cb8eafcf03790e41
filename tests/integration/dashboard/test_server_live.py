"""The live stream: a committed change arrives with a number, once, for those who may see it."""

from collections.abc import Callable, Iterator

import pytest

from db.alerting import open_or_repeat
from db.connection import Connection, connect
from db.intake import store
from db.migrate import Engine, migrate
from db.registry import register_cameras
from db.sql import Query
from domain.messages import CameraState
from opscenter.proving.server import QUICK, PrivateServer, plain_server
from tests.integration.dashboard.running import (
    OTHER_CAMERA,
    OTHER_WARD,
    Browser,
    EventStream,
    RunningConsole,
    fill,
    wait_until,
)
from tests.integration.db.making import (
    CAMERA,
    UNIT,
    WARD,
    a_camera,
    a_camera_status,
    a_picture,
    a_position,
    a_sign,
    new_id,
    received,
)

SignIn = Callable[[str], Browser]


def tell_camera(connection: Connection, state: CameraState, code: str = CAMERA, ward: str = WARD) -> None:
    """Let a camera report its state, as ingest stores it."""
    message = a_camera_status(source=code, state=state)
    found = received(message)[0]
    store(connection, [type(found)(message=message, ward_code=ward, received_at=found.received_at)], [])


@pytest.fixture
def stream(signed_in: SignIn) -> Iterator[EventStream]:
    with signed_in("operator").stream() as opened:
        yield opened


def test_a_stream_begins_with_everything(stream: EventStream) -> None:
    snapshot = stream.next()
    assert snapshot.event == "snapshot"
    assert set(snapshot.state["cameras"]) == {CAMERA, OTHER_CAMERA}
    assert set(snapshot.state["units"]) == {UNIT}
    assert snapshot.id == f"{snapshot.data['epoch']}:{snapshot.data['n']}"


def test_a_committed_change_arrives_as_the_next_delta(stream: EventStream, writing: Connection) -> None:
    snapshot = stream.next()
    tell_camera(writing, CameraState.OFFLINE)
    delta = stream.next()
    assert (delta.event, delta.data["n"]) == ("delta", snapshot.data["n"] + 1)
    assert delta.id == f"{snapshot.data['epoch']}:{delta.data['n']}"
    assert delta.state["cameras"][CAMERA]["s"] == "offline"
    assert OTHER_CAMERA not in delta.state["cameras"]


def test_an_alert_comes_and_counts_its_repeats(stream: EventStream, writing: Connection) -> None:
    stream.next()
    alert_id = str(open_or_repeat(writing, a_sign()).id)
    opened = stream.next_with("alerts", alert_id).state["alerts"][alert_id]
    assert (opened["kind"], opened["st"], opened["n"], opened["p"]) == (
        "crash",
        "unacknowledged",
        1,
        "simulated",
    )
    open_or_repeat(writing, a_sign())
    assert stream.next_with("alerts", alert_id).state["alerts"][alert_id]["n"] == 2


def test_a_picture_is_told_of_without_its_bytes(stream: EventStream, writing: Connection) -> None:
    stream.next()
    event_id = new_id()
    store(writing, received(a_picture(event_id)), [])
    told = stream.next_with("pictures", str(event_id)).state["pictures"][str(event_id)]
    assert told == {"cam": CAMERA, "moments": ["at"]}


def test_a_camera_registered_later_is_told_of(stream: EventStream, writing: Connection) -> None:
    stream.next()
    register_cameras(writing, [a_camera("q1-bn-002")])
    assert stream.next_with("cameras", "q1-bn-002")


def test_a_stream_taken_up_again_gets_only_what_it_missed(signed_in: SignIn, writing: Connection) -> None:
    browser = signed_in("operator")
    with browser.stream() as first, browser.stream() as watch:
        first.next()
        watch.next()
        tell_camera(writing, CameraState.OFFLINE)
        seen = first.next()
        watch.next()
        tell_camera(writing, CameraState.ONLINE, OTHER_CAMERA, OTHER_WARD)
        missed = watch.next()
    with browser.stream(seen.id) as again:
        resumed = again.next()
        assert (resumed.event, resumed.id) == ("delta", missed.id)
        assert set(resumed.state["cameras"]) == {OTHER_CAMERA}


def test_a_stream_that_missed_nothing_gets_nothing_old(signed_in: SignIn, writing: Connection) -> None:
    browser = signed_in("operator")
    with browser.stream() as first:
        known = first.next()
    with browser.stream(known.id) as again:
        again.next("pulse")
        tell_camera(writing, CameraState.OFFLINE)
        assert again.next().data["n"] == known.data["n"] + 1


def test_a_place_in_the_stream_that_is_unknown_gets_a_snapshot(signed_in: SignIn) -> None:
    browser = signed_in("operator")
    for nonsense in ("x", "elsewhere:3", ":", "elsewhere:-1"):
        with browser.stream(nonsense) as stream:
            assert stream.next().event == "snapshot", nonsense


def test_after_a_restart_the_epoch_is_new_and_a_snapshot_comes(
    console: RunningConsole, signed_in: SignIn
) -> None:
    browser = signed_in("operator")
    with browser.stream() as first:
        before = first.next()
    console.stop()
    console.start()
    with browser.stream(before.id) as again:
        after = again.next()
    assert after.event == "snapshot"
    assert after.data["epoch"] != before.data["epoch"]


def test_stopping_ends_open_streams_at_once(console: RunningConsole, signed_in: SignIn) -> None:
    with signed_in("operator").stream() as stream:
        stream.next()
        console.stop()
        assert stream.is_over.wait(5)


def test_a_viewer_sees_alerts_but_no_units_and_no_pictures(signed_in: SignIn, writing: Connection) -> None:
    with signed_in("viewer").stream() as stream:
        snapshot = stream.next()
        assert {"units", "pictures"} & set(snapshot.state) == set()
        store(writing, received(a_position()), [])
        store(writing, received(a_picture(new_id())), [])
        alert_id = str(open_or_repeat(writing, a_sign()).id)
        delta = stream.next()
    assert delta.data["n"] == snapshot.data["n"] + 1
    assert set(delta.state) == {"alerts"}
    assert alert_id in delta.state["alerts"]


def test_a_liaison_sees_their_own_wards_only(signed_in: SignIn, writing: Connection) -> None:
    with signed_in("liaison").stream() as stream:
        snapshot = stream.next()
        assert set(snapshot.state["cameras"]) == {CAMERA}
        tell_camera(writing, CameraState.OFFLINE, OTHER_CAMERA, OTHER_WARD)
        elsewhere = a_sign(ward_code=OTHER_WARD, place_key=OTHER_CAMERA, camera_code=OTHER_CAMERA)
        open_or_repeat(writing, elsewhere)
        own = str(open_or_repeat(writing, a_sign()).id)
        delta = stream.next_with("alerts", own)
    assert delta.data["n"] <= snapshot.data["n"] + 2
    assert set(delta.state["alerts"]) == {own}
    assert OTHER_CAMERA not in delta.state.get("cameras", {})


def test_a_pulse_tells_the_age_of_data_and_the_simulated_share(
    stream: EventStream, writing: Connection
) -> None:
    tell_camera(writing, CameraState.ONLINE)
    stream.next_with("cameras", CAMERA)
    pulse = stream.next("pulse").data
    assert pulse["simulated_share"] == 1.0
    assert 0 <= pulse["oldest_s"] < 60
    assert pulse["database"] is True


def test_a_session_that_ends_ends_its_stream(signed_in: SignIn, writing: Connection) -> None:
    with signed_in("operator").stream() as stream:
        stream.next()
        writing.run(Query("look", "", "DELETE FROM session"))
        assert stream.is_over.wait(30)


@pytest.fixture
def own_server() -> Iterator[PrivateServer]:
    """Run a PostgreSQL that this test may stop."""
    with plain_server(QUICK) as server:
        yield server


def test_the_page_is_there_before_the_database_and_streams_outlive_its_absence(
    own_server: PrivateServer,
) -> None:
    own_server.stop()
    console = RunningConsole(own_server.dsn)
    console.start(until_ready=False)
    browser = Browser(console)
    try:
        page = browser.open("/")
        assert page.status_code == 503
        assert "Trung tâm đang khởi động" in page.text
        assert browser.get("/live/places").status_code == 503
        assert browser.get("/api/v1/health/ready").status_code == 503

        own_server.start()
        wait_until(lambda: browser.get("/api/v1/health").json()["parts"]["database"])
        assert browser.get("/api/v1/health").json()["parts"]["migrations"] is False
        migrate(own_server.dsn, Engine.PLAIN)
        fill(own_server.dsn)
        wait_until(lambda: browser.get("/api/v1/health").json()["ready"])
        assert browser.open("/").headers["location"] == "/sign-in"
        assert browser.sign_in("operator").status_code == 303

        with browser.stream() as stream:
            n = stream.next().data["n"]
            own_server.stop()
            wait_until(lambda: stream.next("pulse").data["database"] is False)
            own_server.start()
            with connect(own_server.dsn, "test") as connection:
                tell_camera(connection, CameraState.OFFLINE)
            delta = stream.next_with("cameras", CAMERA)
            assert delta.data["n"] >= n + 1
            assert not stream.is_over.is_set()
    finally:
        browser.close()
        console.stop()
