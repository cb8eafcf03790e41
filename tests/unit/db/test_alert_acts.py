"""What an act makes of an alert's owner and times."""

from datetime import UTC, datetime, timedelta

from db.alert_acts import next_values
from db.rows import AlertRow
from domain.alerts import AlertAction, AlertState, transition
from domain.kinds import IncidentKind, Severity
from domain.messages import Provenance
from tests.integration.db.making import new_id

AT = datetime(2026, 1, 1, 12, tzinfo=UTC)


def an_alert(state: AlertState) -> AlertRow:
    return AlertRow(
        id=new_id(),
        rule="r",
        place_key="p",
        ward_code="26740",
        kind=IncidentKind.CRASH,
        severity=Severity.HIGH,
        state=state,
        camera_code=None,
        lat=10.0,
        lon=106.0,
        place="",
        source_channel="camera",
        event_id=None,
        event_at=None,
        opened_at=AT,
        last_at=AT,
        repeats=0,
        version=3,
        owner_id=7,
        owner_name="Minh",
        acknowledged_at=AT,
        closed_at=None,
        provenance=Provenance.REAL,
        exercise=False,
    )


def acted(state: AlertState, action: AlertAction) -> tuple[object, ...]:
    values = next_values(
        an_alert(state), transition(state, action, "why"), AT + timedelta(minutes=1), 1, "Lan"
    )
    return values.state, values.owner_name, values.acknowledged_at is not None, values.closed_at is not None


def test_who_acknowledges_owns() -> None:
    after = acted(AlertState.UNACKNOWLEDGED, AlertAction.ACKNOWLEDGE)
    assert after == (AlertState.ACKNOWLEDGED, "Lan", True, False)


def test_who_lets_go_frees() -> None:
    after = acted(AlertState.ACKNOWLEDGED, AlertAction.UNACKNOWLEDGE)
    assert after == (AlertState.UNACKNOWLEDGED, None, False, False)


def test_a_closed_alert_keeps_its_owner_and_gets_its_end() -> None:
    after = acted(AlertState.ACKNOWLEDGED, AlertAction.CLEAR)
    assert after == (AlertState.CLEARED, "Minh", True, True)


def test_a_reopened_alert_is_nobodys() -> None:
    after = acted(AlertState.CLEARED, AlertAction.REOPEN)
    assert after == (AlertState.UNACKNOWLEDGED, None, False, False)


def test_a_shelved_alert_stays_its_owners_and_open() -> None:
    after = acted(AlertState.ACKNOWLEDGED, AlertAction.SHELVE)
    assert after == (AlertState.SHELVED, "Minh", True, False)


def test_whatever_leaves_the_shelf_says_nothing_of_it() -> None:
    shelved = an_alert(AlertState.SHELVED)
    for action in (AlertAction.UNSHELVE, AlertAction.ACKNOWLEDGE, AlertAction.REJECT, AlertAction.CLEAR):
        values = next_values(shelved, transition(shelved.state, action, "why"), AT, 1, "Lan")
        assert (values.shelved_until, values.shelved_by, values.shelved_reason) == (None, None, None)
