"""Packets are sorted as paho would read them, however the stream is cut."""

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from paho.mqtt import _packet
from paho.mqtt.client import MQTTv5, MQTTv311

from ingest.inbox import Delivery
from ingest.publish_packets import UNREADABLE_TOPIC, Origin, acknowledgements, sort_packets

AT = datetime(2026, 3, 1, tzinfo=UTC)
PINGRESP = b"\xd0\x00"
SUBACK_OF_TWO = b"\x90\x05\x00\x01\x00\x01\x01"


@dataclass(frozen=True, slots=True)
class Published:
    """What goes into a PUBLISH packet."""

    topic: bytes
    payload: bytes
    qos: int
    is_repeat: bool
    is_retained: bool
    packet_id: int
    properties: bytes


PUBLISHED = st.builds(
    Published,
    topic=st.text("abc/é", min_size=1, max_size=200).map(str.encode),
    payload=st.binary(max_size=400),
    qos=st.integers(0, 2),
    is_repeat=st.booleans(),
    is_retained=st.booleans(),
    packet_id=st.integers(1, 65535),
    # None, a message expiry, or user properties that make the length two bytes long.
    properties=st.sampled_from([b"", b"\x02\x00\x00\x00\x3c", b"\x26\x00\x01k\x00\xc8" + b"v" * 200]),
)


def varint(number: int) -> bytes:
    digits = bytearray()
    while True:
        number, digit = divmod(number, 128)
        digits.append(digit | (0x80 if number else 0))
        if not number:
            return bytes(digits)


def written(it: Published, speaks_mqtt5: bool) -> bytes:
    header = 0x30 | it.is_repeat << 3 | it.qos << 1 | it.is_retained
    body = len(it.topic).to_bytes(2, "big") + it.topic
    body += it.packet_id.to_bytes(2, "big") if it.qos else b""
    body += varint(len(it.properties)) + it.properties if speaks_mqtt5 else b""
    body += it.payload
    return bytes([header]) + varint(len(body)) + body


def as_paho_reads(packet: bytes, speaks_mqtt5: bool) -> Delivery:
    body_at = next(place for place in range(1, 5) if packet[place] < 0x80) + 1
    read = _packet.decode_publish(
        packet[0], bytearray(packet[body_at:]), MQTTv5 if speaks_mqtt5 else MQTTv311
    )
    return Delivery(read.topic.decode(), bytes(read.payload), AT, read.qos, read.mid, 7)


def sorted_in_pieces(
    stream: bytes, cuts: list[int], speaks_mqtt5: bool
) -> tuple[list[Delivery], bytes, bytes]:
    deliveries: list[Delivery] = []
    for_paho = rest = b""
    edges = [0, *sorted(cut % (len(stream) + 1) for cut in cuts), len(stream)]
    for start, end in pairwise(edges):
        found = sort_packets(rest + stream[start:end], Origin(AT, 7, speaks_mqtt5))
        deliveries += found.deliveries
        for_paho += found.for_paho
        rest = found.rest
    return deliveries, for_paho, rest


@given(st.lists(PUBLISHED, max_size=6), st.lists(st.integers(0, 5000), max_size=5), st.booleans())
def test_messages_are_read_as_paho_reads_them(
    published: list[Published], cuts: list[int], speaks_mqtt5: bool
) -> None:
    packets = [written(it, speaks_mqtt5) for it in published]
    stream = PINGRESP.join([b"", *packets, b""])
    deliveries, for_paho, rest = sorted_in_pieces(stream, cuts, speaks_mqtt5)
    bulk = [packet for packet, it in zip(packets, published, strict=True) if it.qos < 2]
    left = [packet for packet, it in zip(packets, published, strict=True) if it.qos == 2]
    assert deliveries == [as_paho_reads(packet, speaks_mqtt5) for packet in bulk]
    assert rest == b""
    assert for_paho.replace(PINGRESP, b"") == b"".join(left).replace(PINGRESP, b"")


def test_everything_but_messages_is_left_to_paho() -> None:
    packet = written(Published(b"t", b"{}", 1, False, False, 9, b""), True)
    found = sort_packets(SUBACK_OF_TWO + packet + PINGRESP, Origin(AT, 7, True))
    assert found.deliveries == [Delivery("t", b"{}", AT, 1, 9, 7)]
    assert found.for_paho == SUBACK_OF_TWO + PINGRESP


def test_a_packet_that_is_not_whole_waits_for_its_end() -> None:
    packet = written(Published(b"t", b"x" * 300, 1, False, False, 9, b""), True)
    for length in range(len(packet)):
        assert sort_packets(packet[:length], Origin(AT, 7, True)) == ([], b"", packet[:length])


@pytest.mark.parametrize(
    "nonsense",
    [
        b"\x32\xff\xff\xff\xff\x01",  # a length of five bytes
        b"\x32\x03\x00\x09t",  # a topic longer than its packet
        b"\x32\x06\x00\x01t\x00\x01\x09",  # properties longer than their packet
    ],
)
def test_what_makes_no_sense_is_left_to_paho_which_hangs_up(nonsense: bytes) -> None:
    found = sort_packets(nonsense, Origin(AT, 7, True))
    assert (found.deliveries, found.for_paho, found.rest) == ([], nonsense, b"")


def test_a_topic_that_is_not_utf_8_is_named_as_such() -> None:
    packet = written(Published(b"\xff\xfe", b"", 0, False, False, 1, b""), False)
    assert sort_packets(packet, Origin(AT, 7, False)).deliveries[0].topic == UNREADABLE_TOPIC


def test_acknowledgements_stand_one_after_the_other() -> None:
    assert acknowledgements([1, 258]) == b"\x40\x02\x00\x01\x40\x02\x01\x02"
