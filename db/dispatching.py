"""Sending a unit to an alert: the alert and the unit are held while the order goes out, then it is kept."""

from dataclasses import asdict
from datetime import datetime

from db.acting import write_step
from db.connection import AsyncConnection
from db.errors import DatabaseError
from db.rows import AlertRow, CommandRow, UnitRow
from db.sql import query
from domain.roles import Person

DISPATCHED = "dispatch"
"""The step in an alert's life by which a unit is sent; it leaves the alert in its state."""


async def lock_unit(connection: AsyncConnection, code: str) -> UnitRow | None:
    """Hold a unit for this transaction and return what it does; None when it is not registered."""
    await connection.run(query("dispatching", "lock_unit"), code=code)
    return await connection.row(query("dispatching", "unit"), UnitRow, code=code)


async def waiting_order(connection: AsyncConnection, code: str, since: datetime) -> CommandRow | None:
    """Return the newest order sent to a unit since a moment that it has not answered; None for none."""
    return await connection.row(query("dispatching", "waiting_order"), CommandRow, code=code, since=since)


async def keep_order(
    connection: AsyncConnection, alert: AlertRow, unit: UnitRow, person: Person, order: CommandRow
) -> AlertRow:
    """Keep an order that went out, as a step in the life of its alert, which is locked; return the alert."""
    await connection.row(query("dispatching", "keep_order"), CommandRow, **asdict(order))
    changed = await connection.row(query("dispatching", "count_dispatch"), AlertRow, id=alert.id)
    if changed is None:
        raise DatabaseError(f"alert {alert.id} vanished while it was locked")
    await connection.run(query("dispatching", "tell_order"), id=order.id)
    step = {"before": alert.state, "after": alert.state, "action": DISPATCHED, "reason": unit.callsign}
    await write_step(connection, alert.id, person, order.sent_at, **step)
    return changed


async def orders_of_open_alerts(connection: AsyncConnection) -> list[CommandRow]:
    """Return the orders given for the alerts that are open, the newest last."""
    return await connection.rows(query("dispatching", "orders_of_open_alerts"), CommandRow)
