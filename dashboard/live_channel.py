"""One numbered stream for all browsers of one audience: encoded once, one bounded queue per browser."""

import asyncio
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime

import msgspec

from dashboard.live_audience import Audience
from dashboard.live_state import Entry, encoded

QUEUE_LIMIT = 64
REMEMBERED_DELTAS = 1200
REMEMBERED_BYTES = 8_000_000


class Client:
    """One browser's queue; when it is full its content is dropped and a snapshot takes its place."""

    def __init__(self) -> None:
        self._messages: deque[bytes] = deque()
        self._news = asyncio.Event()
        self.needs_snapshot = False
        self.is_closed = False
        self.resyncs = 0

    def offer(self, message: bytes) -> None:
        """Queue a message, or fall back to a snapshot when the browser does not keep up."""
        if self.needs_snapshot:
            return
        if len(self._messages) >= QUEUE_LIMIT:
            self.resyncs += 1
            self.ask_snapshot()
            return
        self._messages.append(message)
        self._news.set()

    def ask_snapshot(self) -> None:
        """Let a snapshot be sent next, in place of everything that waits."""
        self._messages.clear()
        self.needs_snapshot = True
        self._news.set()

    def close(self) -> None:
        """End the browser's stream; it will come back by itself."""
        self.is_closed = True
        self._news.set()

    async def wait(self, timeout_s: float) -> bool:
        """Wait for something to send; False when there was nothing in time."""
        try:
            async with asyncio.timeout(timeout_s):
                await self._news.wait()
        except TimeoutError:
            return False
        return True

    def take(self) -> bytes:
        """Return everything that waits."""
        self._news.clear()
        waiting = b"".join(self._messages)
        self._messages.clear()
        return waiting

    @property
    def waiting(self) -> int:
        """How many messages wait."""
        return len(self._messages)


class Channel:
    """The stream of one audience: its numbers, its memory of deltas, its browsers."""

    def __init__(self, audience: Audience, epoch: str, everything: Callable[[Audience], bytes]) -> None:
        self.audience = audience
        self.epoch = epoch
        self.n = 0
        self.clients: set[Client] = set()
        self.empty_since: datetime | None = None
        self._everything = everything
        self._deltas: deque[tuple[int, bytes]] = deque()
        self._remembered_bytes = 0
        self._snapshot: bytes | None = None

    def publish(self, entries: list[Entry], at: datetime) -> int:
        """Send what the audience may see of `entries` as the next delta; return to how many browsers."""
        self._snapshot = None
        seen = [entry for entry in entries if self.audience.sees(entry.kind, entry.ward_code)]
        if not seen:
            return 0
        self.n += 1
        message = self._message("delta", _delta(self.n, at, encoded(seen)))
        self._remember(message)
        for client in self.clients:
            client.offer(message)
        return len(self.clients)

    def pulse(self, message: bytes) -> None:
        """Send a sign of life to every browser; it has no number and is not remembered."""
        for client in self.clients:
            client.offer(message)

    def join(self, last_event_id: str | None) -> Client:
        """Return the queue of a new browser, filled with what it missed or asking for a snapshot."""
        client = Client()
        missed = self._missed(last_event_id)
        if missed is None:
            client.ask_snapshot()
        elif len(missed) > QUEUE_LIMIT:
            client.offer(b"".join(missed))
        else:
            for message in missed:
                client.offer(message)
        self.clients.add(client)
        self.empty_since = None
        return client

    def leave(self, client: Client) -> None:
        """Forget a browser."""
        self.clients.discard(client)
        if not self.clients:
            self.empty_since = datetime.now(UTC)

    def take(self, client: Client) -> bytes:
        """Return what `client` is to be sent next: what waits for it, or a snapshot in place of it."""
        waiting = client.take()
        if not client.needs_snapshot:
            return waiting
        client.needs_snapshot = False
        return self.snapshot()

    def snapshot(self) -> bytes:
        """Return everything as a message, made once for all who ask between two deltas."""
        if self._snapshot is None:
            self._snapshot = self._message(
                "snapshot", _snapshot(self.epoch, self.n, datetime.now(UTC), self._everything(self.audience))
            )
        return self._snapshot

    def _missed(self, last_event_id: str | None) -> list[bytes] | None:
        """Return the deltas after the last one that a browser had; None when they are not all remembered."""
        epoch, _, number = (last_event_id or "").rpartition(":")
        if epoch != self.epoch or not number.isdecimal() or int(number) > self.n:
            return None
        seen = int(number)
        oldest = self._deltas[0][0] if self._deltas else self.n + 1
        if seen + 1 < oldest:
            return None
        return [message for n, message in self._deltas if n > seen]

    def _remember(self, message: bytes) -> None:
        self._deltas.append((self.n, message))
        self._remembered_bytes += len(message)
        while len(self._deltas) > REMEMBERED_DELTAS or self._remembered_bytes > REMEMBERED_BYTES:
            _, forgotten = self._deltas.popleft()
            self._remembered_bytes -= len(forgotten)

    def _message(self, event: str, data: bytes) -> bytes:
        return b"id: %b:%d\nevent: %b\ndata: %b\n\n" % (self.epoch.encode(), self.n, event.encode(), data)


class _Delta(msgspec.Struct):
    """A delta on the wire."""

    n: int
    at: datetime
    state: msgspec.Raw


class _Snapshot(msgspec.Struct):
    """A snapshot on the wire."""

    epoch: str
    n: int
    at: datetime
    state: msgspec.Raw


def _delta(n: int, at: datetime, state: bytes) -> bytes:
    return msgspec.json.encode(_Delta(n, at, msgspec.Raw(state)))


def _snapshot(epoch: str, n: int, at: datetime, state: bytes) -> bytes:
    return msgspec.json.encode(_Snapshot(epoch, n, at, msgspec.Raw(state)))
