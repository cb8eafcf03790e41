"""`GET /live/stream`: server-sent events, straight from the feed's queues to the browser."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from dashboard.live_audience import audience_of
from dashboard.live_channel import Channel, Client
from dashboard.live_feed import LiveFeed
from dashboard.sessions import Sessions, current_person, current_visitor
from db.errors import DatabaseUnavailable

HEARTBEAT_S = 5.0
_CHECK_SESSION_S = 10.0
_SEND_LIMIT_S = 30.0

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_HEAD = {
    "type": "http.response.start",
    "status": 200,
    "headers": [
        (b"content-type", b"text/event-stream; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),
    ],
}


class LiveStream:
    """The ASGI endpoint of the stream; an open one keeps its session from idling away."""

    def __init__(self, feed: LiveFeed, sessions: Sessions) -> None:
        self._feed = feed
        self._sessions = sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send what happens until the browser leaves, its session ends or the process stops."""
        headers = dict(scope["headers"])
        last_event_id = headers.get(b"last-event-id", b"").decode("latin-1") or None
        channel, client = self._feed.join(audience_of(current_person()), last_event_id)
        watching = asyncio.create_task(_close_when_gone(receive, client))
        try:
            await send(dict(_HEAD))
            await _send(send, b"retry: 1000\n\n")
            await self._send_all(send, channel, client)
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        except TimeoutError:
            pass  # The browser took nothing for half a minute: it is gone, or will come again.
        finally:
            channel.leave(client)
            watching.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await watching

    async def _send_all(self, send: Send, channel: Channel, client: Client) -> None:
        """Send what waits as soon as it waits, and a comment when nothing does."""
        loop = asyncio.get_running_loop()
        check_at = loop.time() + _CHECK_SESSION_S
        while not client.is_closed:
            has_news = await client.wait(HEARTBEAT_S)
            if client.is_closed:
                return
            await _send(send, channel.take(client) if has_news else b": still here\n\n")
            if loop.time() >= check_at:
                check_at = loop.time() + _CHECK_SESSION_S
                if not await self._is_still_allowed(channel):
                    return

    async def _is_still_allowed(self, channel: Channel) -> bool:
        """Tell whether the session lives and still sees what this stream shows."""
        try:
            visitor = await self._sessions.visitor(current_visitor().token)
        except DatabaseUnavailable:
            return True
        return visitor is not None and audience_of(visitor.person) == channel.audience


async def _send(send: Send, body: bytes) -> None:
    """Send a piece; TimeoutError when the browser does not take it."""
    async with asyncio.timeout(_SEND_LIMIT_S):
        await send({"type": "http.response.body", "body": body, "more_body": True})


async def _close_when_gone(receive: Receive, client: Client) -> None:
    """Wait for the browser to leave, then end its queue."""
    while (await receive())["type"] != "http.disconnect":
        pass
    client.close()
