"""The one feed of this process: follows the database's changes and tells every browser at once."""

import asyncio
import contextlib
import logging
import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

import msgspec

from dashboard.feed_delays import FeedDelays
from dashboard.live_audience import Audience
from dashboard.live_channel import Channel, Client
from dashboard.live_gathering import Gathering
from dashboard.live_heartbeat import Beat, CountedWords, Heartbeats
from dashboard.live_readiness import Readiness
from dashboard.live_state import Entry, LiveState
from dashboard.live_watch import PartsWatch
from dashboard.lookers import LookedAt, Looking
from dashboard.metrics import ConsoleMetrics
from dashboard.sessions import Visitor
from db.changes import Change, Position
from db.connection import AsyncConnection, AsyncPool
from db.console import live_state
from db.errors import DatabaseError, DatabaseUnavailable, FeedLost
from db.feed import changes_after, listen
from db.heartbeat import last_words

TICK_S = 0.05
PULSE_S = 2.0
_RETRY_S = 0.5
_BATCH = 2000
_KEEP_EMPTY_CHANNEL = timedelta(minutes=10)

log = logging.getLogger(__name__)


class _Pulse(msgspec.Struct):
    """A sign of life on the wire; `database` is false while the console cannot reach it.

    `missing` names the parts of the centre that are not running, and of which no alert can tell; `wards`
    holds the heartbeat of each.
    """

    at: datetime
    oldest_s: float | None
    lag_ms: int | None
    simulated_share: float | None
    database: bool
    missing: tuple[str, ...]
    wards: Mapping[str, Beat]


class LiveFeed:
    """Holds the live state, and a channel for each audience; every browser's stream hangs on one."""

    def __init__(self, dsn: str, pool: AsyncPool, metrics: ConsoleMetrics) -> None:
        self._dsn = dsn
        self._metrics = metrics
        self._parts = PartsWatch(pool)
        metrics.watch(self)
        self._state = LiveState()
        self._gathering = Gathering()
        self._heartbeats = Heartbeats()
        self._looking = Looking()
        self.delays = FeedDelays()
        self._counted_words = CountedWords(pool, self._heartbeats)
        self._channels: dict[Audience, Channel] = {}
        self._process = secrets.token_hex(4)
        self._opened = 0
        self._position: Position | None = None
        self._worst_lag_s: float | None = None
        self.readiness = Readiness()
        self.was_ready = False
        self.missing_parts: tuple[str, ...] = ()

    async def run(self) -> None:
        """Follow the feed until cancelled; a database that is away is asked again twice a second."""
        pulsing = asyncio.create_task(self._pulse_forever())
        try:
            while True:
                await self._follow_once()
                await asyncio.sleep(_RETRY_S)
        finally:
            pulsing.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await pulsing

    def join(self, audience: Audience, last_event_id: str | None) -> tuple[Channel, Client]:
        """Return the channel of `audience` and a new browser's queue in it."""
        channel = self._channels.get(audience)
        if channel is None:
            self._opened += 1
            channel = Channel(audience, f"{self._process}-{self._opened}", self._state.seen_by)
            self._channels[audience] = channel
        return channel, channel.join(last_event_id)

    def look(self, visitor: Visitor, subject: LookedAt, seen: Entry | None, now: datetime) -> None:
        """Tell everybody at what a session looks; `seen` None for nothing of the kind."""
        said = self._looking.look(visitor.token, visitor.person, subject, seen, now)
        self._publish(self._state.hold(said))

    def close_streams(self) -> None:
        """End every browser's stream, so that the process can stop."""
        for channel in self._channels.values():
            for client in channel.clients:
                client.close()

    @property
    def state(self) -> LiveState:
        """What is live now: to be read, never to be changed."""
        return self._state

    @property
    def client_count(self) -> int:
        """How many browsers listen."""
        return sum(len(channel.clients) for channel in self._channels.values())

    async def _follow_once(self) -> None:
        """Follow the feed until the database goes away, and say what is missing."""
        try:
            await self._follow()
        except DatabaseUnavailable as error:
            self._say_missing(Readiness(), error)
        except DatabaseError as error:
            self._say_missing(Readiness(database=True), error)

    def _say_missing(self, readiness: Readiness, error: DatabaseError) -> None:
        if readiness != self.readiness:
            log.warning("the live feed waits: %s", error)
        self.readiness = readiness

    async def _follow(self) -> None:
        """Read everything once, then the changes after every wake-up; after urgent news rest for TICK_S."""
        async with contextlib.aclosing(listen(self._dsn)) as wake_ups:
            async for connection in wake_ups:
                if await self._catch_up(connection):
                    await asyncio.sleep(TICK_S)

    async def _catch_up(self, connection: AsyncConnection) -> bool:
        """Take in what is new and tell of it; tell whether something of it was told at once."""
        if self._position is None:
            stored = await live_state(connection)
            self._heartbeats.take(await last_words(connection, datetime.now(UTC)))
            self._tell(self._state.replace(stored))
            self._position = stored.position
        changes = await self._changes(connection, self._position)
        self._note_lag(changes)
        self._heartbeats.hear(changes)
        self.delays.hear(changes)
        has_told = self._tell(self._state.take(changes))
        self._become_ready()
        return has_told

    async def _changes(self, connection: AsyncConnection, position: Position) -> list[Change]:
        """Return all changes after `position`; when that is lost, everything is read at the next look."""
        found: list[Change] = []
        try:
            while True:
                changes, position = await changes_after(connection, position, _BATCH)
                found += changes
                self._position = position
                if len(changes) < _BATCH:
                    return found
        except FeedLost as error:
            log.warning("the live state is read anew: %s", error)
            self._position = None
            return found

    def _become_ready(self) -> None:
        if not self.readiness.is_ready:
            log.info("the live feed follows the database")
        self.readiness = Readiness(database=True, migrations=True, state=True)
        self.was_ready = True

    def _note_lag(self, changes: Sequence[Change]) -> None:
        """Keep the longest time from a change's commit to here, until the next pulse tells it."""
        if changes:
            lag_s = max(0.0, (datetime.now(UTC) - changes[0].at).total_seconds())
            self._metrics.followed(lag_s)
            self._worst_lag_s = max(lag_s, self._worst_lag_s or 0.0)

    def _tell(self, entries: list[Entry]) -> bool:
        """Tell at once what cannot wait, and in its time what was gathered; tell whether some could not."""
        urgent = self._gathering.at_once(entries)
        self._publish(urgent)
        self._publish(self._gathering.due(asyncio.get_running_loop().time()))
        return bool(urgent)

    def _publish(self, entries: list[Entry]) -> None:
        """Tell every audience what became different."""
        if entries:
            at = datetime.now(UTC)
            self._metrics.sent(sum(channel.publish(entries, at) for channel in self._channels.values()))

    async def _pulse_forever(self) -> None:
        """Every PULSE_S: note what went silent, give a sign of life, let go of channels nobody listens to."""
        while True:
            await asyncio.sleep(PULSE_S)
            missing = self.missing_parts = await self._parts.missing()
            now = datetime.now(UTC)
            await self._counted_words.ask(now)
            self._tell(self._state.notice_silence(now))
            self._publish(self._state.hold(self._looking.pass_time(now)))
            for channel in self._channels.values():
                channel.pulse(self._pulse(channel.audience, now, missing))
            self._worst_lag_s = None
            self._channels = {
                audience: channel
                for audience, channel in self._channels.items()
                if channel.empty_since is None or now - channel.empty_since < _KEEP_EMPTY_CHANNEL
            }

    def _pulse(self, audience: Audience, now: datetime, missing: tuple[str, ...]) -> bytes:
        """Return the sign of life for an audience."""
        sources = self._state.sources
        pulse = _Pulse(
            at=now,
            oldest_s=sources.oldest_s(now, audience),
            lag_ms=None if self._worst_lag_s is None else round(self._worst_lag_s * 1000),
            simulated_share=sources.simulated_share(audience),
            database=self.readiness.is_ready,
            missing=missing,
            wards=self._heartbeats.beats(now, audience),
        )
        return b"event: pulse\ndata: %b\n\n" % msgspec.json.encode(pulse)
