"""Stores batches of checked messages: each batch one transaction, each message once, newest states win."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from db.conflicts import refuse_conflicting
from db.connection import Connection, written_out
from db.copy_csv import csv_lines
from db.dead_letters import keep
from db.errors import AlreadyThere
from db.sql import query
from db.staging import DeadLetter, Received, Row, refused_numbers, sorted_into_tables, why_refused
from domain.codec import encode

__all__ = [
    "DeadLetter",
    "Prepared",
    "Received",
    "StoredCounts",
    "prepare",
    "store",
    "store_prepared",
    "why_refused",
]


@dataclass(frozen=True, slots=True)
class StoredCounts:
    """What became of a batch: `repeated` are messages that changed nothing, being known or overtaken.

    Of the `dead`, so many were `contradicting` what is stored under their key.
    """

    stored: int
    repeated: int
    dead: int
    contradicting: int = 0


@dataclass(frozen=True, slots=True)
class Staged:
    """The rows of one staging table, and the same as COPY reads them."""

    rows: Sequence[Row]
    lines: bytes


@dataclass(frozen=True, slots=True)
class Prepared:
    """A batch made ready without the database: how many messages, their rows by table, dead letters."""

    messages: int
    tables: Mapping[str, Staged]
    letters: Sequence[DeadLetter]


def prepare(received: Sequence[Received], dead: Sequence[DeadLetter] = ()) -> Prepared:
    """Make a batch ready to be stored; a message that can never be stored joins the dead letters.

    Raises DataRefused when a text cannot be held by any database.
    """
    sound, letters = _told_apart(received, dead)
    by_table = sorted_into_tables(sound)
    if numbers := refused_numbers(letters):
        by_table["numbers"] = by_table.get("numbers", []) + numbers
    # Two workers with the same counts must meet them in one order, or each would wait for the other.
    by_table.get("flows", []).sort(key=_FLOW_KEY)
    tables = {table: Staged(rows, lines_of(table, rows)) for table, rows in by_table.items()}
    return Prepared(len(sound), tables, letters)


def lines_of(table: str, rows: Sequence[Row]) -> bytes:
    """Return the rows of a staging table as its COPY reads them; raise DataRefused where none can."""
    return csv_lines(rows) if table in _WITHOUT_FREE_TEXT else written_out(rows)


def store(
    connection: Connection, received: Sequence[Received], dead: Sequence[DeadLetter] = ()
) -> StoredCounts:
    """Store a batch in one transaction and say what became of it."""
    return store_prepared(connection, prepare(received, dead))


def store_prepared(connection: Connection, batch: Prepared) -> StoredCounts:
    """Store a batch in one transaction and say what became of it.

    Raises DatabaseUnavailable when the same batch should be tried again, DataRefused when the database
    will not have it.
    """
    connection.run_once(query("intake", "staging"))
    with connection.transaction():
        stored, refused = _store_rows(connection, batch.tables)
        keep(connection, batch.letters)
    return StoredCounts(stored, batch.messages - stored - refused, len(batch.letters) + refused, refused)


LARGE = 1_000
"""From so many messages on a batch is stored in one transaction."""


def parts_of(batch: Prepared) -> tuple[Prepared, ...]:
    """Return the batch in the parts in which it is to be stored: first, alone, what somebody waits for.

    A large batch stays whole: it comes of a backlog, where everything waits and two transactions cost more.
    """
    if batch.messages >= LARGE:
        return (batch,)
    first = {table: staged for table, staged in batch.tables.items() if table in _WAITED_FOR}
    if not first or len(first) == len(batch.tables):
        return (batch,)
    messages = sum(len(staged.rows) for staged in first.values())
    rest = {table: staged for table, staged in batch.tables.items() if table not in first}
    return Prepared(messages, first, ()), Prepared(batch.messages - messages, rest, batch.letters)


def _told_apart(
    received: Sequence[Received], dead: Sequence[DeadLetter]
) -> tuple[Sequence[Received], list[DeadLetter]]:
    """Return what can be stored, and all dead letters with what cannot among them."""
    refused = {
        number: _letter_of(item, reason)
        for number, item in enumerate(received)
        if (reason := why_refused(item.message)) is not None
    }
    if not refused:
        return received, list(dead)
    sound = [item for number, item in enumerate(received) if number not in refused]
    return sound, [*dead, *refused.values()]


def _letter_of(item: Received, reason: str) -> DeadLetter:
    """Return the dead letter of a message that can never be stored."""
    content = encode(item.message)
    return DeadLetter(
        item.received_at, "", content, reason, item.dialect, readable=False, refused=item.message
    )


def _store_rows(connection: Connection, tables: Mapping[str, Staged]) -> tuple[int, int]:
    """Store the rows of all tables and give notice of changes.

    Returns how many rows made a difference, and how many were refused since they contradict what is known.
    """
    stored = refused = 0
    changed = set()
    # Every transaction goes through the tables in this order, and through the keys in theirs, so that
    # two workers with the same messages wait for each other instead of dying of each other.
    for table, step in _STEPS:
        if table in tables:
            outcome, contradicting = _store_table(connection, table, tables[table], step)
            stored += outcome.stored
            refused += contradicting
            if outcome.has_changes:
                changed.add(table)
    if refused:
        connection.run(query("gaps", "keep_refused_numbers"))
    if changed:
        connection.run(query("feed", "notify_later" if changed <= _STREAMS else "notify"))
    return stored, refused


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What one table's step did."""

    stored: int
    has_changes: bool


_Step = Callable[[Connection, Sequence[Row]], _Outcome]


def _store_table(connection: Connection, table: str, staged: Staged, step: _Step) -> tuple[_Outcome, int]:
    """Store the rows of one table; return what came of it, and how many contradict what is known."""
    if table == "flows" and _is_copied_straight(connection, staged.lines):
        return _Outcome(len(staged.rows), has_changes=False), 0
    connection.copy_lines(query("intake", f"copy_{table}"), staged.lines)
    outcome = step(connection, staged.rows)
    if outcome.stored == len(staged.rows):
        return outcome, 0
    return outcome, refuse_conflicting(connection, table, staged.rows)


def _is_copied_straight(connection: Connection, lines: bytes) -> bool:
    """Copy counts straight into their table; False when one of them is there already, and none is stored.

    Nearly all messages are counts and nearly all are new: by this way they cost half of what they cost by
    a staging table. After a lost connection some come again, and then all take the long way.
    """
    try:
        with connection.transaction():
            connection.copy_lines(query("intake", "copy_flows_straight"), lines)
    except AlreadyThere:
        return False
    return True


def _insert(name: str, *, tells: bool = False) -> _Step:
    """Return the step that runs one statement; `tells` when each of its rows is a change."""

    def step(connection: Connection, _: Sequence[Row]) -> _Outcome:
        stored = connection.run(query("intake", name))
        return _Outcome(stored, tells and stored > 0)

    return step


def _store_events(connection: Connection, rows: Sequence[Row]) -> _Outcome:
    """Keep new events, then revise known ones where this batch knows newer."""
    stored = connection.run(query("intake", "store_events"))
    if stored < len(rows):
        times = [row[_EVENT_OBSERVED_AT] for row in rows]
        stored += connection.run(query("intake", "revise_events"), oldest=min(times), newest=max(times))
    return _Outcome(stored, stored > 0)


def _store_numbers(connection: Connection, _: Sequence[Row]) -> _Outcome:
    """Keep the numbers of messages without a row; they are counted where they make a difference."""
    connection.run(query("intake", "store_numbers"))
    return _Outcome(0, has_changes=False)


def _store_readings(connection: Connection, _: Sequence[Row]) -> _Outcome:
    """Keep new readings and let the newest be what is known of the systems."""
    stored = connection.run(query("intake", "store_readings"))
    return _Outcome(stored, connection.run(query("intake", "update_systems")) > 0)


def _store_unit_positions(connection: Connection, _: Sequence[Row]) -> _Outcome:
    """Keep new positions and let the newest be where the units are."""
    stored = connection.run(query("intake", "store_unit_positions"))
    return _Outcome(stored, _tell(connection, "units", connection.values(query("intake", "move_units"))))


def _update_units(connection: Connection, _: Sequence[Row]) -> _Outcome:
    """Let the newest states be what the units do."""
    codes = connection.values(query("intake", "update_units"))
    return _Outcome(len(codes), _tell(connection, "units", codes))


def _update_cameras(connection: Connection, _: Sequence[Row]) -> _Outcome:
    """Let the newest states be what the cameras are."""
    codes = connection.values(query("intake", "update_cameras"))
    return _Outcome(len(codes), _tell(connection, "cameras", codes))


def _update_gateways(connection: Connection, _: Sequence[Row]) -> _Outcome:
    """Let the last states be what the gateways are; those that were lost take their cameras along."""
    gateways = connection.values(query("intake", "update_gateways"))
    if gateways:
        _tell(connection, "cameras", connection.values(query("intake", "lose_cameras"), gateways=gateways))
    return _Outcome(len(gateways), bool(gateways))


def _update_post_links(connection: Connection, rows: Sequence[Row]) -> _Outcome:
    """Let the last words be whether the posts can be reached."""
    codes = connection.values(query("intake", "update_post_links"))
    if codes:
        connection.run(query("posts", "tell_posts"), codes=codes)
    return _Outcome(len(rows), bool(codes))


def _tell(connection: Connection, what: str, codes: list[str]) -> bool:
    """Write change rows for the things named and say whether there were any."""
    if codes:
        connection.run(query("intake", f"tell_{what}"), codes=codes)
    return bool(codes)


_EVENT_OBSERVED_AT = 1
_FLOW_KEY = itemgetter(0, 1)
_WITHOUT_FREE_TEXT = frozenset({"flows", "unit_positions", "numbers"})
"""Tables of codes, numbers and times alone; nearly all messages go into these."""
_WAITED_FOR = frozenset({"events", "reports", "snapshots", "commands", "command_answers"})
"""What is stored before the rest of its batch, since people wait for it; each row of it is a message."""
_STREAMS = frozenset({"readings", "unit_positions", "unit_statuses", "camera_statuses"})
"""What changes all the time, so that readers of the feed may gather it."""
_STEPS: tuple[tuple[str, _Step], ...] = (
    ("events", _store_events),
    ("flows", _insert("store_flows")),
    ("readings", _store_readings),
    ("reports", _insert("store_reports", tells=True)),
    ("snapshots", _insert("store_snapshots", tells=True)),
    ("commands", _insert("store_commands", tells=True)),
    ("command_answers", _insert("answer_commands", tells=True)),
    ("unit_positions", _store_unit_positions),
    ("unit_statuses", _update_units),
    ("camera_statuses", _update_cameras),
    ("gateway_statuses", _update_gateways),
    ("post_links", _update_post_links),
    ("numbers", _store_numbers),
)
