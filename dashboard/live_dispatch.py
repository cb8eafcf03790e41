"""`POST /live/alerts/{alert_id}/dispatch`: a free unit is sent to an alert, over MQTT and at once.

An alert that belongs to an incident sends for it. What only a camera has seen sends nobody until a named
person has verified it: who stands for the incident, or who sends and says so.
"""

from uuid import UUID

import msgspec
from fastapi import APIRouter, Request
from starlette.responses import Response

from dashboard.answers import json_answer
from dashboard.asked_bodies import asked_of
from dashboard.context import ConsoleContext
from dashboard.errors import BrokerAwayError
from dashboard.live_actions import ActionDone, check_sees, conflict
from dashboard.live_entries import alert_entry
from dashboard.live_orders_given import Matter, matter_of_alert, not_sent, send_unit, unverified
from dashboard.sessions import current_person
from db.acting import lock_as_seen
from db.connection import AsyncConnection
from db.dispatching import channels_of
from db.errors import AlertConflict, DatabaseError
from db.incident_links import incident_of
from db.incident_rows import IncidentRow
from db.incident_writing import lock_incident
from db.incidents import verify_incident
from db.rows import AlertRow
from domain.alerts import OPEN_STATES, TransitionRefusedError
from domain.orders import needs_verification
from domain.roles import Person


class DispatchAsked(msgspec.Struct, forbid_unknown_fields=True):
    """What the page sends: the unit, the version of the alert that was on the screen, and `verifies`.

    Who verifies stands with their name for what only a camera has seen.
    """

    unit: str
    version: int
    verifies: bool = False


def routes(context: ConsoleContext) -> APIRouter:
    """Return the route of sending a unit."""
    router = APIRouter()

    @router.post("/live/alerts/{alert_id}/dispatch")
    async def dispatch(alert_id: UUID, request: Request) -> Response:
        person = current_person()
        asked = asked_of(await request.body(), DispatchAsked)
        try:
            await context.requests.reach()
            async with context.pool.connection() as connection:
                await check_sees(connection, alert_id, person)
                try:
                    alert = await _send(context, connection, alert_id, asked, person)
                except (AlertConflict, TransitionRefusedError) as error:
                    return await conflict(connection, alert_id, error)
        except BrokerAwayError as error:
            raise not_sent(error) from error
        return json_answer(ActionDone(alert_entry(alert)))

    return router


async def _send(
    context: ConsoleContext, connection: AsyncConnection, alert_id: UUID, asked: DispatchAsked, person: Person
) -> AlertRow:
    """Hold alert, incident and unit, send the order, and keep it: without the broker nothing is written."""
    async with connection.transaction():
        alert = await lock_as_seen(connection, alert_id, asked.version)
        if alert.state not in OPEN_STATES:
            raise TransitionRefusedError(f"an alert that is {alert.state} gets no unit")
        matter = await _matter(connection, alert, asked, person)
        changed = await send_unit(context, connection, matter, asked.unit, person, alert=alert)
    if changed is None:
        raise DatabaseError(f"alert {alert_id} vanished while it was locked")
    return changed


async def _matter(
    connection: AsyncConnection, alert: AlertRow, asked: DispatchAsked, person: Person
) -> Matter:
    """Return what the unit is sent to, verified by a named person where only cameras speak for it."""
    known = await incident_of(connection, "alert", str(alert.id))
    incident = None if known is None else await lock_incident(connection, known.id)
    verified_by = None if incident is None else incident.verified_by
    channels = [] if incident is None else [incident.origin, *await channels_of(connection, incident.id)]
    if verified_by is None and needs_verification(alert.source_channel, channels):
        if not asked.verifies:
            raise unverified()
        verified_by = person.display_name
        incident = await _verified(connection, incident, person)
    return matter_of_alert(alert, incident, verified_by, channels)


async def _verified(
    connection: AsyncConnection, incident: IncidentRow | None, person: Person
) -> IncidentRow | None:
    """Let the person stand for the incident, when there is one."""
    if incident is None:
        return None
    return await verify_incident(connection, incident.id, person, incident.version)
