"""Keeps the database in order beside the rules, on a connection of its own: no alert ever waits for it."""

import contextlib
import logging
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from db.camera_papers import review_holds
from db.connection import Connection, connect
from db.errors import DatabaseError
from db.gaps import look_for_gaps
from db.maintenance import run_due
from db.self_watch import forget_lanes
from ingest.rules.settings import RulesSettings

_LOOK_EVERY_S = 0.5
_PAUSE_S = 2.0
_LONGEST_END_S = 10.0

log = logging.getLogger(__name__)


@contextlib.contextmanager
def upkeep(settings: RulesSettings) -> Iterator[None]:
    """Keep the database in order for as long as this process leads."""
    stop = threading.Event()
    thread = threading.Thread(target=_keep, args=(settings, stop), name="upkeep", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(_LONGEST_END_S)


def _keep(settings: RulesSettings, stop: threading.Event) -> None:
    """Work until `stop`, again and again when the database was away."""
    while not stop.is_set():
        try:
            with connect(settings.database_url, f"{settings.instance}-upkeep") as connection:
                _work(connection, settings, stop)
        except DatabaseError as error:
            log.warning("%s (upkeep tries again)", error)
            stop.wait(_PAUSE_S)


def _work(connection: Connection, settings: RulesSettings, stop: threading.Event) -> None:
    next_upkeep_at = next_gaps_at = 0.0
    while not stop.is_set():
        clock = time.monotonic()
        if clock >= next_upkeep_at:
            next_upkeep_at = clock + settings.upkeep_every_s
            _do_what_is_due(connection)
        if clock >= next_gaps_at:
            next_gaps_at = clock + settings.gaps_every_s
            _look_for_gaps(connection, timedelta(seconds=settings.gaps_settling_s))
        stop.wait(_LOOK_EVERY_S)


def _do_what_is_due(connection: Connection) -> None:
    now = datetime.now(UTC)
    report = run_due(connection, now)
    if report.done:
        log.info("upkeep of the database: %s", ", ".join(report.done))
    forget_lanes(connection)
    changed = review_holds(connection, now.date())
    if changed:
        log.info("cameras were held or released by their papers", extra={"cameras": changed})


def _look_for_gaps(connection: Connection, settling: timedelta) -> None:
    found = look_for_gaps(connection, settling)
    if found:
        log.warning("messages of some sources never came", extra={"gaps": found})
