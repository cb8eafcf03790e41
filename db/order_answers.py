"""What the rules process keeps of orders and transfers: answers in the timeline, and what nobody answered."""

import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from db.connection import Connection
from db.incident_acts import Actor, after_step, entry_values
from db.incident_rows import IncidentRow
from db.post_rows import TransferRow
from db.rows import CommandRow, UnitRow
from db.sql import query
from db.transfers import transfer_details
from domain.incidents import ACTIVE_STATES, EntryKind, IncidentAction, incident_step
from domain.messages import Answer, Order
from domain.orders import UNDER_WAY, action_of_answer
from domain.transfers import TransferAction, transfer_step

RULES = Actor("rules")
LATE = "late"
ALL_DONE = "all_done"
"""What a line of kind `order` says when no unit is under way any more: a person may resolve."""


@dataclass(frozen=True, slots=True)
class _Told:
    """Whether the timeline tells of an answer already."""

    is_told: bool


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a timeline."""

    kind: EntryKind
    actor: Actor
    action: str
    details: Mapping[str, str]
    text: str = ""


def follow_answer(connection: Connection, command: CommandRow, now: datetime) -> bool:
    """Write a unit's answer into its incident's timeline and let it move the incident; tell if it was new.

    To be called in a transaction; the same answer once more changes nothing.
    """
    if command.incident_id is None or command.answer is None:
        return False
    told = connection.row(
        query("dispatching", "is_answer_told"),
        _Told,
        incident_id=command.incident_id,
        answer=command.answer,
        order_id=str(command.id),
    )
    incident = _locked(connection, command.incident_id)
    if incident is None or (told is not None and told.is_told):
        return False
    unit = Actor(_callsign(connection, command.unit_code))
    details = {"order": str(command.id), "unit": command.unit_code, "to": command.order}
    line = _Line(EntryKind.ANSWER, unit, command.answer, details, command.answer_text)
    _write(connection, incident.id, line)
    _move(connection, incident, command, unit, now)
    _propose_end(connection, incident, command)
    _tell(connection, incident.id)
    return True


def flag_late_orders(connection: Connection, now: datetime) -> int:
    """Flag, once, the units that have not answered in time, in the timelines as well; return how many."""
    with connection.transaction():
        late = connection.rows(query("dispatching", "flag_late_orders"), CommandRow, now=now)
        for command in late:
            connection.run(query("dispatching", "tell_order"), id=command.id)
            if command.incident_id is not None and _locked(connection, command.incident_id) is not None:
                callsign = _callsign(connection, command.unit_code)
                details = {"order": str(command.id), "unit": command.unit_code, "callsign": callsign}
                line = _Line(EntryKind.ORDER, RULES, LATE, details, callsign)
                _write(connection, command.incident_id, line)
                connection.run(query("incidents", "raise_version"), id=command.incident_id)
                _tell(connection, command.incident_id)
        if late:
            connection.run(query("feed", "notify"))
    return len(late)


def return_transfers(connection: Connection, now: datetime) -> int:
    """Let the transfers that nobody answered in time return; return how many."""
    with connection.transaction():
        overdue = connection.rows(query("transfers", "transfers_overdue"), TransferRow, now=now)
        for transfer in overdue:
            state = transfer_step(transfer.state, TransferAction.RETURN, RULES.name)
            connection.rows(
                query("transfers", "answer_transfer"),
                TransferRow,
                id=transfer.id,
                state=state,
                at=now,
                by=RULES.name,
                text="",
            )
            line = _Line(EntryKind.TRANSFER, RULES, TransferAction.RETURN, transfer_details(transfer))
            _write(connection, transfer.incident_id, line)
            connection.run(query("incidents", "raise_version"), id=transfer.incident_id)
            _tell(connection, transfer.incident_id)
    return len(overdue)


def _move(
    connection: Connection, incident: IncidentRow, command: CommandRow, unit: Actor, now: datetime
) -> None:
    """Let an answer to an order that stands move its incident; it is a new version in any case."""
    is_standing = command.order is Order.DISPATCH and command.recalled_at is None
    answer = command.answer
    action = action_of_answer(incident.state, answer) if is_standing and answer is not None else None
    if action is None:
        connection.run(query("incidents", "raise_version"), id=incident.id)
        return
    step = incident_step(incident.state, action)
    after = after_step(incident, step, unit, command.answered_at or now)
    connection.run(query("incidents", "change_incident"), **asdict(after))
    acted = incident.acted_version
    connection.run(query("dispatching", "keep_acted_version"), id=incident.id, acted_version=acted)
    values = entry_values(
        incident.id, EntryKind.TRANSITION, unit, before=step.before, action=step.action, after=step.after
    )
    connection.run(query("incidents", "write_entry"), **values)


def _propose_end(connection: Connection, incident: IncidentRow, command: CommandRow) -> None:
    """Say that no unit is under way any more once the last one is done: a person resolves."""
    if command.answer is not Answer.DONE or command.order is not Order.DISPATCH:
        return
    orders = connection.rows(query("dispatching", "orders_of_incident"), CommandRow, id=incident.id)
    if incident.state not in ACTIVE_STATES or any(map(is_under_way, orders)):
        return
    details = {"proposes": str(IncidentAction.RESOLVE)}
    _write(connection, incident.id, _Line(EntryKind.ORDER, RULES, ALL_DONE, details))


def is_under_way(order: CommandRow) -> bool:
    """Tell whether a unit is on an order still."""
    return order.order is Order.DISPATCH and order.recalled_at is None and order.answer in UNDER_WAY


def _locked(connection: Connection, incident_id: uuid.UUID) -> IncidentRow | None:
    return connection.row(query("incidents", "lock_incident"), IncidentRow, id=incident_id)


def _callsign(connection: Connection, code: str) -> str:
    unit = connection.row(query("dispatching", "unit"), UnitRow, code=code)
    return code if unit is None else unit.callsign


def _write(connection: Connection, incident_id: uuid.UUID, line: _Line) -> None:
    """Write one line into an incident's timeline."""
    values = entry_values(
        incident_id, line.kind, line.actor, action=line.action, text=line.text, details=line.details
    )
    connection.run(query("incidents", "write_entry"), **values)


def _tell(connection: Connection, incident_id: uuid.UUID) -> None:
    """Tell those who follow of an incident, with the units that are its own now."""
    connection.run(query("incidents", "settle_incident"), id=incident_id)
    connection.run(query("incidents", "tell_incident"), id=incident_id)
    connection.run(query("feed", "notify"))
