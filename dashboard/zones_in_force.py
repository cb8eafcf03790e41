"""What is painted out of every camera's pictures now, kept at hand for each picture that is shown."""

import asyncio
import logging

from dashboard.live_admission import PictureNotShownError
from db.connection import AsyncPool
from db.errors import DatabaseError
from db.privacy_zones import PaintedZones, painted_zones_now
from domain.privacy_zones import Zone

_EVERY_S = 2.0
_LEND_LIMIT_S = 1.0

log = logging.getLogger(__name__)


class ZonesInForce:
    """The zones of all cameras, read again every two seconds and on every decision made in this console.

    While the database is away the last answer stands: nobody can decide on zones without it either.
    """

    def __init__(self, pool: AsyncPool) -> None:
        self._pool = pool
        self._painted: PaintedZones | None = None

    async def run(self) -> None:
        """Read the zones again and again, until cancelled."""
        while True:
            try:
                await self.read()
            except DatabaseError as error:
                log.debug("the privacy zones are not read again now: %s", error)
            await asyncio.sleep(_EVERY_S)

    async def read(self) -> None:
        """Read the zones now."""
        async with self._pool.connection(_LEND_LIMIT_S) as connection:
            self._painted = await painted_zones_now(connection)

    def of(self, camera_code: str) -> tuple[Zone, ...]:
        """Return what is painted out of a camera's pictures, from whatever thread.

        Raises PictureNotShownError before the zones were read once: no picture rather than too much of one.
        """
        if self._painted is None:
            raise PictureNotShownError("no_zones")
        return self._painted.get(camera_code, ())
