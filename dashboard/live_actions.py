"""`POST /live/alerts/{alert_id}/{action}`: what a person does with an alert; of two, one wins."""

from datetime import UTC, datetime
from uuid import UUID

import msgspec
from fastapi import APIRouter, Request
from starlette.responses import Response

from dashboard.answers import forbidden, json_answer, not_found
from dashboard.context import ConsoleContext
from dashboard.errors import RequestRefusedError
from dashboard.live_entries import AlertEntry, alert_entry
from dashboard.sessions import current_person
from dashboard.shifts import shift_end
from db.accounts import record_audit
from db.acting import act_on_alert
from db.connection import AsyncConnection
from db.console import alert_by_id
from db.dispatching import DISPATCHED
from db.errors import AlertConflict, AlertNotFound, PlaceTaken
from db.rows import AlertRow
from db.seats import HANDED_OVER
from domain.alerts import NEEDS_REASON, AlertAction, ShelfTime, TransitionRefusedError, shelf_end
from domain.roles import Person, Right

_LONGEST_REASON = 500
_DONE_WORDS = {
    "open": ("mở", "opened"),
    AlertAction.ACKNOWLEDGE: ("tiếp nhận", "acknowledged"),
    AlertAction.UNACKNOWLEDGE: ("trả lại", "gave back"),
    AlertAction.SHELVE: ("tạm gác", "shelved"),
    AlertAction.UNSHELVE: ("bỏ tạm gác", "unshelved"),
    AlertAction.CLEAR: ("kết thúc", "resolved"),
    AlertAction.REJECT: ("ghi là báo động giả", "marked as a false alarm"),
    AlertAction.REOPEN: ("mở lại", "reopened"),
    DISPATCHED: ("điều đơn vị tới", "sent a unit to"),
    HANDED_OVER: ("nhận bàn giao", "took over"),
}


class ActionAsked(msgspec.Struct, forbid_unknown_fields=True):
    """What the page sends: the version that was on the screen, and a reason or a time where one is asked."""

    version: int
    reason: str = ""
    shelve_for: ShelfTime | None = None


class ActionDone(msgspec.Struct):
    """The alert as it is now."""

    alert: AlertEntry


class ActionConflict(msgspec.Struct):
    """Why nothing was done, and the alert as it is now."""

    message_vi: str
    message_en: str
    alert: AlertEntry


def routes(context: ConsoleContext) -> APIRouter:
    """Return the route of acting on alerts."""
    router = APIRouter()

    @router.post("/live/alerts/{alert_id}/{action}")
    async def act(alert_id: UUID, action: AlertAction, request: Request) -> Response:
        person = current_person()
        if action is AlertAction.REJECT and not person.may(Right.REJECT_ALERTS):
            raise forbidden()
        asked = asked_of(await request.body(), action)
        until = _shelf_end(asked, context)
        async with context.pool.connection() as connection:
            await check_sees(connection, alert_id, person)
            try:
                alert = await _act(connection, alert_id, action, person, asked, until=until)
            except (AlertConflict, TransitionRefusedError, PlaceTaken) as error:
                return await conflict(connection, alert_id, error)
        return json_answer(ActionDone(alert_entry(alert)))

    return router


def asked_of(body: bytes, action: AlertAction) -> ActionAsked:
    """Return what the page asked; raise RequestRefusedError (422) when it cannot be understood."""
    try:
        asked = msgspec.json.decode(body, type=ActionAsked)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise RequestRefusedError(
            422, f"Yêu cầu không đúng: {error}", f"The request is not right: {error}"
        ) from error
    if len(asked.reason) > _LONGEST_REASON:
        raise RequestRefusedError(
            422, "Lý do dài quá 500 ký tự.", "The reason is longer than 500 characters."
        )
    if action in NEEDS_REASON and not asked.reason.strip():
        raise RequestRefusedError(422, "Việc này cần có lý do.", "This needs a reason.")
    if (action is AlertAction.SHELVE) != (asked.shelve_for is not None):
        raise RequestRefusedError(
            422, "Tạm gác, và chỉ tạm gác, cần có thời hạn.", "Shelving, and only shelving, needs a time."
        )
    return asked


async def conflict(
    connection: AsyncConnection, alert_id: UUID, error: AlertConflict | TransitionRefusedError | PlaceTaken
) -> Response:
    """Answer that nothing was done, why, and how the alert is now."""
    now = await alert_by_id(connection, alert_id)
    vietnamese, english = conflict_words(error)
    return json_answer(ActionConflict(vietnamese, english, alert_entry(now)), 409)


def conflict_words(error: AlertConflict | TransitionRefusedError | PlaceTaken) -> tuple[str, str]:
    """Return in Vietnamese and English why nothing was done."""
    if isinstance(error, AlertConflict):
        vietnamese, english = _DONE_WORDS.get(error.action, ("thay đổi", "changed"))
        return (
            f"{error.by_name} vừa {vietnamese} cảnh báo này; hãy xem lại trước khi thao tác.",
            f"{error.by_name} just {english} this alert; look at it again before acting.",
        )
    if isinstance(error, PlaceTaken):
        return (
            "Một cảnh báo cùng loại đang mở tại nơi này; hãy xử lý cảnh báo đó.",
            "Another alert of this kind is open at this place; work on that one.",
        )
    return (
        "Cảnh báo này không còn ở trạng thái có thể làm việc đó.",
        "The alert is no longer in a state in which this can be done.",
    )


async def check_sees(connection: AsyncConnection, alert_id: UUID, person: Person) -> None:
    """Raise RequestRefusedError (404) when there is no such alert for this person."""
    try:
        alert = await alert_by_id(connection, alert_id)
    except AlertNotFound as error:
        raise not_found() from error
    if not person.may(Right.ACT_ON_ALERTS, alert.ward_code):
        raise not_found()


def _shelf_end(asked: ActionAsked, context: ConsoleContext) -> datetime | None:
    """Return until when an alert is shelved, when that is asked."""
    if asked.shelve_for is None:
        return None
    now = datetime.now(UTC)
    return shelf_end(asked.shelve_for, now, shift_end(now, context.settings.shift_changes))


async def _act(
    connection: AsyncConnection,
    alert_id: UUID,
    action: AlertAction,
    person: Person,
    asked: ActionAsked,
    *,
    until: datetime | None,
) -> AlertRow:
    """Do it, and write down who did."""
    async with connection.transaction():
        alert = await act_on_alert(
            connection,
            alert_id,
            action,
            person,
            reason=asked.reason,
            expected_version=asked.version,
            shelved_until=until,
        )
        details = {"action": action, "reason": asked.reason, "version": alert.version}
        if until is not None:
            details["until"] = until.isoformat()
        await record_audit(connection, person, "act_on_alert", str(alert_id), details)
    return alert
