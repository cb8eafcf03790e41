"""Handing an incident to another ward, CSGT, 113, 114, 115 or 1022: asked, answered or called by name."""

from datetime import UTC, datetime
from uuid import UUID

from fastapi import APIRouter, Request
from msgspec import Struct
from starlette.responses import Response

from dashboard.answers import json_answer, not_found
from dashboard.asked_bodies import asked_of
from dashboard.context import ConsoleContext
from dashboard.errors import RequestRefusedError
from dashboard.sessions import current_person
from db.accounts import record_audit
from db.connection import AsyncConnection
from db.errors import AlreadyThere, IncidentNotFound
from db.incident_acts import Actor
from db.incident_writing import actor_of, lock_incident
from db.post_rows import TransferRow
from db.transfers import answer_transfer, keep_transfer, lock_transfer
from domain.identifiers import uuid7
from domain.incidents import ACTIVE_STATES
from domain.places import District
from domain.roles import Person, Right
from domain.transfers import RETURNS_AFTER, Party, TransferAction, TransferRefusedError, TransferState

_LONGEST = 500
_LONGEST_NAME = 80


class Phoned(Struct, forbid_unknown_fields=True):
    """A hand-over by telephone: which number, who took it, and when (None: now)."""

    number: str
    name: str
    at: datetime | None = None


class TransferAsked(Struct, forbid_unknown_fields=True):
    """To whom an incident is to go and why; `phoned` when they took it on the telephone already."""

    party: Party
    ward: str | None = None
    why: str = ""
    phoned: Phoned | None = None


class TransferAnswered(Struct, forbid_unknown_fields=True):
    """Who answered for the party, and what they said; the name of who sits at a post is known already."""

    name: str = ""
    reason: str = ""


class TransferEntry(Struct):
    """A transfer as the incident's file and the post's page show it."""

    id: UUID
    incident: UUID
    party: Party
    ward: str | None
    at: datetime
    by: str
    why: str
    due: datetime
    state: TransferState
    answered: datetime | None
    answered_by: str | None
    says: str
    phone_number: str | None
    phone_name: str | None
    phone_at: datetime | None


def routes(context: ConsoleContext) -> APIRouter:
    """Return the routes of handing over."""
    router = APIRouter()

    @router.post("/live/incidents/{incident_id}/transfers")
    async def ask(incident_id: UUID, request: Request) -> Response:
        person, now = current_person(), datetime.now(UTC)
        asked = checked_asking(asked_of(await request.body(), TransferAsked), context.district, now)
        async with context.pool.connection() as connection:
            transfer = await _asked(connection, new_transfer(incident_id, asked, person, now), person)
        return json_answer(transfer_entry(transfer))

    @router.post("/live/transfers/{transfer_id}/{action}")
    async def answer(transfer_id: UUID, action: TransferAction, request: Request) -> Response:
        if action is TransferAction.RETURN:
            raise not_found()
        answered = asked_of(await request.body(), TransferAnswered)
        async with context.pool.connection() as connection:
            transfer = await answered_transfer(connection, transfer_id, action, answered, current_person())
        return json_answer(transfer_entry(transfer))

    return router


def checked_asking(asked: TransferAsked, district: District, now: datetime) -> TransferAsked:
    """Return what was asked; raise RequestRefusedError (422) for a ward that is none, or a nameless call."""
    codes = {ward.code for ward in district.wards if ward.valid_to is None}
    if (asked.party is Party.WARD) != (asked.ward is not None) or (asked.ward and asked.ward not in codes):
        raise RequestRefusedError(422, "Hãy chọn phường nhận.", "Choose the ward that takes it over.")
    if len(asked.why) > _LONGEST:
        raise RequestRefusedError(
            422, "Lý do dài quá 500 ký tự.", "The reason is longer than 500 characters."
        )
    phoned = asked.phoned
    if phoned is None:
        return asked
    is_named = phoned.number.strip() and phoned.name.strip()
    is_short = max(len(phoned.number), len(phoned.name)) <= _LONGEST_NAME
    if not (is_named and is_short) or (phoned.at is not None and phoned.at > now):
        raise RequestRefusedError(
            422,
            "Chuyển qua điện thoại cần số máy, tên người nhận và giờ gọi.",
            "A hand-over by telephone needs the number, the name of who took it, and when.",
        )
    return asked


def new_transfer(incident_id: UUID, asked: TransferAsked, person: Person, now: datetime) -> TransferRow:
    """Return the transfer that is asked; one by telephone is accepted by whom it names."""
    phoned = asked.phoned
    called_at = None if phoned is None else phoned.at or now
    return TransferRow(
        id=uuid7(now),
        incident_id=incident_id,
        party=asked.party,
        ward_code=asked.ward,
        asked_at=now,
        asked_by=person.display_name,
        asked_by_id=person.account_id,
        why=asked.why.strip(),
        due_at=now + RETURNS_AFTER,
        state=TransferState.ASKED if phoned is None else TransferState.ACCEPTED,
        answered_at=called_at,
        answered_by=None if phoned is None else phoned.name.strip(),
        answer_text="",
        phone_number=None if phoned is None else phoned.number.strip(),
        phone_name=None if phoned is None else phoned.name.strip(),
        phone_at=called_at,
    )


async def _asked(connection: AsyncConnection, transfer: TransferRow, person: Person) -> TransferRow:
    """Keep what is asked of an incident that is going on; one party is asked once at a time."""
    try:
        async with connection.transaction():
            incident = await lock_incident(connection, transfer.incident_id)
            if not person.may(Right.TRANSFER_INCIDENTS, incident.ward_code):
                raise not_found()
            if incident.state not in ACTIVE_STATES:
                raise RequestRefusedError(
                    409,
                    "Sự cố này không còn ở trạng thái có thể chuyển đơn vị khác.",
                    "The incident is no longer in a state in which it can be handed over.",
                )
            kept = await keep_transfer(connection, transfer, actor_of(person))
            details = {"party": transfer.party, "ward": transfer.ward_code, "by_phone": transfer.phone_number}
            await record_audit(connection, person, "transfer_incident", str(transfer.incident_id), details)
    except IncidentNotFound as error:
        raise not_found() from error
    except AlreadyThere as error:
        raise RequestRefusedError(
            409,
            "Đơn vị này đang được hỏi rồi; hãy chờ trả lời hoặc rút lại.",
            "This party is being asked already: wait for its answer or withdraw it.",
        ) from error
    return kept


async def answered_transfer(
    connection: AsyncConnection,
    transfer_id: UUID,
    action: TransferAction,
    answered: TransferAnswered,
    person: Person,
) -> TransferRow:
    """Answer a transfer by name; raise RequestRefusedError when it is not this person's to answer, or was."""
    if max(len(answered.name), len(answered.reason)) > _LONGEST:
        raise RequestRefusedError(422, "Nội dung quá dài.", "The text is too long.")
    async with connection.transaction():
        transfer = await lock_transfer(connection, transfer_id)
        if transfer is None or not may_answer(person, transfer, action):
            raise not_found()
        await lock_incident(connection, transfer.incident_id)
        actor = _answering(person, action, answered.name)
        try:
            changed = await answer_transfer(
                connection, transfer, action, actor, datetime.now(UTC), text=answered.reason.strip()
            )
        except TransferRefusedError as error:
            raise _unanswerable(transfer, answered, error) from error
        await record_audit(connection, person, f"transfer_{action}", str(transfer.incident_id))
    return changed


def may_answer(person: Person, transfer: TransferRow, action: TransferAction) -> bool:
    """Tell whether a person answers for this party: its post for a ward, the centre for whom it calls."""
    if person.may(Right.TRANSFER_INCIDENTS):
        return True
    is_asked_post = transfer.ward_code is not None and person.may(Right.USE_POST, transfer.ward_code)
    return is_asked_post and action in (TransferAction.ACCEPT, TransferAction.REFUSE)


def _answering(person: Person, action: TransferAction, name: str) -> Actor:
    """Return by whose name a transfer is answered: a post's own, or whom the centre spoke to."""
    if action is TransferAction.WITHDRAW or not person.may(Right.TRANSFER_INCIDENTS):
        return actor_of(person)
    return Actor(name.strip(), person.account_id)


def _unanswerable(
    transfer: TransferRow, answered: TransferAnswered, error: TransferRefusedError
) -> RequestRefusedError:
    if transfer.state is not TransferState.ASKED:
        return RequestRefusedError(409, "Yêu cầu chuyển này đã có kết quả.", f"Nothing was changed: {error}.")
    if not answered.reason.strip() and answered.name.strip():
        return RequestRefusedError(422, "Từ chối cần có lý do.", "A refusal needs a reason.")
    return RequestRefusedError(
        422,
        "Cần tên người trả lời và, khi từ chối, lý do.",
        "Who answered is needed, and why they refuse.",
    )


def transfer_entry(row: TransferRow) -> TransferEntry:
    """Return a transfer as pages show it."""
    return TransferEntry(
        id=row.id,
        incident=row.incident_id,
        party=row.party,
        ward=row.ward_code,
        at=row.asked_at,
        by=row.asked_by,
        why=row.why,
        due=row.due_at,
        state=row.state,
        answered=row.answered_at,
        answered_by=row.answered_by,
        says=row.answer_text,
        phone_number=row.phone_number,
        phone_name=row.phone_name,
        phone_at=row.phone_at,
    )
