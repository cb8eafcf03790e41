"""A cable between two parts of the centre, which can be cut: a small TCP relay on loopback."""

import asyncio
import contextlib
import threading
from types import TracebackType
from typing import Self

from opscenter.ports import HOST, free_port

_CHUNK = 65_536
_DEADLINE_S = 10.0


class Cable:
    """Relays connections to a port, from a port of its own.

    While it is cut nothing passes and nobody is told, as when a switch dies. Mended, it drops the
    connections of before, as a firewall does that has forgotten them.
    """

    def __init__(self, target_port: int) -> None:
        self.port = free_port()
        self._target_port = target_port
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="cable", daemon=True)
        self._passing = asyncio.Event()
        self._relays: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    def cut(self) -> None:
        """Let nothing pass any more."""
        self._loop.call_soon_threadsafe(self._passing.clear)

    def mend(self) -> None:
        """Drop what hangs in the cable and let new connections pass."""
        asyncio.run_coroutine_threadsafe(self._drop_all(), self._loop).result(_DEADLINE_S)
        self._loop.call_soon_threadsafe(self._passing.set)

    def __enter__(self) -> Self:
        """Lay the cable."""
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._serve(), self._loop).result(_DEADLINE_S)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take it away."""
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(_DEADLINE_S)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_DEADLINE_S)
        self._loop.close()

    async def _serve(self) -> None:
        self._passing.set()
        self._server = await asyncio.start_server(self._connect, HOST, self.port)

    async def _close(self) -> None:
        if self._server is not None:
            self._server.close()
        await self._drop_all()

    async def _drop_all(self) -> None:
        relays = list(self._relays)
        for relay in relays:
            relay.cancel()
        await asyncio.gather(*relays, return_exceptions=True)

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        relay = asyncio.create_task(self._relay(reader, writer))
        self._relays.add(relay)
        try:
            await asyncio.wait([relay])
        finally:
            self._relays.discard(relay)
            writer.transport.abort()

    async def _relay(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._passing.wait()
        try:
            far_reader, far_writer = await asyncio.open_connection(HOST, self._target_port)
        except OSError:
            return
        directions = (
            asyncio.create_task(self._pass_on(reader, far_writer)),
            asyncio.create_task(self._pass_on(far_reader, writer)),
        )
        try:
            await asyncio.wait(directions, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for direction in directions:
                direction.cancel()
            await asyncio.gather(*directions, return_exceptions=True)
            far_writer.transport.abort()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(_CHUNK):
                await self._passing.wait()
                writer.write(data)
                await writer.drain()
