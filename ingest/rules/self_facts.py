"""Looks at how the centre itself is: what its processes said last, the dead letters, the database's disk."""

import logging
import os
from datetime import datetime
from pathlib import Path

from db.connection import Connection
from db.self_watch import dead_letters_since, lanes
from ingest.rules.self_watch import MANY_REFUSED, REFUSED_SPAN, SelfFacts

log = logging.getLogger(__name__)


def read_self(connection: Connection, disk: Path | None, now: datetime) -> SelfFacts:
    """Return how the centre is now."""
    return SelfFacts(
        lanes(connection),
        dead_letters_since(connection, now - REFUSED_SPAN, MANY_REFUSED * 10),
        free_share(disk),
    )


def free_share(disk: Path | None) -> float | None:
    """Return which share of the disk that holds a folder is free to ordinary users; None when unknown."""
    if disk is None:
        return None
    try:
        found = os.statvfs(disk)
    except OSError as error:
        log.debug("the database's disk cannot be looked at: %s", error.strerror)
        return None
    return found.f_bavail / found.f_blocks if found.f_blocks else None
