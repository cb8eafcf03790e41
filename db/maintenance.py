"""Keeps the database in order: days ahead, roll-ups, retention. Called often, does what is due."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from db.connection import Connection
from db.dead_letters import drop_oldest
from db.digests import compute_digests, look_back
from db.errors import DatabaseUnavailable
from db.gaps import forget_old_gaps
from db.looks import expire_looks
from db.migrate import Engine
from db.past_keeping import keep_keyframe
from db.rollups import roll_up
from db.sql import query

_DAYS_AHEAD = 3
_CHANGES_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True)
class MaintenanceReport:
    """What a run did, and which tasks gave way to a lock and come again."""

    done: tuple[str, ...]
    postponed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Run:
    """When a task ran last."""

    task: str
    ran_at: datetime


@dataclass(frozen=True, slots=True)
class _Task:
    """Something to do every so often; `engine` None does it on both."""

    name: str
    every: timedelta
    work: Callable[[Connection, datetime], object]
    engine: Engine | None = None


def run_due(connection: Connection, now: datetime) -> MaintenanceReport:
    """Do every task that is due at `now`; nothing when somebody else is at it.

    Call it at least twice a minute: charts on plain PostgreSQL are as fresh as its roll-ups.
    """
    if not connection.values(query("maintenance", "try_lock"))[0]:
        return MaintenanceReport((), ())
    try:
        return _run_due_locked(connection, now)
    finally:
        if not connection.is_broken:
            connection.values(query("maintenance", "release_lock"))


def periods() -> dict[str, timedelta]:
    """Return how often each task is done, by its name."""
    return {task.name: task.every for task in _TASKS}


def _run_due_locked(connection: Connection, now: datetime) -> MaintenanceReport:
    """Do every task that is due; the lock is held."""
    engine = Engine(connection.values(query("maintenance", "engine"))[0])
    last = {run.task: run.ran_at for run in connection.rows(query("maintenance", "last_runs"), _Run)}
    done: list[str] = []
    postponed: list[str] = []
    for task in _TASKS:
        is_due = task.name not in last or last[task.name] + task.every <= now
        if is_due and task.engine in (None, engine):
            was_done = _was_done(connection, task, now)
            (done if was_done else postponed).append(task.name)
    return MaintenanceReport(tuple(done), tuple(postponed))


def _was_done(connection: Connection, task: _Task, now: datetime) -> bool:
    """Do one task and remember it; False when it gave way to a lock."""
    try:
        task.work(connection, now)
    except DatabaseUnavailable:
        if connection.is_broken:
            raise
        return False
    connection.run(query("maintenance", "record_run"), task=task.name, now=now)
    return True


def _make_days(connection: Connection, now: datetime) -> None:
    """Make yesterday, today and the days ahead, where they are not there yet."""
    for offset in range(-1, _DAYS_AHEAD + 1):
        day = now.date() + timedelta(days=offset)
        with connection.transaction():
            connection.run(query("maintenance", "wait_briefly"))
            connection.values(query("maintenance", "make_days"), first=day, last=day)


def _drop_days(connection: Connection, now: datetime) -> None:
    """Drop what is older than it is kept, on plain PostgreSQL; TimescaleDB's policies do it there."""
    with connection.transaction():
        connection.run(query("maintenance", "wait_briefly"))
        connection.values(query("maintenance", "drop_days"), now=now)
    connection.run(query("maintenance", "drop_old_hours"), now=now)
    connection.run(query("maintenance", "drop_old_event_hours"), now=now)


def _expire_pictures(connection: Connection, now: datetime) -> None:
    """Delete pictures by what was said of them, and give back the room of whole days."""
    connection.run(query("maintenance", "expire_pictures"), now=now)
    with connection.transaction():
        connection.run(query("maintenance", "wait_briefly"))
        connection.values(query("maintenance", "drop_empty_days"), now=now)


def _prune_changes(connection: Connection, now: datetime) -> None:
    """Delete changes that every reader has had an hour to read."""
    while connection.values(query("maintenance", "prune_changes"), now=now, limit=_CHANGES_AT_ONCE)[0] > 0:
        pass


def _expire_people(connection: Connection, now: datetime) -> None:
    """Delete sessions that are over and old tries to sign in."""
    connection.run(query("maintenance", "expire_sessions"), now=now)
    connection.run(query("maintenance", "expire_attempts"), now=now)


def _expire_dead_letters(connection: Connection, now: datetime) -> None:
    """Delete dead letters whose time is over, and the oldest beyond the size limit."""
    connection.run(query("maintenance", "expire_dead_letters"), now=now)
    drop_oldest(connection, now)


_TASKS = (
    _Task("days ahead", timedelta(hours=1), _make_days, Engine.PLAIN),
    _Task("roll-ups", timedelta(seconds=25), roll_up, Engine.PLAIN),
    _Task("changes", timedelta(minutes=1), _prune_changes),
    _Task("retention", timedelta(hours=1), _drop_days, Engine.PLAIN),
    _Task("pictures", timedelta(hours=1), _expire_pictures),
    _Task("dead letters", timedelta(minutes=1), _expire_dead_letters),
    _Task("sessions", timedelta(hours=1), _expire_people),
    _Task("gaps", timedelta(hours=1), forget_old_gaps),
    _Task("digests", timedelta(minutes=1), compute_digests),
    _Task("late digests", timedelta(hours=6), look_back),
    _Task("keyframes", timedelta(minutes=5), keep_keyframe),
    _Task("looks", timedelta(days=1), expire_looks),
)
