"""Many consoles without a screen, in a process of their own: streams that note when each probe came.

Run as `python -m opscenter.bench.console_listeners PORT CONSOLES DEAF RESULT`, with the session's
cookie in the environment. It says `listening` when all have their snapshot, and writes what they saw
when it is told to end. Deaf ones open a stream and never read it.
"""

import asyncio
import os
import re
import signal
import sys
import time
from pathlib import Path

import msgspec

from opscenter.ports import HOST

COOKIE_VARIABLE = "OPSCENTER_BENCH_COOKIE"
_PROBE = re.compile(rb'"cam":"(bench-\d{4})"')
_OVERLAP = 32
_SNAPSHOT = b"event: snapshot"


class Seen(msgspec.Struct):
    """What all consoles saw: how many there were, which lost their stream, when each probe came to each."""

    consoles: int
    lost: int
    arrivals: dict[str, list[float]]


class Listener(asyncio.Protocol):
    """One console's stream; times are seconds of this machine's clock."""

    def __init__(self, request: bytes, *, is_deaf: bool) -> None:
        self._request = request
        self._is_deaf = is_deaf
        self._tail = b""
        self.has_snapshot = asyncio.Event()
        self.is_lost = False
        self.arrivals: dict[str, float] = {}

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the stream."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - of a TCP connection
        transport.write(self._request)
        if self._is_deaf:
            transport.pause_reading()

    def data_received(self, data: bytes) -> None:
        """Note the probes in what came, also one that was cut in two."""
        now = time.time()
        text = self._tail + data
        if _SNAPSHOT in text:
            self.has_snapshot.set()
        for match in _PROBE.finditer(text):
            self.arrivals.setdefault(match[1].decode(), now)
        self._tail = text[-_OVERLAP:]

    def connection_lost(self, _exc: Exception | None) -> None:
        """Note that the stream ended before it was told to."""
        self.is_lost = True


async def listen(port: int, consoles: int, deaf: int) -> Seen:
    """Open all streams, listen until the process is told to end, and return what was seen."""
    told = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, told.set)
    request = _request(port, os.environ[COOKIE_VARIABLE])
    listeners = [await _opened(port, request, is_deaf=False) for _ in range(consoles)]
    kept = [await _opened(port, request, is_deaf=True) for _ in range(deaf)]
    for listener in listeners:
        await listener.has_snapshot.wait()
    print("listening", flush=True)  # noqa: T201 - the parent waits for this word
    await told.wait()
    del kept
    return _seen(listeners)


def _seen(listeners: list[Listener]) -> Seen:
    arrivals: dict[str, list[float]] = {}
    for listener in listeners:
        for camera, at_s in listener.arrivals.items():
            arrivals.setdefault(camera, []).append(at_s)
    return Seen(len(listeners), sum(listener.is_lost for listener in listeners), arrivals)


async def _opened(port: int, request: bytes, *, is_deaf: bool) -> Listener:
    loop = asyncio.get_running_loop()
    _, listener = await loop.create_connection(lambda: Listener(request, is_deaf=is_deaf), HOST, port)
    return listener


def _request(port: int, cookie: str) -> bytes:
    lines = ("GET /live/stream HTTP/1.1", f"Host: {HOST}:{port}", f"Cookie: {cookie}")
    return "\r\n".join((*lines, "Accept: text/event-stream", "", "")).encode()


if __name__ == "__main__":
    seen = asyncio.run(listen(*map(int, sys.argv[1:4])))
    Path(sys.argv[4]).write_bytes(msgspec.json.encode(seen))
