"""Papers, privacy zones and the sending again of dead letters, over the console's routes."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from db.connection import Connection
from db.intake import DeadLetter, store
from db.registry import register_cameras
from domain.messages import Provenance
from ingest.broker import BrokerAddress
from ingest.dialects.device_registry import DeviceRegistry
from ingest.resending import resend_next
from ingest.settings import IngestSettings
from tests.integration.dashboard.running import Browser, open_alert, wait_until
from tests.integration.db.making import CAMERA, a_camera, a_picture, new_id, received
from tests.integration.ingest.scene import rows, value
from tests.integration.postgres import Database

PAPERS = "/api/v1/camera-papers/real-1"
ZONES = "/api/v1/privacy-zones"
HALF = [[0, 0], [0.5, 0], [0.5, 1], [0, 1]]
SignedIn = Callable[[str], Browser]


def _complete() -> dict[str, Any]:
    today = datetime.now(UTC).date()
    return {
        "owner": "Ban quản lý chợ",
        "purpose": "An ninh",
        "has_notice_sign": True,
        "notice_on": (today - timedelta(days=2)).isoformat(),
        "notice_place": "Cổng",
        "review_due": (today + timedelta(days=300)).isoformat(),
        "requirements": {},
    }


def test_a_real_camera_is_held_until_an_administrator_completes_its_papers(
    writing: Connection, signed_in: SignedIn, filled: Database
) -> None:
    register_cameras(writing, [a_camera("real-1", provenance=Provenance.REAL)])
    administrator, operator = signed_in("administrator"), signed_in("operator")
    found = operator.get(PAPERS).json()
    assert (found["standing"], len(found["groups"]), len(found["missing"])) == ("held", 11, 13)
    assert operator.post(PAPERS, _complete()).status_code == 403
    answers = {group["key"]: {"answer": "met", "note": "hợp quy 12"} for group in found["groups"]}
    wrong = {**answers, "updates": {"answer": "not_met", "note": ""}}
    assert administrator.post(PAPERS, {**_complete(), "requirements": wrong}).status_code == 422
    kept = administrator.post(PAPERS, {**_complete(), "requirements": answers}).json()
    assert (kept["standing"], kept["missing"]) == ("released", [])
    assert kept["camera"]["requirements"]["updates"]["by"] == "Administrator"
    told = "SELECT body ->> 'reason' FROM change WHERE key = 'real-1' ORDER BY id"
    assert rows(filled.dsn, told) == [("not released",), (None,)]
    assert (
        value(filled.dsn, "SELECT username FROM audit WHERE action = 'keep_camera_papers'") == "administrator"
    )


def test_of_a_held_camera_no_picture_is_shown_or_asked_for(writing: Connection, signed_in: SignedIn) -> None:
    picture = a_picture(new_id())
    store(writing, received(picture))
    open_alert(writing, camera_code=CAMERA)
    operator = signed_in("operator")
    assert operator.get(f"/pictures/{picture.event_id}/at").status_code == 200
    register_cameras(writing, [a_camera(provenance=Provenance.REAL)])
    assert operator.get(f"/pictures/{picture.event_id}/at").status_code == 404
    asked = operator.post(f"/live/cameras/{CAMERA}/picture", {"purpose": "camera_check"})
    assert asked.status_code == 409
    assert "hồ sơ" in asked.json()["message_vi"]


def test_a_zone_takes_two_people_to_come_and_two_to_go(signed_in: SignedIn, filled: Database) -> None:
    supervisor, administrator = signed_in("supervisor"), signed_in("administrator")
    asked = {"camera": CAMERA, "outline": HALF, "reason": "cửa sổ nhà dân"}
    assert signed_in("operator").post(ZONES, asked).status_code == 403
    assert supervisor.post(ZONES, {**asked, "is_urgent": True}).status_code == 403
    zone = f"{ZONES}/{supervisor.post(ZONES, asked).json()['id']}"
    painted = "SELECT count(*) FROM privacy_zone_painted"
    assert value(filled.dsn, painted) == 0
    own = supervisor.post(f"{zone}/approve", {})
    assert (own.status_code, "người khác" in own.json()["message_vi"]) == (409, True)
    assert administrator.post(f"{zone}/approve", {}).status_code == 204
    assert value(filled.dsn, painted) == 1
    assert administrator.post(f"{zone}/propose-removal", {"reason": "ok"}).status_code == 409
    assert administrator.post(f"{zone}/propose-removal", {"reason": "đã có rèm che"}).status_code == 204
    assert administrator.post(f"{zone}/approve-removal", {}).status_code == 409
    assert value(filled.dsn, painted) == 1
    assert supervisor.post(f"{zone}/approve-removal", {}).status_code == 204
    assert value(filled.dsn, painted) == 0
    acts = rows(filled.dsn, "SELECT action FROM audit WHERE action LIKE '%%zone%%' ORDER BY id")
    assert [act for (act,) in acts] == [
        "propose_zone",
        "approve_zone",
        "propose_removal_zone",
        "approve_removal_zone",
    ]


def test_an_urgent_zone_is_painted_at_once_and_lapses(signed_in: SignedIn, filled: Database) -> None:
    administrator = signed_in("administrator")
    asked = {"camera": CAMERA, "outline": HALF, "reason": "cửa sổ nhà dân", "is_urgent": True}
    assert administrator.post(ZONES, asked).status_code == 201
    painted = "SELECT count(*) FROM privacy_zone_painted"
    assert value(filled.dsn, painted) == 1
    left_s = "SELECT extract(epoch FROM lapses_at - proposed_at)::int FROM privacy_zone"
    assert value(filled.dsn, left_s) == 24 * 3600


def test_a_letter_is_sent_again_by_ingest_once_and_the_console_says_what_became_of_it(
    writing: Connection, signed_in: SignedIn, filled: Database
) -> None:
    store(writing, [], [DeadLetter(datetime.now(UTC), "nowhere", b"{}", "no topic", "own", readable=True)])
    administrator = signed_in("administrator")
    (row,) = administrator.get("/api/v1/dead-letters").json()["dead_letters"]
    resend = f"/api/v1/dead-letters/{row['id']}/resend"
    answers: list[httpx.Response] = []
    asking = threading.Thread(target=lambda: answers.append(administrator.post(resend)))
    asking.start()
    settings = IngestSettings(filled.dsn, BrokerAddress("127.0.0.1", 1))
    wait_until(lambda: resend_next(writing, settings, DeviceRegistry()))
    asking.join()
    assert not resend_next(writing, settings, DeviceRegistry())
    assert (answers[0].status_code, answers[0].json()["fate"]) == (200, "still refused")
    acts = rows(filled.dsn, "SELECT username, action FROM audit WHERE action LIKE '%%resend%%' ORDER BY id")
    assert acts == [
        ("administrator", "ask_resend_dead_letter"),
        ("administrator", "resend_dead_letter"),
    ]
    assert signed_in("supervisor").post(resend).status_code == 403
