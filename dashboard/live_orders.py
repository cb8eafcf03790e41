"""The units that were sent to each open alert, and what they answered."""

from collections import OrderedDict
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from db.rows import AlertRow, CommandRow, UnitRow
from domain.alerts import OPEN_STATES
from domain.messages import Answer, Order

MOST_ALERTS = 2000
"""Of how many alerts the orders are remembered; one that is reopened shows again who was sent."""


class OrderEntry(Struct, frozen=True):
    """A unit that was sent: its callsign, its answer with its words, when and by whom it was sent."""

    u: str
    c: str
    a: Answer | None
    t: str
    at: datetime
    answered: datetime | None
    by: str


class Orders:
    """What was ordered for which alert; an alert that is closed says nothing of it any more."""

    def __init__(self) -> None:
        self._callsigns: dict[str, str] = {}
        self._open: dict[UUID, str] = {}
        self._orders: OrderedDict[UUID, dict[str, CommandRow]] = OrderedDict()

    def take_unit(self, row: UnitRow) -> None:
        """Learn how a unit is called."""
        self._callsigns[row.code] = row.callsign

    def take_alert(self, row: AlertRow) -> None:
        """Note whether an alert is open, and where."""
        if row.state in OPEN_STATES:
            self._open[row.id] = row.ward_code
        else:
            self._open.pop(row.id, None)

    def take(self, row: CommandRow) -> UUID | None:
        """Take an order, or its answer; return the alert that it is for, None when it is for none."""
        if row.alert_id is None:
            return None
        of_alert = self._orders.pop(row.alert_id, {})
        known = of_alert.get(row.unit_code)
        if known is None or row.sent_at >= known.sent_at:
            of_alert[row.unit_code] = row
        self._orders[row.alert_id] = of_alert
        if len(self._orders) > MOST_ALERTS:
            self._orders.popitem(last=False)
        return row.alert_id

    def ward_of(self, alert_id: UUID) -> str | None:
        """Return the ward of an alert, None when it is not open."""
        return self._open.get(alert_id)

    def of(self, alert_id: UUID) -> tuple[OrderEntry, ...] | None:
        """Return who was sent to an alert, the first sent first; None when it is closed or nobody was."""
        if alert_id not in self._open:
            return None
        sent = sorted(self._orders.get(alert_id, {}).values(), key=lambda order: order.sent_at)
        shown = [order_entry(order, self._callsigns) for order in sent if order.order is Order.DISPATCH]
        return tuple(shown) or None


def order_entry(row: CommandRow, callsigns: dict[str, str]) -> OrderEntry:
    """Return what browsers are told of an order."""
    return OrderEntry(
        u=row.unit_code,
        c=callsigns.get(row.unit_code, row.unit_code),
        a=row.answer,
        t=row.answer_text,
        at=row.sent_at,
        answered=row.answered_at,
        by=row.sent_by,
    )
