"""Notes and hand-overs of shifts: signed by who leaves, then by who comes, and never changed after."""

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime

from db.accounts import record_audit
from db.connection import AsyncConnection
from db.errors import AlreadyThere, DatabaseError
from db.sql import query
from domain.handovers import HandoverBody, ShiftNote, frozen, items
from domain.identifiers import uuid7
from domain.roles import Person


class HandoverNotFound(DatabaseError):  # noqa: N818 - reads as what happened
    """There is no such hand-over."""


class HandoverRefused(DatabaseError):  # noqa: N818 - reads as what happened
    """A hand-over cannot be signed or taken back; `why` is waits, same_person, changed, over or not_yours."""

    def __init__(self, why: str) -> None:
        super().__init__(f"the hand-over is as it was: {why}")
        self.why = why


@dataclass(frozen=True, slots=True)
class HandoverRow:
    """A hand-over without its text; who comes has not signed while `taken_at` is None."""

    id: uuid.UUID
    shift_began: datetime
    shift_ends: datetime
    sha256: str
    left_by_id: int
    left_by: str
    left_at: datetime
    taken_by_id: int | None
    taken_by: str | None
    taken_at: datetime | None
    remark: str


@dataclass(frozen=True, slots=True)
class SignedHandover:
    """A hand-over with the text that was signed."""

    id: uuid.UUID
    shift_began: datetime
    shift_ends: datetime
    body: str
    sha256: str
    left_by_id: int
    left_by: str
    left_at: datetime
    taken_by_id: int | None
    taken_by: str | None
    taken_at: datetime | None
    remark: str
    withdrawn_at: datetime | None


async def add_note(connection: AsyncConnection, person: Person, text: str) -> ShiftNote:
    """Write down a note for those who come after."""
    note = await connection.row(
        query("shift_handover", "add_note"),
        ShiftNote,
        account_id=person.account_id,
        by_name=person.display_name,
        text=text,
    )
    if note is None:
        raise DatabaseError("the note was not kept: try again")
    return note


async def prepare_handover(connection: AsyncConnection, body: HandoverBody, person: Person) -> SignedHandover:
    """Keep what a person hands over as they sign it; HandoverRefused while another one waits."""
    kept, handover_id = frozen(body), uuid7(datetime.now(UTC))
    named = list(items(body.left))
    try:
        async with connection.transaction():
            await connection.run(
                query("shift_handover", "prepare"),
                id=handover_id,
                shift_began=body.shift_began,
                shift_ends=body.shift_ends,
                body=kept.text,
                sha256=kept.sha256,
                left_by_id=person.account_id,
                left_by=person.display_name,
            )
            await connection.run(
                query("shift_handover", "add_items"),
                id=handover_id,
                subjects=[subject for subject, _ in named],
                keys=[key for _, key in named],
            )
            await record_audit(
                connection, person, "hand_shift_over", str(handover_id), {"sha256": kept.sha256}
            )
    except AlreadyThere as error:
        raise HandoverRefused("waits") from error
    return await handover(connection, handover_id)


async def sign_handover(
    connection: AsyncConnection, handover_id: uuid.UUID, person: Person, sha256: str, remark: str
) -> SignedHandover:
    """Let who comes sign what was read, named by its fingerprint; HandoverRefused says why not."""
    async with connection.transaction():
        known = await handover(connection, handover_id)
        if known.left_by_id == person.account_id:
            raise HandoverRefused("same_person")
        if known.sha256 != sha256:
            raise HandoverRefused("changed")
        signed = await connection.run(
            query("shift_handover", "sign"),
            id=handover_id,
            sha256=sha256,
            account_id=person.account_id,
            by_name=person.display_name,
            remark=remark,
        )
        if not signed:
            raise HandoverRefused("over")
        await record_audit(connection, person, "take_shift_over", str(handover_id), {"sha256": sha256})
    return await handover(connection, handover_id)


async def withdraw_handover(connection: AsyncConnection, handover_id: uuid.UUID, person: Person) -> None:
    """Let who prepared a hand-over take it back while nobody has signed it."""
    async with connection.transaction():
        known = await handover(connection, handover_id)
        if known.left_by_id != person.account_id:
            raise HandoverRefused("not_yours")
        gone = await connection.run(
            query("shift_handover", "withdraw"), id=handover_id, account_id=person.account_id
        )
        if not gone:
            raise HandoverRefused("over")
        await record_audit(connection, person, "take_handover_back", str(handover_id), {})


async def handover(connection: AsyncConnection, handover_id: uuid.UUID) -> SignedHandover:
    """Return a hand-over with its text; HandoverNotFound when there is none."""
    found = await connection.row(query("shift_handover", "handover"), SignedHandover, id=handover_id)
    if found is None:
        raise HandoverNotFound(f"there is no hand-over {handover_id}")
    return found


async def handovers(connection: AsyncConnection, limit: int) -> list[HandoverRow]:
    """Return the newest hand-overs."""
    return await connection.rows(query("shift_handover", "handovers"), HandoverRow, limit=limit)
