"""The watch over the console: one's own alarm load, the alarm test of a shift, the heartbeat of wards."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from db.connection import Connection
from db.intake import store
from db.sql import Query
from tests.integration.dashboard.running import OTHER_WARD, Browser, open_alert
from tests.integration.db.making import WARD, a_camera_status, received

SignIn = Callable[[str], Browser]
LOAD = "/live/alarm-load"
TEST = "/live/alarm-test"


def test_a_person_sees_the_own_load_in_the_own_wards(signed_in: SignIn, writing: Connection) -> None:
    operator, liaison = signed_in("operator"), signed_in("liaison")
    for ward in (WARD, OTHER_WARD):
        open_alert(writing, place_key=ward, ward_code=ward, at=datetime.now(UTC))
    load = operator.get(LOAD).json()
    assert (load["standing"], load["peak"], len(load["bars"])) == (2, 2, 48)
    assert load["limits"] == {"average": 1, "peak": 10, "standing": 10, "shelved": 30, "stale": 5}
    assert liaison.get(LOAD).json()["standing"] == 1
    assert liaison.get(f"{LOAD}?real_only=true").json()["standing"] == 0
    assert signed_in("auditor").get(LOAD).status_code == 403


def test_the_alarm_test_of_a_shift_is_written_down(signed_in: SignIn, writing: Connection) -> None:
    outcome = {"heard": True, "seen": False, "notifications": "denied"}
    assert signed_in("operator").post(TEST, outcome).status_code == 204
    written = writing.values(Query("", "", "SELECT details FROM audit WHERE action = 'test_alarm'"))
    assert written == [outcome]


@pytest.mark.parametrize("body", [None, {}, {"heard": 1}, {"heard": True, "seen": True, "notifications": ""}])
def test_an_outcome_that_is_none_is_refused(signed_in: SignIn, body: object) -> None:
    assert signed_in("operator").post(TEST, body).status_code == 422


def test_a_pulse_tells_each_audience_the_heartbeat_of_its_wards(
    signed_in: SignIn, writing: Connection
) -> None:
    store(writing, received(a_camera_status()), [])
    with signed_in("operator").stream() as everything, signed_in("liaison").stream() as own:
        while (wards := everything.next("pulse").data["wards"])[WARD]["age_s"] is None:
            pass
        assert wards[OTHER_WARD] == {"age_s": None, "usual_s": 90.0, "is_silent": True}
        assert not wards[WARD]["is_silent"]
        assert list(own.next("pulse").data["wards"]) == [WARD]
