"""Sends dead letters again that people asked for in the console, by the same way as the command line does.

The console knows no dialect, so it only writes down what is asked. Every worker looks once a second; of
several, one takes the asking and holds it until the letter is sent and its fate is written, together.
"""

import logging
import threading
from datetime import UTC, datetime, timedelta

from db.connection import Connection, connect
from db.errors import DatabaseError
from db.intake import store
from db.privacy_zones import painted_zones
from db.registry import known_sources
from db.resending import expire_resends, finish_resend, take_resend
from ingest.dead_letters import Fate, resend
from ingest.dialects.device_registry import DeviceRegistry
from ingest.registry import Registry
from ingest.settings import IngestSettings

LOOK_EVERY_S = 1.0
_EXPIRE_EVERY = timedelta(hours=6)

log = logging.getLogger(__name__)


def keep_resending(settings: IngestSettings, devices: DeviceRegistry, stop: threading.Event) -> None:
    """Send what is asked for until `stop` is set; while the database is away the askings wait in it."""
    connection: Connection | None = None
    expire_at = datetime.now(UTC)
    while not stop.is_set():
        try:
            connection = connection or connect(settings.database_url, f"{settings.client_id}-resend")
            if not resend_next(connection, settings, devices):
                stop.wait(LOOK_EVERY_S)
            if datetime.now(UTC) >= expire_at:
                expire_at = datetime.now(UTC) + _EXPIRE_EVERY
                expire_resends(connection, datetime.now(UTC))
        except DatabaseError as error:
            log.debug("no dead letter can be sent again now: %s", error)
            if connection is not None:
                connection.close()
            connection = None
            stop.wait(LOOK_EVERY_S)
    if connection is not None:
        connection.close()


def resend_next(connection: Connection, settings: IngestSettings, devices: DeviceRegistry) -> bool:
    """Send the letter that was asked for first; tell whether there was one."""
    store(connection, ())  # makes the tables in which rows wait: what fails below must not take them back
    with connection.transaction():
        asked = take_resend(connection)
        if asked is None:
            return False
        registry = _registry(connection, settings, devices)
        fate, reason = _sent(connection, asked.letter_id, registry, asked.username)
        finish_resend(connection, asked, fate, reason)
    return True


def _sent(
    connection: Connection, letter_id: int, registry: Registry, username: str
) -> tuple[Fate, str | None]:
    """Send one letter; one that breaks the reading is refused, and holds up no other."""
    try:
        resent = resend(connection, letter_id, registry, username)
    except DatabaseError:
        raise
    except Exception as error:
        log.exception("a dead letter cannot be sent again", extra={"letter": letter_id})
        return Fate.REFUSED, f"it cannot be read: {type(error).__name__}"
    return resent.fate, resent.reason


def _registry(connection: Connection, settings: IngestSettings, devices: DeviceRegistry) -> Registry:
    """Return the registry of this moment: a letter is often sent again because a camera was registered."""
    return Registry(settings.district, known_sources(connection), devices, painted_zones(connection))
