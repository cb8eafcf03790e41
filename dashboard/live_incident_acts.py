"""`POST /live/incidents/{incident_id}/{action}`: what a person does with an incident; of two, one wins."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import msgspec
from fastapi import APIRouter, Request
from starlette.responses import Response

from dashboard.answers import not_found
from dashboard.asked_bodies import asked_of
from dashboard.context import ConsoleContext
from dashboard.errors import RequestRefusedError
from dashboard.live_incident_answers import check_text, done, not_joined, refused, seen_incident
from dashboard.sessions import current_person
from db.accounts import accounts, record_audit
from db.connection import AsyncConnection
from db.errors import DataRefused, IncidentConflict, IncidentNotFound
from db.incident_rows import IncidentRow
from db.incidents import (
    act_on_incident,
    add_comment,
    give_incident,
    set_priority,
    take_incident,
    verify_incident,
)
from domain.incidents import NEEDS_REASON, IncidentAction, IncidentStepRefusedError
from domain.roles import Person, Right

_LONGEST_NAME = 120


class Act(StrEnum):
    """What can be asked for beside the steps of an incident's life."""

    TAKE = "take"
    GIVE = "give"
    VERIFY_BY = "verify_by"
    PRIORITY = "priority"


class ActAsked(msgspec.Struct, forbid_unknown_fields=True):
    """What the page sends: the version that was on the screen, and what the act needs."""

    version: int
    reason: str = ""
    how: str = ""
    to: int | None = None
    priority: int | None = None
    duplicate_of: UUID | None = None
    hold_until: datetime | None = None


class CommentAsked(msgspec.Struct, forbid_unknown_fields=True):
    """What somebody says; a further caller is kept apart from it."""

    text: str
    happened_at: datetime | None = None
    caller_name: str | None = None
    caller_phone: str | None = None


def routes(context: ConsoleContext) -> APIRouter:
    """Return the routes of acting; the comments' comes first, for an action could be called so."""
    router = APIRouter()

    @router.post("/live/incidents/{incident_id}/comments")
    async def comment(incident_id: UUID, request: Request) -> Response:
        person = current_person()
        asked = asked_of(await request.body(), CommentAsked)
        text = check_text(asked.text, is_needed=True)
        async with context.pool.connection() as connection:
            await seen_incident(connection, incident_id, person)
            async with connection.transaction():
                row = await add_comment(
                    connection,
                    incident_id,
                    person,
                    text,
                    asked.happened_at,
                    caller_name=_name(asked.caller_name),
                    caller_phone=_name(asked.caller_phone),
                )
                await record_audit(connection, person, "comment_on_incident", str(incident_id), None)
        return done(row)

    @router.post("/live/incidents/{incident_id}/{action}")
    async def act(incident_id: UUID, action: IncidentAction | Act, request: Request) -> Response:
        person = current_person()
        asked = asked_of(await request.body(), ActAsked)
        check_asked(action, asked)
        async with context.pool.connection() as connection:
            seen = await seen_incident(connection, incident_id, person)
            if asked.duplicate_of is not None:
                await seen_incident(connection, asked.duplicate_of, person)
            if action is Act.GIVE:
                await _check_taker(connection, asked.to, seen)
            try:
                row = await _act(connection, incident_id, action, person, asked)
            except (IncidentConflict, IncidentStepRefusedError) as error:
                return await refused(connection, incident_id, error)
            except (IncidentNotFound, DataRefused) as error:
                raise not_joined(error) from error
        return done(row)

    return router


def check_asked(action: IncidentAction | Act, asked: ActAsked) -> None:
    """Raise RequestRefusedError (422) when an act has not what it needs."""
    check_text(asked.reason, is_needed=action in NEEDS_REASON)
    check_text(asked.how)
    if action is Act.PRIORITY and asked.priority not in (1, 2, 3, 4):
        raise RequestRefusedError(422, "Mức ưu tiên là 1 đến 4.", "A priority is 1 to 4.")
    if action is IncidentAction.MARK_DUPLICATE and asked.duplicate_of is None:
        raise RequestRefusedError(422, "Trùng với sự cố nào?", "A duplicate of which incident?")
    if action is Act.GIVE and asked.to is None:
        raise RequestRefusedError(422, "Giao cho ai?", "Given to whom?")


async def _act(
    connection: AsyncConnection,
    incident_id: UUID,
    action: IncidentAction | Act,
    person: Person,
    asked: ActAsked,
) -> IncidentRow:
    """Do it, and write down who did."""
    async with connection.transaction():
        row = await _done(connection, incident_id, action, person, asked)
        details: dict[str, Any] = {"action": action, "reason": asked.reason, "version": row.version}
        if action is Act.GIVE:
            details["to"] = asked.to
        if action is Act.PRIORITY:
            details["priority"] = asked.priority
        await record_audit(connection, person, "act_on_incident", str(incident_id), details)
    return row


async def _done(
    connection: AsyncConnection,
    incident_id: UUID,
    action: IncidentAction | Act,
    person: Person,
    asked: ActAsked,
) -> IncidentRow:
    match action:
        case Act.TAKE:
            return await take_incident(connection, incident_id, person, asked.version)
        case Act.GIVE:
            other = await _other(connection, asked.to)
            return await give_incident(connection, incident_id, other, person, asked.version)
        case Act.VERIFY_BY:
            how = asked.how.strip()
            return await verify_incident(connection, incident_id, person, asked.version, how=how)
        case Act.PRIORITY:
            return await set_priority(connection, incident_id, asked.priority or 4, person, asked.version)
        case IncidentAction():
            return await act_on_incident(
                connection,
                incident_id,
                action,
                person,
                reason=asked.reason,
                expected_version=asked.version,
                duplicate_of=asked.duplicate_of,
                hold_until=asked.hold_until,
            )


async def _check_taker(connection: AsyncConnection, account_id: int | None, row: IncidentRow) -> None:
    """Raise RequestRefusedError (404) when nobody is there who could work on what they are given."""
    taker = await _other(connection, account_id)
    if not taker.may(Right.WORK_ON_INCIDENTS, row.ward_code):
        raise not_found()


async def _other(connection: AsyncConnection, account_id: int | None) -> Person:
    """Return the person of an account that is in use; raise RequestRefusedError (404) when there is none."""
    for account in await accounts(connection):
        if account.id == account_id and account.disabled_at is None:
            return account.person
    raise not_found()


def _name(text: str | None) -> str | None:
    return (text or "").strip()[:_LONGEST_NAME] or None
