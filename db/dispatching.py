"""Sending units: the incident, the alert and the unit are held while an order goes out, then it is kept."""

import uuid
from dataclasses import asdict, dataclass
from datetime import datetime

from db.alert_writing import write_step
from db.connection import AsyncConnection
from db.errors import DatabaseError
from db.incident_writing import actor_of, tell_incident, write_entry
from db.rows import AlertRow, CommandRow, UnitRow
from db.sql import query
from domain.incidents import EntryKind
from domain.messages import Order
from domain.orders import ORDERS_LAST
from domain.roles import Person

DISPATCHED = "dispatch"
"""The step in an alert's life by which a unit is sent; it leaves the alert in its state."""


@dataclass(frozen=True, slots=True)
class _Channel:
    """By which channel somebody told of an incident."""

    channel: str


async def lock_unit(connection: AsyncConnection, code: str) -> UnitRow | None:
    """Hold a unit for this transaction and return what it does; None when it is not registered."""
    await connection.run(query("dispatching", "lock_unit"), code=code)
    return await connection.row(query("dispatching", "unit"), UnitRow, code=code)


async def units(connection: AsyncConnection) -> list[UnitRow]:
    """Return every unit with where it is and what it does."""
    return await connection.rows(query("dispatching", "units"), UnitRow)


async def waiting_order(connection: AsyncConnection, code: str, since: datetime) -> CommandRow | None:
    """Return the newest order sent to a unit since a moment that it has not answered; None for none."""
    return await connection.row(query("dispatching", "waiting_order"), CommandRow, code=code, since=since)


async def orders_under_way(connection: AsyncConnection, since: datetime) -> list[CommandRow]:
    """Return the orders given since a moment that are not over, the newest last."""
    return await connection.rows(query("dispatching", "orders_under_way"), CommandRow, since=since)


async def orders_of_incident(connection: AsyncConnection, incident_id: uuid.UUID) -> list[CommandRow]:
    """Return the orders that were given for an incident, the newest last."""
    return await connection.rows(query("dispatching", "orders_of_incident"), CommandRow, id=incident_id)


async def orders_to_show(connection: AsyncConnection, now: datetime) -> list[CommandRow]:
    """Return the orders given for the alerts that are open, and all that are not over, the newest last."""
    of_alerts = await connection.rows(query("dispatching", "orders_of_open_alerts"), CommandRow)
    under_way = await orders_under_way(connection, now - ORDERS_LAST)
    each = {order.id: order for order in (*of_alerts, *under_way)}
    return sorted(each.values(), key=lambda order: order.sent_at)


async def channels_of(connection: AsyncConnection, incident_id: uuid.UUID) -> list[str]:
    """Return by which channels those spoke whose alerts and reports belong to an incident."""
    found = await connection.rows(query("dispatching", "channels_of_incident"), _Channel, id=incident_id)
    return [one.channel for one in found]


async def lock_order(connection: AsyncConnection, order_id: uuid.UUID) -> CommandRow | None:
    """Hold an order for this transaction; None when there is none."""
    return await connection.row(query("dispatching", "lock_order"), CommandRow, id=order_id)


async def keep_order(
    connection: AsyncConnection,
    order: CommandRow,
    unit: UnitRow,
    person: Person,
    alert: AlertRow | None = None,
) -> AlertRow | None:
    """Keep an order that went out: in the life of its alert and in its incident's, which are locked."""
    await connection.row(query("dispatching", "keep_order"), CommandRow, **asdict(order))
    await connection.run(query("dispatching", "tell_order"), id=order.id)
    changed = None if alert is None else await _note_at_alert(connection, alert, unit, person, order.sent_at)
    await _note_at_incident(connection, order, unit, person, order.text)
    await connection.run(query("feed", "notify"))
    return changed


async def keep_recall(
    connection: AsyncConnection,
    recalled: CommandRow,
    recall: CommandRow,
    unit: UnitRow,
    person: Person,
    *,
    reason: str,
) -> None:
    """Keep that a unit was called back from an order, which is locked: what it answers later ends nothing."""
    await connection.row(query("dispatching", "keep_order"), CommandRow, **asdict(recall))
    at, by = recall.sent_at, person.display_name
    await connection.run(query("dispatching", "recall_order"), id=recalled.id, at=at, by=by)
    for order in (recalled, recall):
        await connection.run(query("dispatching", "tell_order"), id=order.id)
    await _note_at_incident(connection, recall, unit, person, reason)
    await connection.run(query("feed", "notify"))


async def _note_at_alert(
    connection: AsyncConnection, alert: AlertRow, unit: UnitRow, person: Person, at: datetime
) -> AlertRow:
    """Write the order into the life of its alert, which is a new version then."""
    changed = await connection.row(query("dispatching", "count_dispatch"), AlertRow, id=alert.id)
    if changed is None:
        raise DatabaseError(f"alert {alert.id} vanished while it was locked")
    step = {"before": alert.state, "after": alert.state, "action": DISPATCHED, "reason": unit.callsign}
    await write_step(connection, alert.id, person, at, **step)
    return changed


async def _note_at_incident(
    connection: AsyncConnection, order: CommandRow, unit: UnitRow, person: Person, text: str
) -> None:
    """Write the order into its incident's timeline, which is a new version then; it may have none."""
    incident_id = order.incident_id
    if incident_id is None:
        return
    details = {"order": str(order.id), "unit": unit.code, "callsign": unit.callsign}
    if order.order is Order.DISPATCH:
        details["verified_by"] = order.verified_by or ""
    await connection.run(query("dispatching", "act_by_order"), id=incident_id)
    await write_entry(
        connection,
        incident_id,
        EntryKind.ORDER,
        actor_of(person),
        action=order.order,
        text=f"{unit.callsign}: {text}" if text else unit.callsign,
        details=details,
    )
    await tell_incident(connection, incident_id)
