"""The seats of the operations room: who holds them, and what moves when one is handed over."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime

from db.accounts import record_audit
from db.alert_writing import write_step
from db.connection import AsyncConnection, Connection
from db.errors import DatabaseError
from db.incident_rows import IncidentRow
from db.incident_writing import actor_of, change_incident, tell_incident, write_entry
from db.rows import AlertRow
from db.sql import query
from domain.incidents import EntryKind
from domain.roles import Person
from domain.shifts import HeldSeat, Seat

HANDED_OVER = "handover"
"""The step in the life of an alert or an incident by which it goes with its seat; its state stays."""


class SeatNotFound(DatabaseError):  # noqa: N818 - reads as what happened
    """There is no such seat."""


class SeatTaken(DatabaseError):  # noqa: N818 - reads as what happened
    """Somebody else sat down first; names them, None when nobody sits there any more."""

    def __init__(self, by_name: str | None) -> None:
        super().__init__(f"{by_name or 'nobody'} holds the seat now: look at it again")
        self.by_name = by_name


@dataclass(frozen=True, slots=True)
class Moved:
    """How much moved with a seat to whoever took it."""

    alerts: int
    incidents: int


def register_seats(connection: Connection, seats: Sequence[Seat]) -> None:
    """Make the seats what the district's data says; one that is no longer named owns no ward."""
    with connection.transaction():
        for place, seat in enumerate(seats):
            connection.run(
                query("seats", "put_seat"),
                code=seat.code,
                place=place,
                name=seat.name,
                ward_codes=list(seat.ward_codes),
            )
        connection.run(query("seats", "retire_seats"), codes=[seat.code for seat in seats])


async def seats(connection: AsyncConnection) -> list[HeldSeat]:
    """Return every seat with who holds it, in the order of the room."""
    return await connection.rows(query("seats", "seats"), HeldSeat)


async def take_seat(
    connection: AsyncConnection, code: str, person: Person, seen_holding: int | None
) -> Moved:
    """Let a person take a seat that was seen free (None) or held, and what its holder had open moves along.

    Raises SeatTaken when somebody else holds it meanwhile, SeatNotFound when there is none.
    """
    async with connection.transaction():
        seat = await _locked(connection, code, seen_holding)
        if seat.account_id == person.account_id:
            return Moved(0, 0)
        if seat.holding_id is not None:
            await connection.run(query("seats", "end_holding"), id=seat.holding_id)
        await connection.run(
            query("seats", "begin_holding"),
            code=code,
            account_id=person.account_id,
            by_name=person.display_name,
            taken_from=seat.holding_id,
        )
        moved = await _move_all(connection, seat, person)
        details = {"from": seat.by_name, **asdict(moved)}
        await record_audit(connection, person, "take_seat", code, details)
    return moved


async def leave_seat(
    connection: AsyncConnection, code: str, person: Person, seen_holding: int | None
) -> None:
    """Let a person leave their seat; what they have open stays theirs until somebody takes it.

    Raises SeatTaken when it is not theirs, SeatNotFound when there is none.
    """
    async with connection.transaction():
        seat = await _locked(connection, code, seen_holding)
        if seat.account_id != person.account_id:
            raise SeatTaken(seat.by_name)
        await connection.run(query("seats", "end_holding"), id=seat.holding_id)
        await record_audit(connection, person, "leave_seat", code, {})


async def _locked(connection: AsyncConnection, code: str, seen_holding: int | None) -> HeldSeat:
    """Hold a seat for this transaction and return it as it was seen."""
    await connection.run(query("seats", "lock_seat"), code=code)
    seat = next((it for it in await seats(connection) if it.code == code), None)
    if seat is None:
        raise SeatNotFound(f"there is no seat {code}")
    if seat.holding_id != seen_holding:
        raise SeatTaken(seat.by_name)
    return seat


async def _move_all(connection: AsyncConnection, seat: HeldSeat, person: Person) -> Moved:
    """Give what the seat's holder owns in its wards to who takes it, with a line in each one's life."""
    if seat.account_id is None:
        return Moved(0, 0)
    theirs = {"owner_id": seat.account_id, "ward_codes": list(seat.ward_codes)}
    alerts = await connection.rows(query("seats", "lock_alerts_owned"), AlertRow, **theirs)
    for alert in alerts:
        await _move_alert(connection, alert, seat, person)
    incidents = await connection.rows(query("seats", "lock_incidents_owned"), IncidentRow, **theirs)
    for incident in incidents:
        await _move_incident(connection, incident, seat, person)
    return Moved(len(alerts), len(incidents))


async def _move_alert(connection: AsyncConnection, alert: AlertRow, seat: HeldSeat, person: Person) -> None:
    await connection.run(
        query("seats", "move_alert"),
        id=alert.id,
        owner_id=person.account_id,
        owner_name=person.display_name,
    )
    step = {"before": alert.state, "after": alert.state, "action": HANDED_OVER, "reason": _way(seat, person)}
    await write_step(connection, alert.id, person, datetime.now(UTC), **step)


async def _move_incident(
    connection: AsyncConnection, incident: IncidentRow, seat: HeldSeat, person: Person
) -> None:
    await change_incident(
        connection, replace(incident, owner_id=person.account_id, owner_name=person.display_name)
    )
    await write_entry(
        connection,
        incident.id,
        EntryKind.HANDOVER,
        actor_of(person),
        before=incident.state,
        action=HANDED_OVER,
        after=incident.state,
        text=_way(seat, person),
        details={"seat": seat.code, "from": seat.by_name, "to": person.display_name},
    )
    await tell_incident(connection, incident.id)


def _way(seat: HeldSeat, person: Person) -> str:
    """Return from whom to whom something went, with which seat."""
    return f"{seat.name}: {seat.by_name} → {person.display_name}"
