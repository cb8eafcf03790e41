"""What the alerts of an incident do when it is acted on: taken with it, cleared or rejected when it ends."""

import uuid
from dataclasses import asdict
from datetime import datetime

from db.alert_acts import next_values
from db.alert_writing import write_step
from db.connection import AsyncConnection
from db.incident_rows import IncidentRow
from db.rows import AlertRow
from db.sql import query
from domain.alerts import AlertAction, AlertState, transition
from domain.incidents import IncidentAction
from domain.roles import Person

_ENDS = {
    IncidentAction.CLOSE: (AlertAction.CLEAR, "Sự cố {} đã đóng"),
    IncidentAction.REJECT: (AlertAction.REJECT, "Sự cố {} là báo động giả"),
}


async def take_alerts_of(
    connection: AsyncConnection, incident_id: uuid.UUID, person: Person, at: datetime
) -> None:
    """Acknowledge what nobody has acknowledged of a locked incident's alerts: who took it has seen them."""
    for alert in await _open_alerts(connection, incident_id):
        if alert.state is AlertState.UNACKNOWLEDGED:
            await _act(connection, alert, AlertAction.ACKNOWLEDGE, person, at, reason="")


async def end_alerts_of(
    connection: AsyncConnection, incident: IncidentRow, action: IncidentAction, person: Person, at: datetime
) -> None:
    """Clear the open alerts of a locked incident that was closed, reject those of a false alarm."""
    if action not in _ENDS:
        return
    alert_action, words = _ENDS[action]
    for alert in await _open_alerts(connection, incident.id):
        await _act(connection, alert, alert_action, person, at, reason=words.format(incident.number))


async def _open_alerts(connection: AsyncConnection, incident_id: uuid.UUID) -> list[AlertRow]:
    return await connection.rows(query("incident_links", "lock_open_alerts_of"), AlertRow, id=incident_id)


async def _act(
    connection: AsyncConnection,
    alert: AlertRow,
    action: AlertAction,
    person: Person,
    at: datetime,
    *,
    reason: str,
) -> None:
    step = transition(alert.state, action, reason)
    values = next_values(alert, step, at, person.account_id, person.display_name)
    await connection.row(query("alerting", "change_alert"), AlertRow, id=alert.id, **asdict(values))
    await write_step(connection, alert.id, person, at, **asdict(step))
