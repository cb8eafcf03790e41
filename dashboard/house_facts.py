"""How database and ingest are, asked at most twice a minute, and only while somebody looks."""

import asyncio
import logging
from datetime import UTC, datetime, timedelta

from db.errors import DatabaseError
from db.health import House, house

_AGE = timedelta(seconds=30)

log = logging.getLogger(__name__)


class HouseFacts:
    """The newest answer; several who ask at once wait for the same one."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._asking = asyncio.Lock()
        self._known: House | None = None

    async def now(self) -> House | None:
        """Return how the house is; the last answer while the database is away, None before the first."""
        async with self._asking:
            now = datetime.now(UTC)
            if self._known is None or now - self._known.at >= _AGE:
                try:
                    self._known = await asyncio.to_thread(house, self._dsn, now)
                except DatabaseError as error:
                    log.debug("nobody can say how the house is: %s", error)
        return self._known
