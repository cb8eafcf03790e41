"""`/live/incidents/{incident_id}/links`, `/split`, `/merge`: a person has the last word on what is one."""

from uuid import UUID

import msgspec
from fastapi import APIRouter, Request
from starlette.responses import Response

from dashboard.asked_bodies import asked_of
from dashboard.context import ConsoleContext
from dashboard.errors import RequestRefusedError
from dashboard.live_incident_answers import check_text, done, not_joined, refused, seen_incident
from dashboard.sessions import current_person
from db.accounts import record_audit
from db.errors import DataRefused, IncidentConflict, IncidentNotFound
from db.incident_links import SUBJECTS, Thing, link, merge, split, unlink
from domain.incidents import IncidentStepRefusedError

_LONGEST_KEY = 100
_MOST_THINGS = 100


class ThingAsked(msgspec.Struct, forbid_unknown_fields=True):
    """What is meant: its subject (alert, report, camera, incident) and key."""

    subject: str
    key: str

    def thing(self) -> Thing:
        """Return it; raise RequestRefusedError (422) when there is no such thing."""
        if self.subject not in SUBJECTS or not 0 < len(self.key) <= _LONGEST_KEY:
            raise RequestRefusedError(422, "Không rõ mục cần gắn.", "It is not clear what is meant.")
        return Thing(self.subject, self.key)


class LinkAsked(msgspec.Struct, forbid_unknown_fields=True):
    """What shall belong to the incident (or no longer), and why."""

    subject: str
    key: str
    why: str = ""
    remove: bool = False


class SplitAsked(msgspec.Struct, forbid_unknown_fields=True):
    """What becomes an incident of its own, and why."""

    version: int
    things: list[ThingAsked]
    reason: str = ""


class MergeAsked(msgspec.Struct, forbid_unknown_fields=True):
    """Which incident this one is the same as, and why."""

    version: int
    into: UUID
    reason: str = ""


def routes(context: ConsoleContext) -> APIRouter:
    """Return the routes of joining and parting."""
    router = APIRouter()

    @router.post("/live/incidents/{incident_id}/links")
    async def links(incident_id: UUID, request: Request) -> Response:
        asked = asked_of(await request.body(), LinkAsked)
        thing = ThingAsked(asked.subject, asked.key).thing()
        return await _link(context, incident_id, thing, check_text(asked.why), is_out=asked.remove)

    @router.post("/live/incidents/{incident_id}/split")
    async def parted(incident_id: UUID, request: Request) -> Response:
        return await _split(context, incident_id, asked_of(await request.body(), SplitAsked))

    @router.post("/live/incidents/{incident_id}/merge")
    async def merged(incident_id: UUID, request: Request) -> Response:
        return await _merge(context, incident_id, asked_of(await request.body(), MergeAsked))

    return router


async def _link(
    context: ConsoleContext, incident_id: UUID, thing: Thing, why: str, *, is_out: bool
) -> Response:
    person = current_person()
    async with context.pool.connection() as connection:
        await seen_incident(connection, incident_id, person)
        try:
            async with connection.transaction():
                change = unlink if is_out else link
                row = await change(connection, incident_id, thing, person, why)
                details = {"subject": thing.subject, "key": thing.key, "why": why, "removed": is_out}
                await record_audit(connection, person, "link_incident", str(incident_id), details)
        except (IncidentNotFound, DataRefused) as error:
            raise not_joined(error) from error
    return done(row)


async def _split(context: ConsoleContext, incident_id: UUID, asked: SplitAsked) -> Response:
    person = current_person()
    reason = check_text(asked.reason, is_needed=True)
    things = [one.thing() for one in asked.things]
    if not 0 < len(things) <= _MOST_THINGS:
        raise RequestRefusedError(422, "Hãy chọn mục cần tách.", "Choose what is to be split off.")
    async with context.pool.connection() as connection:
        await seen_incident(connection, incident_id, person)
        try:
            async with connection.transaction():
                part = await split(connection, incident_id, things, person, asked.version, reason=reason)
                details = {"into": part.number, "things": len(things), "reason": reason}
                await record_audit(connection, person, "split_incident", str(incident_id), details)
        except IncidentConflict as error:
            return await refused(connection, incident_id, error)
        except (IncidentNotFound, DataRefused) as error:
            raise not_joined(error) from error
    return done(part)


async def _merge(context: ConsoleContext, incident_id: UUID, asked: MergeAsked) -> Response:
    person = current_person()
    reason = check_text(asked.reason, is_needed=True)
    async with context.pool.connection() as connection:
        await seen_incident(connection, incident_id, person)
        await seen_incident(connection, asked.into, person)
        try:
            async with connection.transaction():
                row = await merge(connection, incident_id, asked.into, person, asked.version, reason=reason)
                details = {"into": str(asked.into), "reason": reason}
                await record_audit(connection, person, "merge_incident", str(incident_id), details)
        except (IncidentConflict, IncidentStepRefusedError) as error:
            return await refused(connection, incident_id, error)
        except (IncidentNotFound, DataRefused) as error:
            raise not_joined(error) from error
    return done(row)
