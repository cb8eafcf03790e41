"""What a unit is told, which unit may be sent, and when a shift ends."""

from datetime import UTC, datetime
from typing import Any

import pytest

from dashboard.errors import RequestRefusedError
from dashboard.live_orders_given import Matter, check_unit, command_of, matter_of_alert, words_of
from dashboard.shifts import shift_end
from db.rows import AlertRow, CommandRow, UnitRow
from domain.alerts import AlertState
from domain.kinds import IncidentKind, Severity
from domain.messages import Order, Provenance, UnitState
from tests.integration.db.making import UNIT, WARD, new_id

AT = datetime(2026, 1, 1, 12, tzinfo=UTC)


def an_alert(**given: Any) -> AlertRow:
    facts: dict[str, Any] = {
        "id": new_id(),
        "rule": "camera_event",
        "place_key": "q1-bn-001",
        "ward_code": WARD,
        "kind": IncidentKind.CRASH,
        "severity": Severity.CRITICAL,
        "state": AlertState.UNACKNOWLEDGED,
        "camera_code": "q1-bn-001",
        "lat": 10.7725,
        "lon": 106.698,
        "place": "Lê Lợi – Pasteur",
        "source_channel": "camera",
        "event_id": None,
        "event_at": None,
        "opened_at": AT,
        "last_at": AT,
        "repeats": 0,
        "version": 1,
        "owner_id": None,
        "owner_name": None,
        "acknowledged_at": None,
        "closed_at": None,
        "provenance": Provenance.SIMULATED,
        "exercise": False,
    }
    return AlertRow(**facts | given)


def a_matter(verified_by: str | None = None, **given: Any) -> Matter:
    """Return an alert without an incident as what a unit is sent to."""
    return matter_of_alert(an_alert(**given), None, verified_by)


def a_unit(**given: Any) -> UnitRow:
    facts: dict[str, Any] = {
        "code": UNIT,
        "callsign": "BN-01",
        "kind": "ward_police",
        "ward_code": WARD,
        "lat": 10.775,
        "lon": 106.7,
        "heading_deg": 0.0,
        "speed_kmh": 0.0,
        "state": UnitState.FREE,
        "observed_at": AT,
        "provenance": Provenance.SIMULATED,
        "exercise": False,
    }
    return UnitRow(**facts | given)


def an_order() -> CommandRow:
    command = command_of(a_matter(), a_unit(), AT)
    return CommandRow(
        command.id,
        UNIT,
        Order.DISPATCH,
        command.lat,
        command.lon,
        command.alert_id,
        WARD,
        command.text,
        AT,
        "Lan",
        command.provenance,
        exercise=False,
        answer=None,
        answered_at=None,
    )


def test_what_only_a_camera_saw_is_sent_as_unverified() -> None:
    command = command_of(a_matter(), a_unit(), AT)
    assert command.text == "Tai nạn giao thông · Lê Lợi – Pasteur · camera phát hiện, chưa xác minh"
    assert command.verified_by is None


def test_what_somebody_verified_is_sent_with_their_name() -> None:
    command = command_of(a_matter(verified_by="Nguyễn Thị Lan"), a_unit(), AT)
    assert command.text.endswith("đã xác minh: Nguyễn Thị Lan")
    assert command.verified_by == "Nguyễn Thị Lan"


def test_taking_an_alert_verifies_nothing() -> None:
    taken = a_matter(state=AlertState.ACKNOWLEDGED, owner_id=1, owner_name="Nguyễn Thị Lan")
    assert command_of(taken, a_unit(), AT).verified_by is None


@pytest.mark.parametrize(("channel", "is_doubted"), [("police", False), ("citizen", True), ("frigate", True)])
def test_a_report_says_whose_it_is(channel: str, is_doubted: bool) -> None:
    assert ("chưa xác minh" in words_of(a_matter(source_channel=channel))) is is_doubted


def test_a_drill_stays_a_drill_on_its_way_to_the_unit() -> None:
    assert command_of(a_matter(exercise=True), a_unit(), AT).exercise


def test_a_free_unit_may_be_sent() -> None:
    check_unit(a_matter(), a_unit(), None)


@pytest.mark.parametrize(
    ("alert", "unit", "status"),
    [
        ({}, {"provenance": Provenance.REAL}, 422),
        ({"provenance": Provenance.REAL}, {}, 422),
        ({}, {"state": UnitState.BUSY}, 409),
        ({}, {"state": UnitState.OFF_DUTY}, 409),
    ],
)
def test_no_unit_is_sent_that_is_not_free_or_not_of_the_alerts_world(
    alert: dict[str, Any], unit: dict[str, Any], status: int
) -> None:
    with pytest.raises(RequestRefusedError) as refused:
        check_unit(a_matter(**alert), a_unit(**unit), None)
    assert refused.value.status == status
    assert "BN-01" in refused.value.vietnamese


def test_a_unit_that_has_not_answered_yet_is_not_sent_elsewhere() -> None:
    with pytest.raises(RequestRefusedError, match="has not answered"):
        check_unit(a_matter(), a_unit(), an_order())


@pytest.mark.parametrize(
    ("now", "end"),
    [
        ("2026-01-01T05:59+07:00", "2026-01-01T06:00+07:00"),
        ("2026-01-01T06:00+07:00", "2026-01-01T14:00+07:00"),
        ("2026-01-01T21:59+07:00", "2026-01-01T22:00+07:00"),
        ("2026-01-01T23:30+07:00", "2026-01-02T06:00+07:00"),
    ],
)
def test_a_shift_ends_at_the_next_change(now: str, end: str) -> None:
    assert shift_end(datetime.fromisoformat(now)) == datetime.fromisoformat(end)
