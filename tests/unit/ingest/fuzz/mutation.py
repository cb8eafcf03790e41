"""Changes real payloads by chance, as broken devices and cut lines do; the same for the same seed."""

import random
from collections.abc import Callable
from typing import Any

import msgspec

from tests.unit.ingest.fuzz.corpus import Seed

_TOPIC_SHARE = 0.15
_TOKENS = (
    b"NaN",
    b"-Infinity",
    b"1e999",
    b"99999999999999999999999",
    b"-0.0",
    b"null",
    b"true",
    b"[]",
    b"{}",
    b'""',
    b'"\\u0000"',
    b'"\\ud800"',
    b'"\\ud83d\\ude00"',
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\x00",
    b"\xff\xd8\xff\xe0",
    b'"51F-123.45"',
    b'"1970-01-01T00:00:00Z"',
    b'"2126-01-01T00:00:00Z"',
    b'"9999-12-31T23:59:59+14:00"',
    b'"0001-01-01T00:00:00-14:00"',
)
_VALUES: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    -1,
    2**31,
    2**63,
    2**64,
    1e308,
    -1e-320,
    0.1,
    "",
    "x",
    "x" * 5000,
    "\x00",
    "Nguyễn Thị Lan",
    "59X1-23456",
    "2126-01-01T00:00:00Z",
    "1970-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
    [],
    {},
    [[[]]],
    {"a": {"b": 1}},
    list(range(50)),
)
_TOPIC_PARTS = (
    *("", "26740", "26734", "99999", "cam-far", "cam-nobody", "CAM"),
    *("camera", "system", "status", "é", "a b", "x" * 300),
)

Change = Callable[[bytes, random.Random], bytes]


def mutated(seed: Seed, chance: random.Random) -> Seed:
    """Return the seed with up to three changes in its payload, now and then in its topic."""
    payload = seed.payload
    for _ in range(chance.choice((0, 1, 1, 1, 1, 2, 3))):
        payload = chance.choice(_CHANGES)(payload, chance)
    topic = _other_topic(seed.topic, chance) if chance.random() < _TOPIC_SHARE else seed.topic
    return Seed(topic, payload)


def _cut(payload: bytes, chance: random.Random) -> bytes:
    return payload[: chance.randrange(len(payload) + 1)]


def _flip(payload: bytes, chance: random.Random) -> bytes:
    if not payload:
        return b"\x00"
    at = chance.randrange(len(payload))
    return payload[:at] + bytes([payload[at] ^ (1 << chance.randrange(8))]) + payload[at + 1 :]


def _drop(payload: bytes, chance: random.Random) -> bytes:
    start, end = _slice(payload, chance)
    return payload[:start] + payload[end:]


def _double(payload: bytes, chance: random.Random) -> bytes:
    start, end = _slice(payload, chance)
    return payload[:end] + payload[start:]


def _insert(payload: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(payload) + 1)
    return payload[:at] + chance.choice(_TOKENS) + payload[at:]


def _noise(payload: bytes, chance: random.Random) -> bytes:
    return payload if chance.random() < 0.9 else chance.randbytes(chance.randrange(200))


def _deepen(payload: bytes, chance: random.Random) -> bytes:
    depth = chance.choice((1, 1, 2, 2, 30, 900, 1100))
    if chance.random() < 0.5:
        return b"[" * depth + payload + b"]" * depth
    return b'{"after":' * depth + payload + b"}" * depth


def _set(payload: bytes, chance: random.Random) -> bytes:
    """Give one value of the JSON another value."""
    return _in_json(payload, chance, lambda place, key: place.__setitem__(key, chance.choice(_VALUES)))


def _remove(payload: bytes, chance: random.Random) -> bytes:
    """Take one value out of the JSON."""
    return _in_json(payload, chance, lambda place, key: place.__delitem__(key))


def _rename(payload: bytes, chance: random.Random) -> bytes:
    """Give one value of the JSON another name."""

    def rename(place: Any, key: Any) -> None:
        if isinstance(place, dict):
            place[f"{key}{chance.randrange(3)}"] = place.pop(key)

    return _in_json(payload, chance, rename)


def _in_json(payload: bytes, chance: random.Random, change: Callable[[Any, Any], None]) -> bytes:
    """Return the JSON changed at one place, or as it is when it has none."""
    try:
        raw = msgspec.json.decode(payload)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return payload
    place = raw
    while isinstance(place, dict | list) and place:
        key: Any = chance.choice(list(place)) if isinstance(place, dict) else chance.randrange(len(place))
        if not isinstance(place[key], dict | list) or not place[key] or chance.random() < 0.3:
            change(place, key)
            break
        place = place[key]
    try:
        return msgspec.json.encode(raw)
    except (UnicodeEncodeError, OverflowError, RecursionError):
        return payload


def _slice(payload: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(len(payload) + 1)
    return start, min(len(payload), start + chance.randrange(1, 40))


def _other_topic(topic: str, chance: random.Random) -> str:
    parts = topic.split("/")
    at = chance.randrange(len(parts))
    if chance.random() < 0.3:
        parts.insert(at, chance.choice(_TOPIC_PARTS))
    else:
        parts[at] = chance.choice(_TOPIC_PARTS)
    return "/".join(parts)


_CHANGES: tuple[Change, ...] = (
    *(_set, _set, _set, _set, _set, _set),
    *(_insert, _insert, _cut, _flip, _drop, _double, _remove, _rename, _noise),
    _deepen,
)
