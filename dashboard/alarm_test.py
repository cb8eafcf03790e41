"""`POST /live/alarm-test`: a person tried sound, flash and notification at the start of a shift."""

from enum import StrEnum

import msgspec
from fastapi import APIRouter, Request
from starlette.responses import Response

from dashboard.context import ConsoleContext
from dashboard.errors import RequestRefusedError
from dashboard.sessions import current_person
from db.accounts import record_audit


class Notifications(StrEnum):
    """What the browser says of notifications."""

    GRANTED = "granted"
    DENIED = "denied"
    DEFAULT = "default"
    UNSUPPORTED = "unsupported"


class AlarmTried(msgspec.Struct, forbid_unknown_fields=True):
    """How the test went: whether the person heard the sound and saw the flash."""

    heard: bool
    seen: bool
    notifications: Notifications


def routes(context: ConsoleContext) -> APIRouter:
    """Return the route that writes the outcome down."""
    router = APIRouter()

    @router.post("/live/alarm-test")
    async def tried(request: Request) -> Response:
        outcome = _outcome_of(await request.body())
        person = current_person()
        details = msgspec.to_builtins(outcome)
        async with context.pool.connection() as connection:
            await record_audit(connection, person, "test_alarm", person.username, details)
        return Response(status_code=204)

    return router


def _outcome_of(body: bytes) -> AlarmTried:
    """Return what the page tells; raise RequestRefusedError (422) when it cannot be understood."""
    try:
        return msgspec.json.decode(body, type=AlarmTried)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise RequestRefusedError(
            422, f"Yêu cầu không đúng: {error}", f"The request is not right: {error}"
        ) from error
