"""How a person's step in an alert's life is written down and told."""

import uuid
from datetime import datetime

from db.connection import AsyncConnection
from db.sql import query
from domain.roles import Person


async def write_step(
    connection: AsyncConnection, alert_id: uuid.UUID, person: Person, at: datetime, **step: str
) -> None:
    """Write a person's step (before, action, after, reason) into an alert's life, and tell of the alert."""
    who = {"account_id": person.account_id, "by_name": person.display_name}
    await connection.run(query("alerting", "add_transition"), alert_id=alert_id, at=at, **who, **step)
    await connection.run(query("alerting", "tell_alert"), id=alert_id)
    await connection.run(query("feed", "notify"))
