"""The orders and transfers of an incident as its file shows them."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from dashboard.live_transfers import TransferEntry, transfer_entry
from db.connection import AsyncConnection
from db.dispatching import orders_of_incident, units
from db.incident_rows import IncidentRow
from db.order_answers import is_under_way
from db.rows import CommandRow
from db.transfers import transfers_of_incident
from domain.incidents import ACTIVE_STATES
from domain.messages import Answer, Order


class OrderLine(Struct):
    """An order for an incident: the unit, what became of it, when and by whom it was given or taken back."""

    id: UUID
    unit: str
    callsign: str
    order: Order
    text: str
    at: datetime
    by: str
    verified_by: str | None
    answer: Answer | None
    answered: datetime | None
    says: str
    due: datetime | None
    flagged: datetime | None
    recalled: datetime | None
    recalled_by: str | None
    under_way: bool


class OrdersAnswer(Struct):
    """The orders and transfers of an incident; `all_done` when units went and none is under way any more."""

    version: int
    orders: list[OrderLine]
    transfers: list[TransferEntry]
    all_done: bool


async def orders_answer(connection: AsyncConnection, incident: IncidentRow) -> OrdersAnswer:
    """Return how far the orders and transfers of an incident are."""
    callsigns = {unit.code: unit.callsign for unit in await units(connection)}
    orders = await orders_of_incident(connection, incident.id)
    transfers = await transfers_of_incident(connection, incident.id)
    return OrdersAnswer(
        version=incident.version,
        orders=[order_line(order, callsigns) for order in orders],
        transfers=[transfer_entry(transfer) for transfer in transfers],
        all_done=incident.state in ACTIVE_STATES and are_all_done(orders),
    )


def are_all_done(orders: list[CommandRow]) -> bool:
    """Tell whether at least one unit was there and is done, and none is under way any more."""
    is_done = any(order.order is Order.DISPATCH and order.answer is Answer.DONE for order in orders)
    return is_done and not any(map(is_under_way, orders))


def order_line(order: CommandRow, callsigns: dict[str, str]) -> OrderLine:
    """Return an order as the incident's file shows it."""
    return OrderLine(
        id=order.id,
        unit=order.unit_code,
        callsign=callsigns.get(order.unit_code, order.unit_code),
        order=order.order,
        text=order.text,
        at=order.sent_at,
        by=order.sent_by,
        verified_by=order.verified_by,
        answer=order.answer,
        answered=order.answered_at,
        says=order.answer_text,
        due=order.due_at,
        flagged=order.flagged_at,
        recalled=order.recalled_at,
        recalled_by=order.recalled_by,
        under_way=is_under_way(order),
    )
