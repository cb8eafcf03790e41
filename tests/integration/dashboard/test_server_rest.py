"""REST: lists of cameras and alerts, page by page, real data unless something else is asked for."""

from collections.abc import Callable
from datetime import timedelta

from db.connection import Connection
from domain.kinds import IncidentKind
from domain.messages import Provenance
from tests.integration.dashboard.running import OTHER_WARD, Browser, open_alert
from tests.integration.db.making import now

SignIn = Callable[[str], Browser]


def test_lists_show_real_data_unless_something_else_is_asked_for(
    signed_in: SignIn, writing: Connection
) -> None:
    simulated = open_alert(writing)
    real = open_alert(writing, provenance=Provenance.REAL)
    browser = signed_in("operator")

    def ids(query: str = "") -> set[str]:
        return {it["id"] for it in browser.get(f"/api/v1/alerts{query}").json()["alerts"]}

    assert ids() == {real}
    assert ids("?provenance=simulated") == {simulated}
    assert ids("?provenance=all") == {real, simulated}
    assert browser.get("/api/v1/cameras").json()["cameras"] == []
    assert len(browser.get("/api/v1/cameras?provenance=all").json()["cameras"]) == 2


def test_every_record_says_where_it_comes_from(signed_in: SignIn, writing: Connection) -> None:
    open_alert(writing, exercise=True)
    (alert,) = signed_in("operator").get("/api/v1/alerts?provenance=all").json()["alerts"]
    assert (alert["provenance"], alert["exercise"]) == ("simulated", True)


def test_alerts_are_found_by_ward_kind_severity_and_state(signed_in: SignIn, writing: Connection) -> None:
    names = {
        open_alert(writing, place_key="1", kind=IncidentKind.FIRE): "fire",
        open_alert(writing, place_key="2", severity="low"): "low",
        open_alert(writing, place_key="3", ward_code=OTHER_WARD): "elsewhere",
        open_alert(writing, place_key="4"): "cleared",
    }
    browser = signed_in("operator")
    cleared = next(alert_id for alert_id, name in names.items() if name == "cleared")
    browser.post(f"/live/alerts/{cleared}/clear", {"version": 1})

    def found(query: str) -> set[str]:
        listed = browser.get(f"/api/v1/alerts?provenance=all&{query}").json()["alerts"]
        return {names[alert["id"]] for alert in listed}

    assert found("kind=fire") == {"fire"}
    assert found("severity=low") == {"low"}
    assert found(f"ward={OTHER_WARD}") == {"elsewhere"}
    assert found("state=open") == {"fire", "low", "elsewhere"}
    assert found("state=cleared") == {"cleared"}
    assert found("state=all") == set(names.values())


def test_a_list_is_read_page_by_page_without_gap_or_repeat(signed_in: SignIn, writing: Connection) -> None:
    at = now()
    made = [open_alert(writing, place_key=str(it), at=at - timedelta(minutes=it // 2)) for it in range(5)]
    browser = signed_in("operator")
    seen: list[str] = []
    following: str | None = None
    while True:
        query = {"provenance": "all", "limit": "2"} | ({"before": following} if following else {})
        page = browser.http.get("/api/v1/alerts", params=query).json()
        seen += [alert["id"] for alert in page["alerts"]]
        following = page["next"]
        if following is None:
            break
    assert sorted(seen) == sorted(made)
    assert len(browser.get("/api/v1/cameras?provenance=all&limit=1").json()["cameras"]) == 1


def test_a_question_that_cannot_be_understood_is_answered_with_a_sentence(signed_in: SignIn) -> None:
    browser = signed_in("operator")
    for name, value in (
        ("provenance", "fake"),
        ("limit", "0"),
        ("limit", "100000"),
        ("kind", "dragon"),
        ("state", "sleepy"),
        ("before", "x"),
        ("before", "2026~1"),
    ):
        answer = browser.get(f"/api/v1/alerts?{name}={value}")
        assert answer.status_code == 422, (name, value)
        assert name in answer.json()["message_en"]
