"""What the routes of incidents have in common: who sees one, what is answered, why nothing was done."""

from uuid import UUID

import msgspec
from starlette.responses import Response

from dashboard.answers import forbidden, json_answer, not_found
from dashboard.errors import RequestRefusedError
from dashboard.live_incident_entries import IncidentEntry, as_entry
from db.connection import AsyncConnection
from db.errors import DataRefused, IncidentConflict, IncidentNotFound
from db.incident_rows import IncidentRow
from db.incidents import incident as read_incident
from domain.incidents import IncidentAction, IncidentStepRefusedError
from domain.roles import Person, Right

LONGEST_TEXT = 2000
_DONE_WORDS = {
    "open": ("mở", "opened"),
    "take": ("nhận", "took"),
    "give": ("giao", "gave"),
    "verified": ("xác minh", "verified"),
    "priority": ("đổi mức ưu tiên của", "changed the priority of"),
    "escalate": ("báo lên cấp trên về", "brought up"),
    "recall": ("rút lệnh của đơn vị đi", "called back a unit from"),
    IncidentAction.VERIFY: ("bắt đầu xác minh", "began to verify"),
    IncidentAction.DISPATCH: ("điều đơn vị cho", "sent a unit to"),
    IncidentAction.HANDLE: ("ghi có mặt tại hiện trường của", "reported the scene of"),
    IncidentAction.HOLD: ("tạm dừng", "put on hold"),
    IncidentAction.RESUME: ("tiếp tục", "resumed"),
    IncidentAction.RESOLVE: ("ghi đã xử lý xong", "resolved"),
    IncidentAction.CLOSE: ("đóng", "closed"),
    IncidentAction.REOPEN: ("mở lại", "reopened"),
    IncidentAction.MARK_DUPLICATE: ("ghi trùng lặp", "marked as a duplicate"),
    IncidentAction.REJECT: ("ghi là báo động giả", "marked as a false alarm"),
}


class IncidentDone(msgspec.Struct):
    """An incident as it is now: its id, as the stream tells it, and the whole row."""

    id: UUID
    incident: IncidentEntry
    row: IncidentRow


class IncidentRefused(msgspec.Struct):
    """Why nothing was done, and the incident as it is now."""

    message_vi: str
    message_en: str
    id: UUID
    incident: IncidentEntry


def done(row: IncidentRow) -> Response:
    """Answer with an incident as it is now."""
    return json_answer(IncidentDone(row.id, as_entry(row), row))


async def seen_incident(
    connection: AsyncConnection, incident_id: UUID, person: Person, right: Right = Right.WORK_ON_INCIDENTS
) -> IncidentRow:
    """Return an incident; raise RequestRefusedError: 404 for none that this person sees, 403 for no right."""
    try:
        row = await read_incident(connection, incident_id)
    except IncidentNotFound as error:
        raise not_found() from error
    if not person.may(Right.SEE_INCIDENTS, row.ward_code):
        raise not_found()
    if not person.may(right, row.ward_code):
        raise forbidden()
    return row


async def refused(
    connection: AsyncConnection, incident_id: UUID, error: IncidentConflict | IncidentStepRefusedError
) -> Response:
    """Answer that nothing was done, why, and how the incident is now."""
    row = await read_incident(connection, incident_id)
    vietnamese, english = refused_words(error)
    return json_answer(IncidentRefused(vietnamese, english, row.id, as_entry(row)), 409)


def refused_words(error: IncidentConflict | IncidentStepRefusedError) -> tuple[str, str]:
    """Return in Vietnamese and English why nothing was done."""
    if isinstance(error, IncidentConflict):
        vietnamese, english = _DONE_WORDS.get(error.action, ("thay đổi", "changed"))
        return (
            f"{error.by_name} vừa {vietnamese} sự cố này; hãy xem lại trước khi thao tác.",
            f"{error.by_name} just {english} this incident; look at it again before acting.",
        )
    return (
        "Sự cố này không còn ở trạng thái có thể làm việc đó.",
        "The incident is no longer in a state in which this can be done.",
    )


def not_joined(error: IncidentNotFound | DataRefused) -> RequestRefusedError:
    """Return the refusal of what does not belong together."""
    return RequestRefusedError(
        422, "Mục này không thuộc sự cố đó.", f"This does not belong to that incident: {error}"
    )


def check_text(text: str, *, is_needed: bool = False) -> str:
    """Return a text without white space around it; raise RequestRefusedError (422) when it is too long."""
    said = text.strip()
    if len(said) > LONGEST_TEXT:
        raise RequestRefusedError(
            422,
            f"Nội dung dài quá {LONGEST_TEXT} ký tự.",
            f"The text is longer than {LONGEST_TEXT} characters.",
        )
    if is_needed and not said:
        raise RequestRefusedError(422, "Việc này cần có lý do.", "This needs a reason.")
    return said
