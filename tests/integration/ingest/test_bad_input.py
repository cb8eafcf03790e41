"""Bad input through the whole ingest: each is a dead letter with a clear reason, and holds up nobody."""

import contextlib
import json
import socket
from datetime import UTC, datetime, timedelta

import pytest

from domain.codec import encode
from opscenter.proving.broker import PASSWORD
from tests.integration.ingest.open_door import AXIS, ONVIF, OpenDoor
from tests.integration.ingest.scene import OTHER_WARD, WARD, an_event, eventually, on_wire, value
from tests.integration.mosquitto import Publisher

OWN = f"d1-sim/v1/{WARD}/camera/cam-1/event"
EVENT = json.loads(encode(an_event(1)))
LINE = f"{ONVIF}/onvif-ej/RuleEngine/LineDetector/Crossed/&1/2/MyFence"
VMD = f"{AXIS}/event/tns:axis/CameraApplicationPlatform/VMD/Camera1Profile1"


def ours(**changed: object) -> bytes:
    """Return an event of ours with something wrong in it."""
    return json.dumps({**EVENT, **changed}).encode()


FUTURE = (datetime.now(UTC) + timedelta(days=400)).isoformat()
BAD = {
    "oversized number of messages": (OWN, b"[" + b",".join([ours()] * 2_000) + b",{}]", "not a message"),
    "deep JSON": (OWN, ours()[:-1] + b',"x":' + b"[" * 50_000, "nested too deep"),
    "NaN": (OWN, ours().replace(b"0.95", b"NaN"), "NaN or Infinity is no number"),
    "a clock of 1970": (
        OWN,
        ours(observed_at="1970-01-01T00:00:00Z"),
        "before 2015: check the source's clock",
    ),
    "a clock in the future": (OWN, ours(observed_at=FUTURE), "over an hour ahead: check the clock"),
    "an unknown camera": (
        f"d1-sim/v1/{WARD}/camera/nobody/event",
        ours(source="nobody"),
        "camera nobody is not registered: import it first",
    ),
    "another ward's camera": (
        f"d1-sim/v1/{WARD}/camera/cam-far/event",
        ours(source="cam-far"),
        f"cam-far is registered in ward {OTHER_WARD}, not in {WARD}",
    ),
    "text that is not UTF-8": (OWN, ours(label="x").replace(b'"x"', b'"\xe9t\xe9"'), "not UTF-8"),
    "a JPEG where JSON is due": (OWN, b"\xff\xd8\xff\xe0\x00\x10JFIF", "binary data (a JPEG)"),
    "binary where JSON is due": (OWN, b"\x93\xa2id\x00\x01\xff", "binary data where JSON is due"),
    "nothing at all": (OWN, b"", "an empty payload"),
    "a truncated message": (OWN, ours()[:-9], "cut short"),
    "a NUL in a name": (OWN, ours(source="cam\x00-1"), "not a message of ours"),
    "Frigate's unknown camera": (
        "frigate/events",
        b'{"after": {"id": "1", "camera": "x", "label": "car", "start_time": 1772359200}}',
        "camera x is not in the device registry: enter it there",
    ),
    "an ONVIF event without its time": (
        LINE,
        b'{"Source": {}, "Data": {}}',
        "missing required field `UtcTime`",
    ),
    "an Axis event of 1970": (
        VMD,
        b'{"timestamp": 1, "message": {"data": {"active": "1"}}}',
        "before 2015: check the source's clock",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_it_is_kept_with_a_clear_reason_and_what_follows_passes(door: OpenDoor, name: str) -> None:
    topic, payload, said = BAD[name]
    before = door.last_letter()
    door.publish(topic, payload)
    door.let_pass()
    (letter,) = door.letters_since(before)
    assert letter[0] == topic
    assert said in str(letter[2])


FORBIDDEN = {
    "a ward's login in another ward": (f"sim-{WARD}", *on_wire(an_event(2, "cam-far"), OTHER_WARD)),
    "a simulator's login as real": (f"sim-{WARD}", f"d1/v1/{WARD}/camera/cam-real/event", ours()),
    "a device's login for another device": (f"device-{ONVIF}", f"{AXIS}/event/connection", b"{}"),
}


@pytest.mark.parametrize("name", FORBIDDEN)
def test_a_login_speaks_where_it_may_and_nowhere_else(door: OpenDoor, name: str) -> None:
    login, topic, payload = FORBIDDEN[name]
    before, events = door.last_letter(), "SELECT count(*) FROM event WHERE camera_code <> 'cam-1'"
    stored = value(door.dsn, events)
    with Publisher(door.broker, login) as forbidden:
        forbidden.attempt(topic, payload)
    door.let_pass()
    assert door.letters_since(before) == []
    assert value(door.dsn, events) == stored


UNHEARD = {
    "a topic that is not UTF-8": b"\x30\x08\x00\x04d1/\xff{}",
    "more than the broker takes": b"\x30\x80\x89\x7a\x00\x04d1/x" + b"x" * 4096,
}


@pytest.mark.parametrize("name", UNHEARD)
def test_the_broker_hangs_up_on_who_sends_it_and_on_nobody_else(door: OpenDoor, name: str) -> None:
    before = door.last_letter()
    with socket.create_connection(("127.0.0.1", door.broker.port), timeout=30) as raw:
        raw.sendall(connect_packet(b"raw", f"sim-{WARD}".encode(), PASSWORD.encode()))
        assert raw.recv(4)[:1] == b"\x20"
        raw.sendall(UNHEARD[name])
        with contextlib.suppress(ConnectionResetError):
            assert raw.recv(4) == b""
    door.let_pass()
    assert door.letters_since(before) == []


def connect_packet(client_id: bytes, user: bytes, password: bytes) -> bytes:
    """Return a CONNECT of MQTT 3.1.1."""
    body = b"\x00\x04MQTT\x04\xc2\x00\x1e"
    body += b"".join(len(part).to_bytes(2, "big") + part for part in (client_id, user, password))
    return b"\x10" + bytes([len(body)]) + body


def test_many_bad_messages_among_good_ones_hold_up_none(door: OpenDoor) -> None:
    before = door.last_letter()
    good = [an_event(seq, "cam-2") for seq in range(100)]
    bad = [
        (topic, payload) for topic, payload, _said in BAD.values() if topic == OWN and len(payload) < 10_000
    ]
    mixed = [it for number, event in enumerate(good) for it in (bad[number % len(bad)], on_wire(event))]
    door.publish_all(mixed)
    counted = "SELECT count(*) FROM event WHERE camera_code = 'cam-2' AND seq BETWEEN 0 AND 99"
    eventually(lambda: value(door.dsn, counted) == len(good))
    assert len(door.letters_since(before)) == len(good)
