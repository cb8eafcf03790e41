"""Incidents over the console: who may, what is told to whom, what two at once get, what is written down."""

import threading
from collections.abc import Callable
from typing import Any

from db.connection import Connection
from tests.integration.dashboard.running import OTHER_WARD, Browser, RunningConsole, open_alert
from tests.integration.dashboard.test_server_answers import audited
from tests.integration.db.making import WARD

SignIn = Callable[[str], Browser]
PLACE = {"lat": 10.7817, "lon": 106.7038}
ELSEWHERE = {"lat": 10.7905, "lon": 106.6905}
CALL = {"kind": "crash", **PLACE}
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 16


def opened(browser: Browser, **given: Any) -> dict[str, Any]:
    answer = browser.post("/live/incidents", CALL | given)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def acted(browser: Browser, incident_id: str, action: str, version: int, **given: Any) -> Any:
    return browser.post(f"/live/incidents/{incident_id}/{action}", {"version": version, **given})


def test_kind_and_place_are_enough_to_open_one(signed_in: SignIn, writing: Connection) -> None:
    browser = signed_in("operator")
    with browser.stream() as stream:
        made = opened(browser)
        told = stream.next_with("incidents", made["id"]).state["incidents"][made["id"]]
    assert told == made["incident"]
    assert (told["st"], told["own"], told["w"], told["sev"]) == ("new", "Operator", WARD, "critical")
    assert told["place"]
    assert len(audited(writing, "open_incident")) == 1


def test_what_is_not_enough_or_lies_outside_is_refused(signed_in: SignIn) -> None:
    browser = signed_in("operator")
    outside = {"kind": "crash", "lat": 10.9, "lon": 106.9}
    refused = [
        browser.post("/live/incidents", body).status_code for body in ({"kind": "crash"}, PLACE, outside)
    ]
    assert refused == [422, 422, 422]


def test_who_may_open_and_see(signed_in: SignIn) -> None:
    made = opened(signed_in("operator"), **ELSEWHERE)
    assert made["incident"]["w"] == OTHER_WARD
    path = f"/live/incidents/{made['id']}"
    statuses = {
        username: (
            (browser := signed_in(username)).get(path).status_code,
            browser.post("/live/incidents", CALL).status_code,
        )
        for username in ("viewer", "liaison", "post", "supervisor", "administrator", "auditor")
    }
    assert statuses == {
        "viewer": (200, 403),
        "liaison": (404, 200),
        "post": (404, 200),
        "supervisor": (200, 200),
        "administrator": (200, 403),
        "auditor": (403, 403),
    }


def test_a_post_opens_in_its_own_ward_only_and_as_the_posts_word(signed_in: SignIn) -> None:
    browser = signed_in("post")
    assert opened(browser)["incident"]["org"] == "post"
    assert browser.post("/live/incidents", CALL | ELSEWHERE).status_code == 404


def test_who_called_is_told_to_the_owner_and_the_supervisor_alone(
    signed_in: SignIn, writing: Connection, console: RunningConsole
) -> None:
    owner = signed_in("operator")
    with signed_in("viewer").stream() as stream:
        made = opened(owner, caller_name="Trần Văn Bảy", caller_phone="0901234567")
        snapshot = stream.next_with("incidents", made["id"])
    path = f"/live/incidents/{made['id']}"
    told = {name: signed_in(name).get(path).json()["caller"] for name in ("viewer", "liaison", "supervisor")}
    assert owner.get(path).json()["caller"]["phone"] == "0901234567"
    assert (told["viewer"], told["liaison"], told["supervisor"]["phone"]) == (None, None, "0901234567")
    assert "0901234567" not in str(snapshot.data)
    assert len(audited(writing, "see_caller")) == 1
    assert "0901234567" not in str(audited(writing, "open_incident"))
    assert console.url


def test_of_two_who_take_at_once_one_wins_and_the_other_is_told(signed_in: SignIn) -> None:
    made = opened(signed_in("post"))
    answers: list[Any] = []
    browsers = [signed_in(name) for name in ("operator", "supervisor")]
    rivals = [
        threading.Thread(target=lambda it=browser: answers.append(acted(it, made["id"], "take", 1)))  # type: ignore[misc]
        for browser in browsers
    ]
    for rival in rivals:
        rival.start()
    for rival in rivals:
        rival.join()
    won, lost = sorted(answers, key=lambda answer: answer.status_code)
    assert (won.status_code, lost.status_code) == (200, 409)
    assert f"{won.json()['incident']['own']} vừa nhận sự cố này" in lost.json()["message_vi"]
    assert lost.json()["incident"]["own"] == won.json()["incident"]["own"]


def test_an_incident_goes_its_way_and_every_act_is_written_down(
    signed_in: SignIn, writing: Connection
) -> None:
    browser = signed_in("operator")
    made = opened(browser)
    incident_id, version = made["id"], 1
    for action, given in (
        ("verify_by", {"how": "Xem camera"}),
        ("priority", {"priority": 2}),
        ("handle", {}),
        ("hold", {"reason": "Chờ xe cẩu", "hold_until": "2099-01-01T00:00:00Z"}),
        ("resume", {}),
        ("resolve", {"reason": "Đã giải tỏa"}),
        ("close", {}),
    ):
        answer = acted(browser, incident_id, action, version, **given)
        assert answer.status_code == 200, answer.text
        version = answer.json()["incident"]["ver"]
    whole = browser.get(f"/live/incidents/{incident_id}").json()
    assert (whole["incident"]["state"], whole["entry"]["vb"], whole["can"]) == (
        "closed",
        "Operator",
        ["reopen"],
    )
    assert len(audited(writing, "act_on_incident")) == 7


def test_what_cannot_be_done_is_refused_with_a_sentence(signed_in: SignIn) -> None:
    browser = signed_in("operator")
    incident_id = opened(browser)["id"]
    asked: list[tuple[str, dict[str, Any], int]] = [
        ("resolve", {}, 422),
        ("priority", {"priority": 9}, 422),
        ("mark_duplicate", {"reason": "Trùng"}, 422),
        ("close", {}, 409),
        ("give", {"to": 10_000}, 404),
        ("no_such_thing", {}, 404),
    ]
    for action, given, status in asked:
        answer = acted(browser, incident_id, action, 1, **given)
        assert (answer.status_code, bool(answer.json()["message_vi"])) == (status, True), action


def test_an_alert_becomes_an_incident_and_says_so(signed_in: SignIn, writing: Connection) -> None:
    alert_id = open_alert(writing)
    browser = signed_in("operator")
    made = browser.post("/live/incidents", {"alert_id": alert_id}).json()
    whole = browser.get(f"/live/incidents/{made['id']}").json()
    assert whole["entry"]["al"] == [alert_id]
    assert whole["alerts"][alert_id]["inc"] == made["id"]
    assert whole["alerts"][alert_id]["st"] == "acknowledged"
    assert browser.post("/live/incidents", {"alert_id": alert_id}).json()["id"] == made["id"]
    (link,) = whole["links"]
    part = acted(
        browser,
        made["id"],
        "split",
        whole["entry"]["ver"],
        reason="Vụ khác",
        things=[{"subject": "alert", "key": alert_id}],
    ).json()
    assert (link["why"], part["incident"]["al"]) == ("Mở sự cố từ cảnh báo này", [alert_id])
    gone = acted(browser, part["id"], "merge", 99, into=made["id"], reason="Trùng").json()
    assert gone["incident"]["st"] == "duplicate"
    assert browser.get(f"/live/incidents/{made['id']}").json()["entry"]["al"] == [alert_id]


def test_steps_comments_and_files_are_in_the_whole_file(signed_in: SignIn) -> None:
    browser = signed_in("operator")
    incident_id = opened(browser)["id"]
    path = f"/live/incidents/{incident_id}"
    assert browser.post(f"{path}/steps/call_115", {"note": "14:02"}).status_code == 200
    assert browser.post(f"{path}/comments", {"text": "Có hai xe máy"}).status_code == 200
    token = {"X-CSRF-Token": browser.http.cookies["opscenter_csrf"], "Origin": browser.console.url}
    too_large = PNG + b"0" * 2_097_152
    for content, status in ((PNG, 200), (b"<html>", 422), (b"\x7fELF\x00", 422), (too_large, 413)):
        answer = browser.http.post(
            f"{path}/attachments", params={"name": "../hiện trường.png"}, content=content, headers=token
        )
        assert answer.status_code == status
    whole = browser.get(path).json()
    assert [step["step"] for step in whole["steps"]] == ["call_115"]
    assert [line["kind"] for line in whole["timeline"]] == ["opened", "step", "comment", "attachment"]
    (file,) = whole["attachments"]
    got = browser.get(f"{path}/attachments/{file['id']}")
    assert (file["name"], got.content) == ("hiện trường.png", PNG)
    assert got.headers["x-content-type-options"] == "nosniff"
    assert got.headers["content-disposition"].startswith("attachment;")


def test_what_is_open_near_a_place_is_offered(signed_in: SignIn) -> None:
    browser = signed_in("operator")
    made = opened(browser)
    found = browser.get(f"/live/incidents/near?lat={PLACE['lat']}&lon={PLACE['lon']}&kind=crash").json()
    assert [(it["incident"]["id"], it["distance_m"]) for it in found["incidents"]] == [(made["id"], 0)]
    away = browser.get("/live/incidents/near?lat=10.79&lon=106.69&kind=crash").json()
    assert away == {"incidents": []}


def test_a_place_is_found_by_name_and_a_camera_by_its_number(signed_in: SignIn) -> None:
    browser = signed_in("operator")
    streets = browser.get("/live/find-place?q=le loi pasteur").json()["places"]
    assert (streets[0]["title"], streets[0]["kind"]) == ("Lê Lợi × Pasteur", "crossing")
    cameras = browser.get("/live/find-place?q=cam 001").json()["places"]
    assert [place["code"] for place in cameras][:2] == ["q1-bn-001", "q1-td-001"]
    own = signed_in("liaison").get("/live/find-place?q=cam 001").json()["places"]
    assert [place["w"] for place in own] == [WARD]


def test_the_list_for_other_systems_is_cut_to_wards_and_pages(signed_in: SignIn) -> None:
    operator = signed_in("operator")
    first, second = opened(operator), opened(operator, **ELSEWHERE)
    page = operator.get("/api/v1/incidents?provenance=all&limit=1").json()
    assert [it["id"] for it in page["incidents"]] == [second["id"]]
    rest = operator.http.get("/api/v1/incidents", params={"provenance": "all", "before": page["next"]}).json()
    assert [it["id"] for it in rest["incidents"]] == [first["id"]]
    own = signed_in("liaison").get("/api/v1/incidents?provenance=all").json()["incidents"]
    assert [it["id"] for it in own] == [first["id"]]
