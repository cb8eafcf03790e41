"""Messages under a key that is taken by another content: refused with a reason, where a repeat is silent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from db.connection import Connection
from db.sql import query
from db.staging import Row


@dataclass(frozen=True, slots=True)
class _Key:
    """What asks for a table's taken keys, where its rows have their time, and what to say of them."""

    query: str
    observed_at: int
    reason: str


_KEYS: Mapping[str, _Key] = {
    "events": _Key("refuse_events", 1, "an event with this id is stored already, with another content"),
    "flows": _Key("refuse_flows", 1, "a count of this camera and time is stored already, with other figures"),
    "readings": _Key(
        "refuse_readings", 3, "a reading of this site, metric and time is stored already, with another value"
    ),
    "reports": _Key("refuse_reports", 1, "a report with this id is stored already, with another content"),
    "unit_positions": _Key(
        "refuse_unit_positions", 1, "a position of this unit and time is stored already, at another place"
    ),
}


def refuse_conflicting(connection: Connection, table: str, rows: Sequence[Row]) -> int:
    """Make dead letters of the waiting rows that contradict what is stored; return how many there are.

    To be asked only when fewer rows were stored than came, within the transaction that stores them.
    """
    key = _KEYS.get(table)
    if key is None:
        return 0
    times = [row[key.observed_at] for row in rows]
    return connection.run(
        query("conflicts", key.query), oldest=min(times), newest=max(times), reason=key.reason
    )
