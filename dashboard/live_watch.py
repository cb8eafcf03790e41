"""Whether the parts of the centre that no alert could tell of are there: the rules, and ingest."""

import asyncio
import logging

from db.connection import AsyncPool
from db.errors import DatabaseError
from db.self_watch import Silence, silence

SILENT_S = 20.0
_LEND_LIMIT_S = 1.0

log = logging.getLogger(__name__)


def missing_parts(heard: Silence, watched_s: float) -> tuple[str, ...]:
    """Return which of rules and ingest have been silent for too long, `watched_s` after the watch began.

    What was silent before the watch began is not known to be missing: it may be starting as well.
    """
    silent = {"rules": heard.rules_s, "ingest": heard.ingest_s}
    return tuple(
        part
        for part, silent_s in silent.items()
        if min(watched_s, watched_s if silent_s is None else silent_s) >= SILENT_S
    )


class PartsWatch:
    """Asks the database who has said nothing lately; while it is away the last answer stands."""

    def __init__(self, pool: AsyncPool) -> None:
        self._pool = pool
        self._began_s: float | None = None
        self._missing: tuple[str, ...] = ()

    async def missing(self) -> tuple[str, ...]:
        """Return the parts that are missing now."""
        now_s = asyncio.get_running_loop().time()
        try:
            async with self._pool.connection(_LEND_LIMIT_S) as connection:
                heard = await silence(connection)
        except DatabaseError as error:
            log.debug("nobody can say which parts are there: %s", error)
            self._began_s = None
            return self._missing
        self._began_s = now_s if self._began_s is None else self._began_s
        self._missing = missing_parts(heard, now_s - self._began_s)
        return self._missing
