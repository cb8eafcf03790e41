"""Orders for an incident: who could go, sending a unit, calling one back, and how far they all are."""

import asyncio
import functools
from datetime import UTC, datetime
from uuid import UUID

from fastapi import APIRouter, Request
from msgspec import Struct
from starlette.responses import Response

from dashboard.answers import json_answer, not_found
from dashboard.asked_bodies import asked_of
from dashboard.context import ConsoleContext
from dashboard.errors import BrokerAwayError, RequestRefusedError
from dashboard.live_incident_answers import done, refused, seen_incident
from dashboard.live_orders_given import matter_of_incident, not_sent, recall_unit, send_unit, unverified
from dashboard.live_orders_shown import orders_answer
from dashboard.sessions import current_person
from db.connection import AsyncConnection
from db.dispatching import channels_of, lock_order, orders_under_way, units
from db.errors import IncidentConflict
from db.incident_rows import IncidentRow
from db.incident_writing import lock_incident
from db.incidents import incident as read_incident
from db.incidents import verify_incident
from db.order_answers import is_under_way
from db.rows import CommandRow, UnitRow
from domain.incidents import ACTIVE_STATES, IncidentStepRefusedError
from domain.messages import Order, Provenance, UnitState
from domain.orders import ANSWER_WITHIN, ORDERS_LAST, needs_verification
from domain.reach import Candidate, Proposal, proposals
from domain.roads import StreetNetwork
from domain.roles import Person, Right
from domain.street_network import street_network

_LONGEST_REASON = 500


class OrderAsked(Struct, forbid_unknown_fields=True):
    """What the page sends: the unit, the version of the incident that was seen, and whether it `verifies`."""

    unit: str
    version: int
    verifies: bool = False


class RecallAsked(Struct, forbid_unknown_fields=True):
    """Why a unit is called back."""

    reason: str


class UnitsAnswer(Struct):
    """Who could go, the soonest first, and whether somebody has to verify before anybody goes."""

    units: list[Proposal]
    must_verify: bool
    verified_by: str | None


def routes(context: ConsoleContext) -> APIRouter:
    """Return the routes of an incident's orders."""
    router = APIRouter()
    roads = functools.cache(lambda: street_network(context.district))

    @router.get("/live/incidents/{incident_id}/units")
    async def who_could_go(incident_id: UUID) -> Response:
        person = current_person()
        async with context.pool.connection() as connection:
            incident = await seen_incident(connection, incident_id, person, Right.SEE_INCIDENTS)
            free = await _free_units(connection, incident, person)
            must_verify = await _must_verify(connection, incident)
        found = await asyncio.to_thread(_proposed, roads, incident, free)
        return json_answer(UnitsAnswer(found, must_verify, incident.verified_by))

    @router.get("/live/incidents/{incident_id}/orders")
    async def how_far(incident_id: UUID) -> Response:
        async with context.pool.connection() as connection:
            incident = await seen_incident(connection, incident_id, current_person(), Right.SEE_INCIDENTS)
            return json_answer(await orders_answer(connection, incident))

    @router.post("/live/incidents/{incident_id}/orders")
    async def send(incident_id: UUID, request: Request) -> Response:
        person = current_person()
        asked = asked_of(await request.body(), OrderAsked)
        try:
            await context.requests.reach()
            async with context.pool.connection() as connection:
                await seen_incident(connection, incident_id, person)
                return await _sent(context, connection, incident_id, asked, person)
        except BrokerAwayError as error:
            raise not_sent(error) from error

    @router.post("/live/orders/{order_id}/recall")
    async def recall(order_id: UUID, request: Request) -> Response:
        asked = asked_of(await request.body(), RecallAsked)
        reason = checked_reason(asked.reason)
        try:
            await context.requests.reach()
            async with context.pool.connection() as connection, connection.transaction():
                order = await _order_to_recall(connection, order_id)
                await recall_unit(context, connection, order, current_person(), reason)
        except BrokerAwayError as error:
            raise not_sent(error) from error
        return Response(status_code=204)

    return router


def checked_reason(reason: str) -> str:
    """Return a reason without white space around it; raise RequestRefusedError (422) when it is none."""
    if not reason.strip() or len(reason) > _LONGEST_REASON:
        raise RequestRefusedError(
            422, "Cần một lý do, không quá 500 ký tự.", "A reason is needed, of at most 500 characters."
        )
    return reason.strip()


async def _sent(
    context: ConsoleContext,
    connection: AsyncConnection,
    incident_id: UUID,
    asked: OrderAsked,
    person: Person,
) -> Response:
    """Send the unit, or say who was faster."""
    try:
        async with connection.transaction():
            incident = _going_on(await lock_incident(connection, incident_id, asked.version))
            if await _must_verify(connection, incident):
                if not asked.verifies:
                    raise unverified()
                incident = await verify_incident(connection, incident_id, person, incident.version)
            channels = await channels_of(connection, incident_id)
            await send_unit(context, connection, matter_of_incident(incident, channels), asked.unit, person)
    except (IncidentConflict, IncidentStepRefusedError) as error:
        return await refused(connection, incident_id, error)
    return done(await read_incident(connection, incident_id))


def _going_on(incident: IncidentRow) -> IncidentRow:
    """Return an incident to which a unit can be sent; raise IncidentStepRefusedError for one that is over."""
    if incident.state not in ACTIVE_STATES:
        raise IncidentStepRefusedError(f"an incident that is {incident.state} gets no unit")
    return incident


async def _must_verify(connection: AsyncConnection, incident: IncidentRow) -> bool:
    """Tell whether a named person has to verify before police are sent."""
    if incident.verified_by is not None:
        return False
    return needs_verification(incident.origin, await channels_of(connection, incident.id))


async def _free_units(connection: AsyncConnection, incident: IncidentRow, person: Person) -> list[UnitRow]:
    """Return the units that are free, on no order, and as real as the incident is."""
    now = datetime.now(UTC)
    sent = {
        order.unit_code
        for order in await orders_under_way(connection, now - ORDERS_LAST)
        if order.answer is not None or order.sent_at > now - ANSWER_WITHIN
    }
    is_real = incident.provenance is Provenance.REAL
    return [
        unit
        for unit in await units(connection)
        if unit.state is UnitState.FREE
        and unit.code not in sent
        and (unit.provenance is Provenance.REAL) == is_real
        and person.may(Right.SEE_UNITS, unit.ward_code)
    ]


def _proposed(
    roads: "functools._lru_cache_wrapper[StreetNetwork]", incident: IncidentRow, free: list[UnitRow]
) -> list[Proposal]:
    """Return who could be there first by road."""
    candidates = [Candidate(it.code, it.callsign, it.kind, it.ward_code, (it.lat, it.lon)) for it in free]
    return proposals(roads(), incident.kind, (incident.lat, incident.lon), candidates)


async def _order_to_recall(connection: AsyncConnection, order_id: UUID) -> CommandRow:
    """Hold an order that can be taken back; raise RequestRefusedError when there is none."""
    order = await lock_order(connection, order_id)
    if order is None or order.order is not Order.DISPATCH:
        raise not_found()
    if not is_under_way(order):
        raise RequestRefusedError(
            409, "Đơn vị không còn thực hiện lệnh này.", "The unit is no longer on this order."
        )
    if order.incident_id is not None:
        await lock_incident(connection, order.incident_id)
    return order
