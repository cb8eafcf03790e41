"""The shift room's routes: seats, notes, both signatures, late entries, papers and reports as files."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from db.connection import Connection
from db.seats import register_seats
from domain.shifts import Seat
from tests.integration.dashboard.running import OTHER_WARD, Browser
from tests.integration.db.making import WARD

SignIn = Callable[[str], Browser]
PLACE = {"lat": 10.7757, "lon": 106.7004, "place": "Lê Lợi"}


@pytest.fixture(autouse=True)
def seats(writing: Connection) -> None:
    register_seats(writing, (Seat("ban-1", "Bàn 1", (WARD,)), Seat("ban-2", "Bàn 2", (OTHER_WARD,))))


def ago(**span: float) -> str:
    return (datetime.now(UTC) - timedelta(**span)).isoformat()


def test_a_hand_over_is_prepared_by_one_and_signed_by_another_and_can_be_printed(signed_in: SignIn) -> None:
    leaver, comer = signed_in("operator"), signed_in("supervisor")
    assert leaver.post("/live/shift/notes", {"text": "Camera 3 nhìn vào rào chắn"}).status_code == 200
    kept = leaver.post("/live/shift/handovers", {}).json()
    way, row = f"/live/shift/handovers/{kept['handover']['id']}", kept["handover"]
    own = leaver.post(f"{way}/sign", {"sha256": row["sha256"]})
    assert (own.status_code, own.json()["message_vi"]) == (409, "Người giao ca không thể tự ký nhận.")
    done = comer.post(f"{way}/sign", {"sha256": row["sha256"], "remark": "Đã nhận"}).json()
    assert done["handover"]["taken_by"] == "Supervisor"
    assert done["is_intact"]
    paper = f"/exports/handovers/{row['id']}"
    page, pdf = comer.get(f"{paper}.html"), comer.get(f"{paper}.pdf")
    assert all(words in page.text for words in ("Camera 3 nhìn vào rào chắn", row["sha256"], "Đã nhận"))
    assert (pdf.headers["content-type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")


def test_a_seat_is_taken_over_as_it_was_seen(signed_in: SignIn) -> None:
    first, second = signed_in("operator"), signed_in("supervisor")
    taken = first.post("/live/seats/ban-1/take", {"holding_id": None}).json()["seats"][0]
    assert (taken["by_name"], taken["ward_codes"]) == ("Operator", [WARD])
    late = second.post("/live/seats/ban-1/take", {"holding_id": None})
    assert (late.status_code, late.json()["message_vi"]) == (409, "Operator vừa nhận bàn này.")
    over = second.post("/live/seats/ban-1/take", {"holding_id": taken["holding_id"]}).json()
    assert over["seats"][0]["by_name"] == "Supervisor"
    assert over["moved"] == {"alerts": 0, "incidents": 0}


def test_a_late_entry_keeps_its_true_time_and_is_marked(signed_in: SignIn) -> None:
    browser = signed_in("operator")
    happened_at = ago(hours=3)
    told = {"kind": "crash", "text": "Xe máy va chạm", "happened_at": happened_at, **PLACE}
    over = browser.post("/live/shift/late-entries", {**told, "result": "Đã giải tỏa"}).json()
    going_on = browser.post("/live/shift/late-entries", told).json()
    line = {"incident_id": going_on["id"], "happened_at": ago(hours=2), "text": "CSGT đã đến"}
    assert browser.post("/live/shift/late-entries", line).json()["number"] == going_on["number"]
    file = browser.get(f"/live/incidents/{over['id']}").json()
    assert (file["incident"]["is_late_entry"], file["incident"]["state"]) == (True, "closed")
    assert file["incident"]["happened_at"][:19] == happened_at[:19]
    draft = browser.get("/live/shift").json()["draft"]
    shown = [cell for part in draft["sections"] for row in part["rows"] for cell in row["cells"]]
    assert any(cell.startswith(going_on["number"]) and "nhập sau" in cell for cell in shown)


@pytest.mark.parametrize(
    "wrong", [{"happened_at": ago(hours=-1)}, {"happened_at": ago(days=40)}, {"kind": None}]
)
def test_a_late_entry_that_cannot_be_true_is_refused(signed_in: SignIn, wrong: dict[str, object]) -> None:
    told = {"kind": "crash", "text": "x", "happened_at": ago(hours=1), **PLACE, **wrong}
    assert signed_in("operator").post("/live/shift/late-entries", told).status_code == 422


def test_reports_are_for_who_may_read_the_shifts_figures(signed_in: SignIn) -> None:
    supervisor, operator = signed_in("supervisor"), signed_in("operator")
    for way in ("/live/shift/figures/day", "/exports/reports/day.pdf", "/exports/reports/day.xlsx"):
        assert operator.get(way).status_code == 403
    assert (
        supervisor.get("/live/shift/figures/week?day=2026-11-24").json()["title"].startswith("BÁO CÁO TUẦN")
    )
    assert supervisor.get("/exports/reports/month.pdf").content[:5] == b"%PDF-"
    book = supervisor.get("/exports/reports/day.xlsx?day=2026-11-24")
    assert (book.content[:2], "bao-cao-day-20261124.xlsx" in book.headers["content-disposition"]) == (
        b"PK",
        True,
    )
