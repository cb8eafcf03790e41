"""Looks at cameras: why is asked, how long is written down, and live pictures reach all who look."""

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from dashboard.settings import BrokerAddress
from db.connection import Connection
from db.intake import store
from db.looks import LookRow
from db.registry import register_cameras
from db.sql import load_queries
from domain.messages import LivePictureTaken, Provenance, SnapshotRequested
from opscenter.embedded_broker import find_mosquitto
from opscenter.proving.broker import PASSWORD, OwnMosquitto, own_mosquitto
from tests.integration.dashboard.looking import AnsweringCamera, Look, live_picture
from tests.integration.dashboard.running import (
    OTHER_CAMERA,
    Browser,
    RunningConsole,
    open_alert,
    wait_until,
)
from tests.integration.db.making import CAMERA, JPEG, WARD, a_camera, a_picture, an_event, received
from tests.integration.mosquitto import NO_MOSQUITTO
from tests.integration.postgres import Database
from tests.papers import complete_papers
from tests.unit.ingest.test_pixelation import a_jpeg

SignIn = Callable[[str], Browser]
REAL_CAMERA = "cho-bt-01"


def looks(connection: Connection) -> list[LookRow]:
    """Return all looks that are written down, the newest first."""
    return connection.rows(
        load_queries("looks")["looks"], LookRow, limit=50, before_id=None, camera_code=None
    )


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        ({"cameras": [CAMERA]}, 428, "verify_alert"),
        ({"cameras": [CAMERA], "purpose": "curiosity"}, 422, "verify_alert"),
        ({"cameras": []}, 422, "từ 1 đến 16"),
        ({"cameras": [f"c-{number}" for number in range(17)], "purpose": "camera_check"}, 422, "có 17"),
        ({"camera": CAMERA}, 422, "không đúng"),
        ({"cameras": [CAMERA], "purpose": "camera_check"}, 503, "MQTT"),
    ],
)
def test_a_look_that_cannot_be_is_refused_with_a_sentence(
    signed_in: SignIn, writing: Connection, body: dict[str, Any], status: int, said: str
) -> None:
    answer = signed_in("operator").post("/live/looks", body)
    assert answer.status_code == status
    assert said in answer.json()["message_vi"]
    assert looks(writing) == []


def test_who_may_not_see_pictures_does_not_look(signed_in: SignIn) -> None:
    answer = signed_in("viewer").post("/live/looks", {"cameras": [CAMERA], "purpose": "camera_check"})
    assert answer.status_code == 403


def test_what_a_camera_took_is_seen_while_it_is_looked_at_for_a_purpose_or_an_alert_is_open(
    signed_in: SignIn, writing: Connection
) -> None:
    event = an_event()
    store(writing, received(event, a_picture(event.id)), [])
    operator = signed_in("operator")
    assert operator.get(f"/pictures/{event.id}/at").status_code == 428
    with Look(operator, [CAMERA], "camera_check", live=False):
        assert operator.get(f"/pictures/{event.id}/at").content == JPEG
        assert signed_in("supervisor").get(f"/pictures/{event.id}/at").status_code == 428
    open_alert(writing, event_id=event.id, event_at=event.observed_at)
    assert signed_in("supervisor").get(f"/pictures/{event.id}/at").content == JPEG
    (look,) = looks(writing)
    assert (look.username, look.camera_code, look.purpose) == ("operator", CAMERA, "camera_check")


@pytest.fixture
def broker() -> Iterator[OwnMosquitto]:
    """Run a mosquitto."""
    if find_mosquitto() is None:
        pytest.skip(NO_MOSQUITTO)
    with own_mosquitto() as running:
        yield running


@pytest.fixture
def wall(filled: Database, writing: Connection, broker: OwnMosquitto) -> Iterator[SignIn]:
    """Run a console with a broker and one camera more, a real one; give a way to sign in."""
    real = a_camera(REAL_CAMERA, provenance=Provenance.REAL, stream_url="rtsp://nvr/1")
    register_cameras(writing, [real], {REAL_CAMERA: complete_papers()}, "admin")
    address = BrokerAddress("127.0.0.1", broker.port, username="console", password=PASSWORD)
    console = RunningConsole(filled.dsn, address)
    console.start()
    browsers: list[Browser] = []

    def enter(username: str) -> Browser:
        browsers.append(Browser(console))
        browsers[-1].sign_in(username)
        return browsers[-1]

    yield enter
    for browser in browsers:
        browser.close()
    console.stop()


@pytest.mark.mosquitto
def test_two_walls_share_one_request_a_second_and_both_looks_are_written_down_until_they_vanish(
    wall: SignIn, writing: Connection, broker: OwnMosquitto
) -> None:
    shown = a_jpeg()
    cameras = AnsweringCamera(
        broker, f"sim-{WARD}", "d1-sim", WARD, lambda request: live_picture(request, shown)
    )
    alert_id = open_alert(writing)
    liaison, operator = wall("liaison"), wall("operator")
    with (
        cameras,
        Look(liaison, [CAMERA, OTHER_CAMERA], None) as one,
        Look(operator, [CAMERA], "training") as two,
    ):
        head, jpeg = one.first("picture")
        assert (head["camera"], head["p"], jpeg) == (CAMERA, "simulated", shown)
        assert two.first("picture")[1] == shown
        assert one.first("unknown")[0]["camera"] == OTHER_CAMERA  # Another ward's.
        wait_until(lambda: len(one.frames) > 3)
        asked_s = [request.observed_at.timestamp() for request in cameras.requests]
    assert min(later - earlier for earlier, later in itertools.pairwise(asked_s)) > 0.5
    wait_until(lambda: all(look.seconds > 1 for look in looks(writing)))
    found = {(look.username, look.camera_code, look.purpose, str(look.alert_id)) for look in looks(writing)}
    assert found == {
        ("liaison", CAMERA, "open_alert", alert_id),
        ("operator", CAMERA, "training", alert_id),
    }


@pytest.mark.mosquitto
def test_a_real_cameras_picture_comes_pixelated_and_a_spoilt_or_missing_one_is_said(
    wall: SignIn, broker: OwnMosquitto
) -> None:
    sharp = a_jpeg()
    answers = {REAL_CAMERA: sharp, CAMERA: b"no picture"}

    def answer(request: SnapshotRequested) -> LivePictureTaken:
        return live_picture(request, answers[request.source])

    operator = wall("operator")
    with (
        AnsweringCamera(broker, f"ward-{WARD}", "d1", WARD, answer),
        AnsweringCamera(broker, f"sim-{WARD}", "d1-sim", WARD, answer),
        Look(operator, [REAL_CAMERA, CAMERA, OTHER_CAMERA, "no-such-camera"], "camera_check") as look,
    ):
        head, jpeg = look.first("picture")
        assert (head["camera"], head["p"]) == (REAL_CAMERA, "real")
        assert jpeg.startswith(b"\xff\xd8")
        assert jpeg != sharp
        assert look.first("stream")[0]["url"] == "rtsp://nvr/1"
        refused = look.first("refused")[0]
        assert (refused["camera"], refused["reason"]) == (CAMERA, "no_jpeg")
        assert look.first("unknown")[0]["camera"] == "no-such-camera"
        silent = look.first("silent")[0]
        assert silent["camera"] == OTHER_CAMERA
        assert silent["since"]
        broker.stop()
        assert look.first("away")[0]["since"]
