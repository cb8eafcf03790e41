"""An order to a unit: what it is about, what it says, whether it may go out, and how it is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from dashboard.answers import not_found
from dashboard.context import ConsoleContext
from dashboard.errors import BrokerAwayError, RequestRefusedError
from db.accounts import record_audit
from db.connection import AsyncConnection
from db.dispatching import keep_order, keep_recall, lock_unit, waiting_order
from db.incident_rows import IncidentRow
from db.rows import AlertRow, CommandRow, UnitRow
from domain.identifiers import uuid7
from domain.kinds import KINDS, IncidentKind
from domain.messages import Order, Provenance, UnitCommanded, UnitState
from domain.orders import ANSWER_WITHIN, trust_words
from domain.roles import Person, Right
from domain.topics import simulated_namespace

_LONGEST_NAME = 64
_UNIT_STATES = {
    UnitState.EN_ROUTE: ("đang di chuyển tới nơi khác", "on the way elsewhere"),
    UnitState.ON_SCENE: ("đang ở hiện trường khác", "on another scene"),
    UnitState.BUSY: ("đang bận", "busy"),
    UnitState.OFF_DUTY: ("không trực", "off duty"),
}


@dataclass(frozen=True, slots=True)
class Matter:
    """What a unit is sent to: an alert, an incident, or an alert of one; `origin` is who told of it."""

    kind: IncidentKind
    place: str
    lat: float
    lon: float
    origin: str
    provenance: Provenance
    exercise: bool
    number: str | None = None
    alert_id: UUID | None = None
    incident_id: UUID | None = None
    verified_by: str | None = None
    channels: tuple[str, ...] = ()


def matter_of_incident(incident: IncidentRow, channels: Sequence[str] = ()) -> Matter:
    """Return an incident as what a unit is sent to, with the channels of what belongs to it."""
    return Matter(
        kind=incident.kind,
        place=incident.place,
        lat=incident.lat,
        lon=incident.lon,
        origin=incident.origin,
        provenance=incident.provenance,
        exercise=incident.exercise,
        number=incident.number,
        incident_id=incident.id,
        verified_by=incident.verified_by,
        channels=tuple(channels),
    )


def matter_of_alert(
    alert: AlertRow, incident: IncidentRow | None, verified_by: str | None, channels: Sequence[str] = ()
) -> Matter:
    """Return an alert as what a unit is sent to, for the incident that it belongs to when there is one."""
    return Matter(
        kind=alert.kind,
        place=alert.place,
        lat=alert.lat,
        lon=alert.lon,
        origin=alert.source_channel,
        provenance=alert.provenance,
        exercise=alert.exercise,
        number=None if incident is None else incident.number,
        alert_id=alert.id,
        incident_id=None if incident is None else incident.id,
        verified_by=verified_by,
        channels=tuple(channels),
    )


async def send_unit(
    context: ConsoleContext,
    connection: AsyncConnection,
    matter: Matter,
    unit_code: str,
    person: Person,
    *,
    alert: AlertRow | None = None,
) -> AlertRow | None:
    """Hold the unit, send the order, and keep it: without the broker nothing is written.

    To be called in a transaction in which alert and incident are held; returns the alert as it is then.
    """
    unit = await held_unit(connection, unit_code, person)
    at = datetime.now(UTC)
    check_unit(matter, unit, await waiting_order(connection, unit.code, at - ANSWER_WITHIN))
    command = command_of(matter, unit, at)
    await context.requests.order_unit(_namespace(context, unit), unit.ward_code, command)
    changed = await keep_order(connection, kept(command, unit, person), unit, person, alert=alert)
    subject = str(matter.alert_id or matter.incident_id)
    details = {"unit": unit.code, "order": str(command.id), "verified_by": command.verified_by}
    await record_audit(connection, person, "dispatch_unit", subject, details)
    return changed


async def recall_unit(
    context: ConsoleContext, connection: AsyncConnection, order: CommandRow, person: Person, reason: str
) -> None:
    """Call a unit back from an order that is held; to be called in a transaction."""
    unit = await held_unit(connection, order.unit_code, person)
    recall = recall_of(order, unit, datetime.now(UTC), reason)
    await context.requests.order_unit(_namespace(context, unit), unit.ward_code, recall)
    await keep_recall(connection, order, kept(recall, unit, person), unit, person, reason=reason)
    details = {"unit": unit.code, "order": str(order.id), "reason": reason}
    await record_audit(connection, person, "recall_unit", str(order.incident_id or order.alert_id), details)


async def held_unit(connection: AsyncConnection, code: str, person: Person) -> UnitRow:
    """Hold a unit for this transaction; raise RequestRefusedError (404) when this person has none such."""
    unit = await lock_unit(connection, code)
    if unit is None or not person.may(Right.SEE_UNITS, unit.ward_code):
        raise not_found()
    return unit


def words_of(matter: Matter) -> str:
    """Return what the unit reads: what, where, whether anybody has verified it, and the case number."""
    trust = trust_words(matter.verified_by, matter.origin, matter.channels)
    return " · ".join(part for part in (KINDS[matter.kind].vi, matter.place, trust, matter.number) if part)


def command_of(matter: Matter, unit: UnitRow, at: datetime) -> UnitCommanded:
    """Return the order that sends `unit` to what it is about."""
    return UnitCommanded(
        id=uuid7(at),
        source=unit.code,
        seq=int(at.timestamp() * 1000),
        observed_at=at,
        provenance=unit.provenance,
        exercise=matter.exercise,
        order=Order.DISPATCH,
        lat=matter.lat,
        lon=matter.lon,
        alert_id=matter.alert_id,
        incident_id=matter.incident_id,
        text=words_of(matter),
        verified_by=None if matter.verified_by is None else matter.verified_by[:_LONGEST_NAME],
    )


def recall_of(order: CommandRow, unit: UnitRow, at: datetime, reason: str) -> UnitCommanded:
    """Return the order that calls `unit` back from where it was sent."""
    return UnitCommanded(
        id=uuid7(at),
        source=unit.code,
        seq=int(at.timestamp() * 1000),
        observed_at=at,
        provenance=unit.provenance,
        exercise=order.exercise,
        order=Order.RECALL,
        lat=order.lat,
        lon=order.lon,
        alert_id=order.alert_id,
        incident_id=order.incident_id,
        text=reason,
        verified_by=order.verified_by,
    )


def check_unit(matter: Matter, unit: UnitRow, waiting: CommandRow | None) -> None:
    """Raise RequestRefusedError unless `unit` may be sent: real units to what is real, and only free ones."""
    if (unit.provenance is Provenance.REAL) != (matter.provenance is Provenance.REAL):
        raise RequestRefusedError(
            422,
            f"{unit.callsign} và sự việc không cùng loại dữ liệu (thật, mô phỏng): không thể điều.",
            f"{unit.callsign} and the matter are not both real or both simulated: it cannot be sent.",
        )
    if unit.state is not UnitState.FREE:
        vietnamese, english = _UNIT_STATES[unit.state]
        raise RequestRefusedError(
            409,
            f"{unit.callsign} {vietnamese}; hãy chọn đơn vị khác.",
            f"{unit.callsign} is {english}; choose another unit.",
        )
    if waiting is not None:
        raise RequestRefusedError(
            409,
            f"{unit.callsign} vừa được điều và chưa trả lời; hãy chọn đơn vị khác.",
            f"{unit.callsign} was sent a moment ago and has not answered; choose another unit.",
        )


def unverified() -> RequestRefusedError:
    """Return the refusal to send police to what only a camera has seen and no named person has verified."""
    return RequestRefusedError(
        428,
        "Mới chỉ có camera phát hiện: cần một người xác minh, ghi tên, trước khi điều công an.",
        "Only a camera has seen this: a named person verifies it before police are sent.",
    )


def not_sent(error: BrokerAwayError) -> RequestRefusedError:
    """Return the refusal of an order that the broker did not take."""
    return RequestRefusedError(
        503,
        "Lệnh chưa gửi được: trạm truyền tin (MQTT) không trả lời. Hãy gọi đơn vị bằng bộ đàm.",
        f"The order was not sent: {error}. Call the unit by radio.",
    )


def kept(command: UnitCommanded, unit: UnitRow, person: Person) -> CommandRow:
    """Return the order as it is kept; a unit answers within ANSWER_WITHIN or is flagged."""
    return CommandRow(
        id=command.id,
        unit_code=unit.code,
        order=command.order,
        lat=command.lat,
        lon=command.lon,
        alert_id=command.alert_id,
        ward_code=unit.ward_code,
        text=command.text,
        sent_at=command.observed_at,
        sent_by=person.display_name,
        provenance=command.provenance,
        exercise=command.exercise,
        answer=None,
        answered_at=None,
        verified_by=command.verified_by,
        incident_id=command.incident_id,
        due_at=command.observed_at + ANSWER_WITHIN,
    )


def _namespace(context: ConsoleContext, unit: UnitRow) -> str:
    slug = context.district.slug
    return slug if unit.provenance is Provenance.REAL else simulated_namespace(slug)
