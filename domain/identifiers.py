"""Identifiers: time-ordered for what is new, derived for what another system already named."""

import os
import uuid
from datetime import datetime

_NAMESPACE = uuid.UUID("6f1f6a5e-7a3c-5b53-9d0e-0d1510760760")
_RANDOM_BYTES = 10


def uuid7(at: datetime, random_bytes: bytes | None = None) -> uuid.UUID:
    """Return a UUIDv7 (RFC 9562) for the aware time `at`.

    `random_bytes` (10 bytes) makes it repeatable, which seeded simulators need.
    """
    tail = os.urandom(_RANDOM_BYTES) if random_bytes is None else random_bytes
    milliseconds = int(at.timestamp() * 1000) & ((1 << 48) - 1)
    noise = int.from_bytes(tail[:_RANDOM_BYTES], "big")
    value = milliseconds << 80
    value |= 0x7 << 76
    value |= ((noise >> 62) & 0xFFF) << 64
    value |= 0b10 << 62
    value |= noise & ((1 << 62) - 1)
    return uuid.UUID(int=value)


def derived_uuid(*names: str) -> uuid.UUID:
    """Return the same UUID (version 5) for the same names, so that a repeat meets itself.

    Used where another system's message has an id of its own, such as Frigate's.
    """
    return uuid.uuid5(_NAMESPACE, "\x1f".join(names))
