"""The shelf: an alert that was put aside for a time comes back by itself."""

from dataclasses import asdict
from datetime import datetime

from db.alert_acts import next_values
from db.connection import Connection
from db.rows import AlertRow
from db.sql import query
from domain.alerts import AlertAction, transition

SHELF = "shelf"
"""Who takes an alert off the shelf when its time is over."""
_TIME_IS_OVER = "Hết thời gian tạm gác"


def return_from_shelf(connection: Connection, now: datetime) -> list[AlertRow]:
    """Bring back what has been shelved until `now`, as nobody's; return what came back."""
    with connection.transaction():
        due = connection.rows(query("shelf", "lock_due"), AlertRow, now=now)
        back = [_bring_back(connection, alert, now) for alert in due]
        if back:
            connection.run(query("feed", "notify"))
    return [alert for alert in back if alert is not None]


def _bring_back(connection: Connection, alert: AlertRow, now: datetime) -> AlertRow | None:
    step = transition(alert.state, AlertAction.UNSHELVE, _TIME_IS_OVER)
    values = next_values(alert, step, now, None, SHELF)
    changed = connection.row(query("alerting", "change_alert"), AlertRow, id=alert.id, **asdict(values))
    connection.run(
        query("alerting", "add_transition"),
        **asdict(step),
        alert_id=alert.id,
        at=now,
        account_id=None,
        by_name=SHELF,
    )
    connection.run(query("alerting", "tell_alert"), id=alert.id)
    return changed
