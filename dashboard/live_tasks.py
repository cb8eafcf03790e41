"""What each unit is on: the newest order that is not over, and whether it was answered in time."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from db.order_answers import is_under_way
from db.rows import CommandRow
from domain.messages import Answer, Order


class TaskEntry(Struct, frozen=True):
    """A unit's order: for which incident or alert, when sent, by when to be answered, how far it is.

    `flag` is when it was flagged for want of an answer; `vb` who verified, None when nobody did.
    """

    id: UUID
    inc: UUID | None
    al: UUID | None
    at: datetime
    due: datetime | None
    a: Answer | None
    answered: datetime | None
    flag: datetime | None
    by: str
    vb: str | None
    t: str


class Tasks:
    """The order that each unit is on."""

    def __init__(self) -> None:
        self._orders: dict[str, CommandRow] = {}

    def take(self, row: CommandRow) -> tuple[str, str, TaskEntry | None] | None:
        """Take an order in; return its unit, its ward and what it is on then; None if nothing changed."""
        known = self._orders.get(row.unit_code)
        if row.order is not Order.DISPATCH or (known is not None and known.sent_at > row.sent_at):
            return None
        if is_under_way(row):
            self._orders[row.unit_code] = row
            return row.unit_code, row.ward_code, task_entry(row)
        if known is None or known.id != row.id:
            return None
        del self._orders[row.unit_code]
        return row.unit_code, row.ward_code, None


def task_entry(row: CommandRow) -> TaskEntry:
    """Return what browsers are told of the order that a unit is on."""
    return TaskEntry(
        id=row.id,
        inc=row.incident_id,
        al=row.alert_id,
        at=row.sent_at,
        due=row.due_at,
        a=row.answer,
        answered=row.answered_at,
        flag=row.flagged_at,
        by=row.sent_by,
        vb=row.verified_by,
        t=row.text,
    )
