"""Files and figures of the trends: of one's own wards, written down, and only for those who may."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta

import pytest

from db.connection import Connection
from db.intake import store
from db.maintenance import run_due
from db.sql import Query
from db.staging import Received
from tests.integration.dashboard.running import OTHER_CAMERA, OTHER_WARD, Browser
from tests.integration.db.making import WARD, a_count, an_event, now, received

AUDIT = Query("audit", "", "SELECT object FROM audit WHERE action = 'export_figures' ORDER BY id")


@pytest.fixture
def past(writing: Connection) -> None:
    """Let two wards have an hour of events and counts, and the jobs run."""
    at = now() - timedelta(hours=2)
    store(writing, received(an_event(at), an_event(at), a_count(at)))
    elsewhere = an_event(at, source=OTHER_CAMERA)
    store(writing, [Received(elsewhere, OTHER_WARD, at)])
    run_due(writing, now())


def table(browser: Browser, path: str) -> list[list[str]]:
    answer = browser.get(path)
    assert answer.status_code == 200, answer.text
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.mark.usefixtures("past")
def test_a_file_holds_what_the_person_may_see_and_is_written_down(
    signed_in: Callable[[str], Browser], writing: Connection
) -> None:
    operator, liaison = signed_in("operator"), signed_in("liaison")
    _, *rows = table(operator, "/exports/events.csv")
    assert [(row[1], row[-1]) for row in rows] == [(OTHER_WARD, "1"), (WARD, "2")]
    _, *own = table(liaison, "/exports/events.csv?ward=" + OTHER_WARD)
    assert [(row[1], row[-1]) for row in own] == [(WARD, "2")]
    _, *traffic = table(operator, "/exports/traffic.csv?span=day")
    assert [(row[1], row[4]) for row in traffic] == [(WARD, "10")]
    shapes = liaison.get("/exports/wards.geojson").json()
    assert [it["properties"]["events"] for it in shapes["features"]] == [2]
    taken = writing.values(AUDIT)
    assert [name.rpartition(".")[2] for name in taken] == ["csv", "csv", "csv", "geojson"]
    assert all(name.startswith("quan-1-") for name in taken)


@pytest.mark.usefixtures("past")
def test_the_figures_are_drawn_for_those_who_may_and_an_auditor_gets_none(
    signed_in: Callable[[str], Browser],
) -> None:
    call = {
        "output": "trends-drawings.data",
        "outputs": {"id": "trends-drawings", "property": "data"},
        "inputs": [
            {"id": "trends-asked", "property": "data", "value": {"span": "week", "ward": "nonsense"}},
            {"id": "real-only", "property": "data", "value": False},
            {"id": "language-choice", "property": "data", "value": "vi"},
        ],
        "changedPropIds": ["trends-asked.data"],
    }
    answer = signed_in("operator").post("/_dash-update-component", call).json()
    told = answer["response"]["trends-drawings"]["data"]
    assert sum(told["figures"]["events"]["data"][0]["y"]) == 3
    assert len(told["said"]) == 2
    auditor = signed_in("auditor")
    assert auditor.post("/_dash-update-component", call).status_code == 403
    assert auditor.get("/exports/events.csv").status_code == 403
