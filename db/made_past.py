"""Fills a database of one's own with a past that never was, inside the database and fast: for measuring."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from db.changes import Position
from db.connection import Connection
from db.digests import compute_whole
from db.migrate import Engine
from db.rollups import roll_up
from db.sql import query

_SEED = 0.42
_AT_ONCE = timedelta(hours=4)
_WHOLE_SOURCES = 50
"""From how many sources of counts on a past is made as large as a district's."""
_EVENTS_AT_ONCE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream of the district at its default rate: who sends how often, how long it is kept and left raw."""

    name: str
    sources: int
    period: timedelta
    kept: timedelta
    raw_for: timedelta

    @property
    def rows_kept(self) -> int:
        """How many rows of it a district holds once the oldest are dropped."""
        return int(self.sources * (self.kept / self.period))


STREAMS = (
    Stream("flow", 1_100, timedelta(seconds=10), timedelta(days=7), timedelta(days=2)),
    Stream("unit_position", 45, timedelta(seconds=1), timedelta(days=7), timedelta(days=2)),
    Stream("reading", 225, timedelta(seconds=15), timedelta(days=30), timedelta(days=2)),
    Stream("event", 1, timedelta(seconds=43), timedelta(days=365), timedelta(days=7)),
)
"""What District 1 sends by default, and for how long the centre keeps the rows."""
_MAKERS = {
    "flow": "make_flow",
    "unit_position": "make_unit_position",
    "reading": "make_reading",
    "event": "make_event",
}


@dataclass(frozen=True, slots=True)
class _Figures:
    """Traffic figures that outlive their rows: by what step, for how long, and how many are made at once."""

    view: str
    step: timedelta
    kept: timedelta
    at_once: timedelta
    is_by_day: bool


_FIGURES = (
    _Figures("flow_5m_sums", timedelta(minutes=5), timedelta(days=53), timedelta(days=7), is_by_day=True),
    _Figures("flow_1h_sums", timedelta(hours=1), timedelta(days=358), timedelta(days=60), is_by_day=False),
)

ROWS_KEPT = sum(stream.rows_kept for stream in STREAMS)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of a stream's past, made in one statement."""

    stream: Stream
    sources: int
    first: datetime
    last: datetime


def stretches(rows: int, now: datetime) -> Iterator[Stretch]:
    """Yield what to make so that all streams hold about `rows`, in the proportions of a district.

    A smaller past has fewer sources that send, each at the default rate up to `now`; events come from
    all cameras and reach back less far. So what is asked of one camera has the same answer's size.
    """
    for stream in STREAMS:
        share = rows * stream.rows_kept / ROWS_KEPT
        sources = max(1, round(stream.sources * rows / ROWS_KEPT)) if stream.sources > 1 else 1
        at_once = _EVENTS_AT_ONCE if stream.name == "event" else _AT_ONCE
        first = now - stream.period * (share / sources)
        while first < now:
            last = min(now, first + at_once)
            yield Stretch(stream, sources, first, last)
            first = last


def begin(connection: Connection, now: datetime) -> None:
    """Write the newest states that every past ends in."""
    connection.run(query("made_past", "make_states"), now=now)


def prepare(connection: Connection) -> None:
    """Prepare a connection on which a past is made."""
    connection.run_once(query("made_past", "filling"))
    connection.values(query("made_past", "set_seed"), seed=_SEED)


def make(connection: Connection, engine: Engine, stretch: Stretch, cameras: int) -> int:
    """Make the rows of a stretch and return how many there are; `cameras` are registered."""
    name = stretch.stream.name
    if engine is Engine.PLAIN:
        _make_days(connection, name, stretch.first, stretch.last)
    facts = {"first": stretch.first, "last": stretch.last, "period": stretch.stream.period}
    only_events = {"cameras": cameras} if name == "event" else {"sources": stretch.sources}
    return connection.run(query("made_past", _MAKERS[name]), **facts, **only_events)


def compress(connection: Connection, stream: str, before: datetime) -> int:
    """Compress what ended before a time, as TimescaleDB's policy does by itself; return how many chunks."""
    return int(connection.values(query("made_past", "compress_older"), stream=stream, before=before)[0])


def finish(connection: Connection, engine: Engine, now: datetime, *, sources: int) -> None:
    """Make what follows from the rows: figures (older ones too), alerts, pictures, letters, changes."""
    since = now - timedelta(days=365)
    _make_figures(connection, engine, now, sources=sources)
    compute_whole(connection, now)
    connection.run(query("made_past", "make_system_figures"), now=now, sources=sources)
    connection.run(query("made_past", "make_alerts"), first=since)
    connection.run(query("made_past", "make_transitions"))
    if engine is Engine.PLAIN:
        _make_days(connection, "snapshot", now - timedelta(days=3), now)
    connection.run(query("made_past", "make_pictures"), first=now - timedelta(days=3))
    connection.run(query("made_past", "make_dead_letters"), first=now - timedelta(days=30), last=now)
    connection.run(query("made_past", "make_changes"), now=now)
    _make_kept_past(connection, engine, now, is_whole=sources >= _WHOLE_SOURCES)
    connection.run(query("made_past", "analyze"))


def _make_kept_past(connection: Connection, engine: Engine, now: datetime, *, is_whole: bool) -> None:
    """Make what was kept of states: a week by the minute as a district's, or a smaller one's few hours."""
    first = now - (timedelta(days=7) if is_whole else timedelta(hours=6))
    if engine is Engine.PLAIN:
        _make_days(connection, "past", first, now)
    step = timedelta(minutes=1 if is_whole else 60)
    connection.run(query("made_past", "make_kept_past"), first=first, now=now, step=step)
    connection.run(query("made_past", "note_kept_hours"), first=first, now=now)
    if engine is Engine.TIMESCALEDB:
        compress(connection, "past", now - timedelta(days=2))


def _make_figures(connection: Connection, engine: Engine, now: datetime, *, sources: int) -> None:
    """Fill the figures of 60 days and of a year whose rows are gone, and compute the newest."""
    rows_from = (now - timedelta(days=7)).replace(hour=0, minute=0, second=0, microsecond=0)
    for figures in _FIGURES:
        target = _figures_table(connection, engine, figures.view)
        first = rows_from - figures.kept
        while first < rows_from:
            last = min(rows_from, first + figures.at_once)
            if engine is Engine.PLAIN and figures.is_by_day:
                _make_days(connection, figures.view, first, last)
            facts = {"target": target, "first": first, "last": last, "step": figures.step}
            connection.values(query("made_past", "fill_figures"), sources=sources, **facts)
            first = last
    if engine is Engine.PLAIN:
        _make_days(connection, "flow_5m_sums", rows_from, now)
        roll_up(connection, now)
    else:
        _refresh(connection, rows_from, now)


def _figures_table(connection: Connection, engine: Engine, view: str) -> str:
    """Return the table that holds what was computed."""
    if engine is Engine.PLAIN:
        return view
    return str(connection.values(query("made_past", "figures_table"), view=view)[0])


def _refresh(connection: Connection, rows_from: datetime, now: datetime) -> None:
    """Let TimescaleDB compute the figures as its jobs do, and compress the older ones."""
    for view, first, behind in (
        ("flow_5m_sums", rows_from, timedelta(minutes=5)),
        ("flow_1h_sums", rows_from, timedelta(hours=1)),
        ("event_1h_counts", now - timedelta(days=365), timedelta(hours=1)),
    ):
        connection.run(query("made_past", "refresh_figures"), view=view, first=first, last=now - behind)
    for figures in _FIGURES:
        table = _figures_table(connection, Engine.TIMESCALEDB, figures.view)
        compress(connection, table.rpartition(".")[2], now - timedelta(days=8))


def _make_days(connection: Connection, stream: str, first: datetime, last: datetime) -> None:
    """Make the partitions of a span of days."""
    for day in range((last.date() - first.date()).days + 1):
        connection.values(
            query("made_past", "make_day"), stream=stream, day=first.date() + timedelta(days=day)
        )


@dataclass(frozen=True, slots=True)
class AlertKey:
    """An alert and when it was opened."""

    id: uuid.UUID
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class Keys:
    """Things of a past to ask for, drawn by chance."""

    cameras: tuple[str, ...]
    alerts: tuple[AlertKey, ...]
    pictured_events: tuple[uuid.UUID, ...]
    letters: tuple[int, ...]
    kept_since: datetime
    positions: tuple[Position, ...]


def draw_keys(connection: Connection, now: datetime) -> Keys:
    """Draw what can be asked for from a past that is finished; the same past gives the same."""
    connection.values(query("made_past", "set_seed"), seed=_SEED)
    since = now - timedelta(hours=1)
    return Keys(
        cameras=tuple(connection.values(query("made_past", "some_counting_cameras"), since=since)),
        alerts=tuple(connection.rows(query("made_past", "some_alerts"), AlertKey)),
        pictured_events=tuple(connection.values(query("made_past", "some_pictured_events"))),
        kept_since=connection.values(query("made_past", "kept_since"))[0],
        letters=tuple(connection.values(query("made_past", "some_letters"))),
        positions=tuple(connection.rows(query("made_past", "some_positions"), Position)),
    )
