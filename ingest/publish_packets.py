"""Takes what a broker sends apart: messages for the inbox, everything else for paho; pure.

paho reads a packet byte by byte with a lock, a log line and three objects for each; this loop takes all
complete PUBLISH packets out of a chunk at once.
"""

from datetime import datetime
from typing import NamedTuple

from ingest.inbox import Delivery

UNREADABLE_TOPIC = "(a topic that is not UTF-8)"
_PUBLISH = 3
_QOS_2 = 0b0100
_LONGEST_LENGTH = 4


class Origin(NamedTuple):
    """What all packets of a chunk have in common."""

    received_at: datetime
    connection: int
    speaks_mqtt5: bool


class Sorted(NamedTuple):
    """A chunk taken apart: messages, bytes that are paho's, and the beginning of a packet not yet whole."""

    deliveries: list[Delivery]
    for_paho: bytes
    rest: bytes


class _Malformed(Exception):  # noqa: N818 - never leaves this file
    """The bytes are no MQTT packet; paho will say so and hang up."""


def sort_packets(chunk: bytes, origin: Origin) -> Sorted:
    """Take the chunk apart.

    Messages of QoS 2, which we never ask for, and bytes that make no sense are left to paho.
    """
    deliveries: list[Delivery] = []
    for_paho: list[bytes] = []
    at = 0
    try:
        while (body_and_end := _frame(chunk, at, len(chunk))) is not None:
            body, end = body_and_end
            header = chunk[at]
            if header >> 4 == _PUBLISH and not header & _QOS_2:
                deliveries.append(_delivery(chunk, header, body, end, origin))
            else:
                for_paho.append(chunk[at:end])
            at = end
    except _Malformed:
        for_paho.append(chunk[at:])
        at = len(chunk)
    return Sorted(deliveries, b"".join(for_paho), chunk[at:])


def _frame(chunk: bytes, at: int, limit: int) -> tuple[int, int] | None:
    """Return where what begins at `at` has its body and its end; None when it is not whole before `limit`."""
    size = 0
    for digit in range(_LONGEST_LENGTH):
        place = at + 1 + digit
        if place >= limit:
            return None
        size |= (chunk[place] & 0x7F) << (7 * digit)
        if chunk[place] < 0x80:
            end = place + 1 + size
            return (place + 1, end) if end <= limit else None
    raise _Malformed


def _delivery(chunk: bytes, header: int, body: int, end: int, origin: Origin) -> Delivery:
    """Return the message of the PUBLISH packet whose body stands from `body` to `end`."""
    qos = (header >> 1) & 1
    topic_end = body + 2 + int.from_bytes(chunk[body : body + 2], "big")
    payload = topic_end + 2 * qos
    if payload > end:
        raise _Malformed
    if origin.speaks_mqtt5:
        payload = _after_properties(chunk, payload, end)
    return Delivery(
        _text(chunk[body + 2 : topic_end]),
        chunk[payload:end],
        origin.received_at,
        qos,
        int.from_bytes(chunk[topic_end : topic_end + 2], "big") if qos else 0,
        origin.connection,
    )


def _after_properties(chunk: bytes, at: int, end: int) -> int:
    """Return where the payload begins; nothing is asked for that would make a property matter."""
    if at < end and not chunk[at]:
        return at + 1  # no properties: nearly always
    framed = _frame(chunk, at - 1, end)
    if framed is None:
        raise _Malformed
    return framed[1]


def _text(topic: bytes) -> str:
    try:
        return topic.decode()
    except UnicodeDecodeError:
        return UNREADABLE_TOPIC


def acknowledgements(packet_ids: list[int]) -> bytes:
    """Return the PUBACK packets of these messages, in one piece; the same in MQTT 3.1.1 and 5."""
    return b"".join(b"\x40\x02" + packet_id.to_bytes(2, "big") for packet_id in packet_ids)
