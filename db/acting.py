"""What a person does with an alert: of two at the same time one wins, and the other is told who."""

import uuid
from dataclasses import asdict
from datetime import UTC, datetime

from db.alert_acts import next_values
from db.alert_writing import write_step
from db.connection import AsyncConnection
from db.console_rows import TransitionRow
from db.errors import AlertConflict, AlertNotFound, AlreadyThere, DatabaseError, PlaceTaken
from db.incident_follow import follow_alert, hold_incident_of
from db.rows import AlertRow
from db.sql import query
from domain.alerts import AlertAction, transition
from domain.roles import Person


async def act_on_alert(
    connection: AsyncConnection,
    alert_id: uuid.UUID,
    action: AlertAction,
    person: Person,
    *,
    reason: str,
    expected_version: int,
    shelved_until: datetime | None = None,
) -> AlertRow:
    """Do `action` with an alert that the person saw in `expected_version`, and return what it is then.

    Of two at the same time exactly one wins; the other gets AlertConflict, which names the winner. The
    incident that the alert belongs to follows (see db.incident_follow).
    Raises domain.alerts.TransitionRefusedError when the action cannot be done in the alert's state.
    """
    try:
        async with connection.transaction():
            incident = await hold_incident_of(connection, alert_id)
            alert = await lock_as_seen(connection, alert_id, expected_version)
            step = transition(alert.state, action, reason)
            at = datetime.now(UTC)
            who = (person.account_id, person.display_name)
            values = next_values(alert, step, at, *who, shelved_until=shelved_until)
            changed = await connection.row(
                query("alerting", "change_alert"), AlertRow, id=alert.id, **asdict(values)
            )
            await write_step(connection, alert.id, person, at, **asdict(step))
            if incident is not None:
                await follow_alert(connection, incident, action, person, reason=reason, at=at)
    except AlreadyThere as error:
        raise PlaceTaken("another alert of this kind is open at this place: work on that one") from error
    if changed is None:
        raise DatabaseError(f"alert {alert_id} vanished while it was locked")
    return changed


async def lock_as_seen(connection: AsyncConnection, alert_id: uuid.UUID, version: int) -> AlertRow:
    """Lock an alert for this transaction; AlertConflict when it is no longer in the version that was seen."""
    alert = await connection.row(query("alerting", "lock_alert"), AlertRow, id=alert_id)
    if alert is None:
        raise AlertNotFound(f"there is no alert {alert_id}")
    if alert.version != version:
        raise await _conflict(connection, alert)
    return alert


async def _conflict(connection: AsyncConnection, alert: AlertRow) -> AlertConflict:
    """Return the conflict that names who changed the alert last."""
    last = await connection.row(query("console", "last_transition"), TransitionRow, id=alert.id)
    if last is None:
        return AlertConflict(alert.rule, "open", alert.opened_at)
    return AlertConflict(last.by_name, last.action, last.at)
