"""`POST /live/alerts/{alert_id}/dispatch`: a free unit is sent to an alert, over MQTT and at once."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec
from fastapi import APIRouter, Request
from starlette.responses import Response

from dashboard.answers import json_answer, not_found
from dashboard.context import ConsoleContext
from dashboard.errors import BrokerAwayError, RequestRefusedError
from dashboard.live_actions import ActionDone, check_sees, conflict
from dashboard.live_entries import alert_entry
from dashboard.sessions import current_person
from db.accounts import record_audit
from db.acting import lock_as_seen
from db.connection import AsyncConnection
from db.dispatching import keep_order, lock_unit, waiting_order
from db.errors import AlertConflict
from db.rows import AlertRow, CommandRow, UnitRow
from domain.alerts import OPEN_STATES, TransitionRefusedError
from domain.identifiers import uuid7
from domain.kinds import KINDS
from domain.messages import Order, Provenance, UnitCommanded, UnitState
from domain.roles import Person, Right
from domain.topics import simulated_namespace

ANSWER_WITHIN = timedelta(seconds=60)
"""A unit that has not answered by then is flagged in the queue, and may be sent again."""

_LONGEST_NAME = 64
_UNIT_STATES = {
    UnitState.EN_ROUTE: ("đang di chuyển tới nơi khác", "on the way elsewhere"),
    UnitState.ON_SCENE: ("đang ở hiện trường khác", "on another scene"),
    UnitState.BUSY: ("đang bận", "busy"),
    UnitState.OFF_DUTY: ("không trực", "off duty"),
}
_TOLD_BY = {
    "police": "công an báo tin",
    "citizen": "người dân báo tin, chưa xác minh",
    "system": "hệ thống báo, chưa xác minh",
}
_SEEN_BY_CAMERA = "camera phát hiện, chưa xác minh"


class DispatchAsked(msgspec.Struct, forbid_unknown_fields=True):
    """What the page sends: the unit, and the version of the alert that was on the screen."""

    unit: str
    version: int


def routes(context: ConsoleContext) -> APIRouter:
    """Return the route of sending a unit."""
    router = APIRouter()

    @router.post("/live/alerts/{alert_id}/dispatch")
    async def dispatch(alert_id: UUID, request: Request) -> Response:
        person = current_person()
        asked = asked_of(await request.body())
        try:
            await context.requests.reach()
            async with context.pool.connection() as connection:
                await check_sees(connection, alert_id, person)
                try:
                    alert = await _send(context, connection, alert_id, asked, person)
                except (AlertConflict, TransitionRefusedError) as error:
                    return await conflict(connection, alert_id, error)
        except BrokerAwayError as error:
            raise _not_sent(error) from error
        return json_answer(ActionDone(alert_entry(alert)))

    return router


def asked_of(body: bytes) -> DispatchAsked:
    """Return what the page asked; raise RequestRefusedError (422) when it cannot be understood."""
    try:
        return msgspec.json.decode(body, type=DispatchAsked)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise RequestRefusedError(
            422, f"Yêu cầu không đúng: {error}", f"The request is not right: {error}"
        ) from error


def words_of(alert: AlertRow) -> str:
    """Return what the unit reads: what, where, and whether anybody has verified it."""
    if alert.owner_name is not None:
        trust = f"đã xác minh: {alert.owner_name}"
    else:
        trust = _TOLD_BY.get(alert.source_channel, _SEEN_BY_CAMERA)
    return " · ".join(part for part in (KINDS[alert.kind].vi, alert.place, trust) if part)


def command_of(alert: AlertRow, unit: UnitRow, at: datetime) -> UnitCommanded:
    """Return the order that sends `unit` to `alert`."""
    return UnitCommanded(
        id=uuid7(at),
        source=unit.code,
        seq=int(at.timestamp() * 1000),
        observed_at=at,
        provenance=unit.provenance,
        exercise=alert.exercise,
        order=Order.DISPATCH,
        lat=alert.lat,
        lon=alert.lon,
        alert_id=alert.id,
        text=words_of(alert),
        verified_by=None if alert.owner_name is None else alert.owner_name[:_LONGEST_NAME],
    )


def check_unit(alert: AlertRow, unit: UnitRow, waiting: CommandRow | None) -> None:
    """Raise RequestRefusedError unless `unit` may be sent: real units to real alerts, and only free ones."""
    if (unit.provenance is Provenance.REAL) != (alert.provenance is Provenance.REAL):
        raise RequestRefusedError(
            422,
            f"{unit.callsign} và cảnh báo không cùng loại dữ liệu (thật, mô phỏng): không thể điều.",
            f"{unit.callsign} and the alert are not both real or both simulated: it cannot be sent.",
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


async def _send(
    context: ConsoleContext, connection: AsyncConnection, alert_id: UUID, asked: DispatchAsked, person: Person
) -> AlertRow:
    """Hold alert and unit, send the order, and keep it: without the broker nothing is written."""
    async with connection.transaction():
        alert = await lock_as_seen(connection, alert_id, asked.version)
        if alert.state not in OPEN_STATES:
            raise TransitionRefusedError(f"an alert that is {alert.state} gets no unit")
        unit = await lock_unit(connection, asked.unit)
        if unit is None or not person.may(Right.SEE_UNITS, unit.ward_code):
            raise not_found()
        at = datetime.now(UTC)
        check_unit(alert, unit, await waiting_order(connection, unit.code, at - ANSWER_WITHIN))
        command = command_of(alert, unit, at)
        await context.requests.order_unit(_namespace(context, unit), unit.ward_code, command)
        alert = await keep_order(connection, alert, unit, person, _kept(command, unit, person))
        details = {"unit": unit.code, "order": str(command.id), "verified_by": command.verified_by}
        await record_audit(connection, person, "dispatch_unit", str(alert_id), details)
    return alert


def _namespace(context: ConsoleContext, unit: UnitRow) -> str:
    slug = context.district.slug
    return slug if unit.provenance is Provenance.REAL else simulated_namespace(slug)


def _kept(command: UnitCommanded, unit: UnitRow, person: Person) -> CommandRow:
    """Return the order as it is kept."""
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
    )


def _not_sent(error: BrokerAwayError) -> RequestRefusedError:
    return RequestRefusedError(
        503,
        "Lệnh chưa gửi được: trạm truyền tin (MQTT) không trả lời. Hãy gọi đơn vị bằng bộ đàm.",
        f"The order was not sent: {error}. Call the unit by radio.",
    )
