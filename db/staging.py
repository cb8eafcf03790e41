"""Sorts a batch of messages into rows per staging table, in the order of its columns; pure."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec

from domain.codec import Head
from domain.messages import (
    CameraEventObserved,
    CameraStatusReported,
    CitizenReported,
    CommandAnswered,
    GatewayStatusReported,
    Message,
    PoliceReported,
    PostLinkReported,
    SnapshotTaken,
    SystemReadingTaken,
    UnitCommanded,
    UnitMoved,
    UnitStatusReported,
    VehiclesCounted,
)

MAX_JPEG_BYTES = 512 * 1024
# A count's speed is kept to an eighth of a km/h and its share to a 1024th: so few bits compress to half.
_SPEED_STEPS = 8
_SHARE_STEPS = 1024
_CLOCK_TOLERANCE = timedelta(minutes=1)

Row = tuple[Any, ...]

_WITHOUT_ROW = frozenset({CameraStatusReported, UnitStatusReported, CommandAnswered})
"""What only changes a state: its number is kept, so that it does not look like loss.

A gateway's numbers have holes by nature: a will is numbered, and mostly never said.
"""


class Received(msgspec.Struct, frozen=True, gc=False):
    """A checked message, the ward it belongs to and when it came in; one is made for every message.

    `revised_at` orders revisions of one event (None: it has one revision, of its observed_at); `lat` and
    `lon` stand in where the message has no position; `details` is what the dialect's allow-list kept.
    """

    message: Message
    ward_code: str
    received_at: datetime
    dialect: str = "opscenter"
    revised_at: datetime | None = None
    ended_at: datetime | None = None
    details: Mapping[str, Any] | None = None
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """What could not be understood, whole; `readable` when nothing in it can be an identity.

    `refused` is the message that was not taken, or its head where no more of it was understood: it came, so
    its number is not missing.
    """

    received_at: datetime
    topic: str
    payload: bytes
    reason: str
    dialect: str
    readable: bool
    refused: Message | Head | None = None


def why_refused(message: Message) -> str | None:
    """Return why a message can never be stored, or None when it can."""
    if isinstance(message, SnapshotTaken) and len(message.jpeg) > MAX_JPEG_BYTES:
        return f"a picture of {len(message.jpeg)} bytes; at most {MAX_JPEG_BYTES} are kept"
    return None


def storable(text: str) -> str:
    """Return `text` with what PostgreSQL cannot hold (NUL, half a surrogate pair) made visible as U+FFFD."""
    if "\0" in text:
        text = text.replace("\0", "\ufffd")
    if text.isascii():
        return text
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def sorted_into_tables(received: Sequence[Received]) -> dict[str, list[Row]]:
    """Return the rows of each staging table; messages that the centre itself sends have none."""
    by_kind: dict[type[Message], list[Received]] = defaultdict(list)
    for item in received:
        by_kind[type(item.message)].append(item)
    tables: dict[str, list[Row]] = defaultdict(list)
    for kind, items in by_kind.items():
        found = _ROWS.get(kind)
        if found is not None:
            table, row = found
            tables[table] += [row(item, item.message, number) for number, item in enumerate(items)]
        if kind in _WITHOUT_ROW:
            tables["numbers"] += [_number(item.message) for item in items]
    return tables


def refused_numbers(letters: Sequence[DeadLetter]) -> list[Row]:
    """Return the rows of numbers that show which messages came and were refused, be it for their clock."""
    return [
        (letter.refused.source, letter.received_at, letter.refused.seq, letter.refused.provenance)
        for letter in letters
        if letter.refused is not None
    ]


def _number(message: Message) -> Row:
    """Return the row that shows that a message came which is kept nowhere else."""
    return (message.source, message.observed_at, message.seq, message.provenance)


def _order_time(item: Received) -> datetime:
    """Return the time by which newer wins: a clock far ahead must not silence its source later."""
    latest = item.received_at + _CLOCK_TOLERANCE
    return item.message.observed_at if item.message.observed_at <= latest else item.received_at


def _event(item: Received, message: CameraEventObserved, _: int) -> Row:
    return (
        message.id,
        message.observed_at,
        item.received_at,
        message.source,
        message.source,
        item.ward_code,
        message.kind,
        message.score,
        storable(message.label),
        None if message.box is None else list(message.box),
        item.lat if message.lat is None else message.lat,
        item.lon if message.lon is None else message.lon,
        message.provenance,
        message.exercise,
        item.dialect,
        message.seq,
        item.revised_at or message.observed_at,
        item.ended_at,
        None if item.details is None else _json(item.details),
    )


def _flow(item: Received, message: VehiclesCounted, _: int) -> Row:
    return (
        message.source,
        message.observed_at,
        item.received_at,
        item.ward_code,
        message.seq,
        message.period_s,
        message.motorcycles,
        message.cars,
        message.buses,
        message.trucks,
        message.bicycles,
        round(message.speed_kmh * _SPEED_STEPS) / _SPEED_STEPS,
        round(message.occupancy * _SHARE_STEPS) / _SHARE_STEPS,
        message.provenance,
        message.exercise,
    )


def _reading(item: Received, message: SystemReadingTaken, _: int) -> Row:
    return (
        message.system,
        message.site,
        storable(message.metric),
        message.observed_at,
        item.received_at,
        item.ward_code,
        message.source,
        message.seq,
        message.value,
        storable(message.unit),
        item.lat if message.lat is None else message.lat,
        item.lon if message.lon is None else message.lon,
        message.provenance,
        message.exercise,
        _order_time(item),
    )


def _police_report(item: Received, message: PoliceReported, _: int) -> Row:
    return _report(item, message, "police", "police", storable(message.text))


def _citizen_report(item: Received, message: CitizenReported, _: int) -> Row:
    return _report(item, message, "citizen", storable(message.channel), storable(message.text))


def _report(
    item: Received, message: PoliceReported | CitizenReported, channel: str, via: str, text: str
) -> Row:
    return (
        message.id,
        message.observed_at,
        item.received_at,
        channel,
        via,
        message.source,
        item.ward_code,
        message.seq,
        message.kind,
        message.lat,
        message.lon,
        text,
        message.provenance,
        message.exercise,
    )


def _unit_position(item: Received, message: UnitMoved, _: int) -> Row:
    return (
        message.source,
        message.observed_at,
        item.received_at,
        message.seq,
        message.lat,
        message.lon,
        message.heading_deg,
        message.speed_kmh,
        message.provenance,
        message.exercise,
        _order_time(item),
    )


def _unit_status(item: Received, message: UnitStatusReported, _: int) -> Row:
    return (
        message.source,
        message.seq,
        message.state,
        message.provenance,
        message.exercise,
        _order_time(item),
    )


def _camera_status(item: Received, message: CameraStatusReported, _: int) -> Row:
    return (
        message.source,
        message.observed_at,
        item.received_at,
        message.seq,
        message.state,
        message.gateway,
        message.lat,
        message.lon,
        message.heading_deg,
        message.provenance,
        message.exercise,
        _order_time(item),
    )


def _gateway_status(item: Received, message: GatewayStatusReported, number: int) -> Row:
    return (
        number,
        message.source,
        item.ward_code,
        message.state,
        message.observed_at,
        item.received_at,
        message.seq,
        message.provenance,
    )


def _post_link(item: Received, message: PostLinkReported, number: int) -> Row:
    return (
        number,
        message.source,
        message.state,
        message.observed_at,
        item.received_at,
        message.provenance,
    )


def _snapshot(item: Received, message: SnapshotTaken, _: int) -> Row:
    return (
        message.event_id,
        message.moment,
        "masked",
        message.observed_at,
        item.received_at,
        message.source,
        item.ward_code,
        message.seq,
        message.sha256,
        message.width,
        message.height,
        message.jpeg,
        message.provenance,
        message.exercise,
    )


def _command(item: Received, message: UnitCommanded, _: int) -> Row:
    return (
        message.id,
        message.source,
        message.order,
        message.lat,
        message.lon,
        message.alert_id,
        message.incident_id,
        item.ward_code,
        storable(message.text),
        message.observed_at,
        None if message.verified_by is None else storable(message.verified_by),
        message.provenance,
        message.exercise,
    )


def _command_answer(_: Received, message: CommandAnswered, __: int) -> Row:
    answer = (message.answer, storable(message.text))
    return (message.command_id, message.source, message.observed_at, message.seq, *answer)


def _json(value: Mapping[str, Any]) -> str:
    """Return JSON text that jsonb takes: it has no place for NUL."""
    try:
        text = msgspec.json.encode(value).decode()
    except UnicodeEncodeError:
        text = "\\u0000"
    return text if "\\u0000" not in text else msgspec.json.encode(_all_storable(value)).decode()


def _all_storable(value: Any) -> Any:
    """Return a JSON value with every text in it storable."""
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, Mapping):
        return {storable(str(key)): _all_storable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_all_storable(item) for item in value]
    return value


_ROWS: dict[type[Message], tuple[str, Callable[[Received, Any, int], Row]]] = {
    CameraEventObserved: ("events", _event),
    VehiclesCounted: ("flows", _flow),
    SystemReadingTaken: ("readings", _reading),
    PoliceReported: ("reports", _police_report),
    CitizenReported: ("reports", _citizen_report),
    UnitMoved: ("unit_positions", _unit_position),
    UnitStatusReported: ("unit_statuses", _unit_status),
    CameraStatusReported: ("camera_statuses", _camera_status),
    GatewayStatusReported: ("gateway_statuses", _gateway_status),
    PostLinkReported: ("post_links", _post_link),
    SnapshotTaken: ("snapshots", _snapshot),
    UnitCommanded: ("commands", _command),
    CommandAnswered: ("command_answers", _command_answer),
}
