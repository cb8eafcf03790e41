"""Bytes to messages and back: one message or a JSON array of them, checked on the way in."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import msgspec

from domain.errors import DomainError
from domain.messages import AnyMessage, Message, Provenance, Seq, Slug
from domain.unreadable import why_unreadable

MAX_BATCH = 10_000
_FUTURE_LIMIT = timedelta(hours=1)
EARLIEST = datetime(2015, 1, 1, tzinfo=UTC)
"""No right clock shows a time before it."""

_encoder = msgspec.json.Encoder()
_one = msgspec.json.Decoder(AnyMessage)
_many = msgspec.json.Decoder(list[AnyMessage])
_pieces = msgspec.json.Decoder(list[msgspec.Raw])


class CodecError(DomainError):
    """The payload is not a message; the text names the field and what was wrong with it."""


class Undecoded(msgspec.Struct, frozen=True):
    """What could not be understood, and why."""

    payload: bytes
    reason: str


class Head(msgspec.Struct, frozen=True):
    """Who numbered a message, and how: often readable where the rest is not."""

    source: Slug
    seq: Seq
    provenance: Provenance


_head = msgspec.json.Decoder(Head)


def encode(message: Message) -> bytes:
    """Return the message as JSON bytes."""
    return _encoder.encode(message)


def encode_batch(messages: Sequence[Message]) -> bytes:
    """Return the messages as one JSON array."""
    return _encoder.encode(list(messages))


def decode(payload: bytes) -> list[AnyMessage]:
    """Return the messages in `payload` (one object or an array of at most 10,000).

    Raises CodecError when any of it cannot be understood; `decode_apart` takes the rest of it all the same.
    """
    try:
        is_array = payload[:1] != b"{" and payload.lstrip()[:1] == b"["
        messages = _many.decode(payload) if is_array else [_one.decode(payload)]
    except msgspec.ValidationError as error:
        raise CodecError(f"not a message of ours: {error}") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise CodecError(why_unreadable(payload, error)) from error
    if len(messages) > MAX_BATCH:
        raise CodecError(f"a batch of {len(messages)} messages; at most {MAX_BATCH} are taken")
    return messages


def decode_apart(payload: bytes) -> Sequence[AnyMessage | Undecoded]:
    """Return what `decode` refuses, an array item by item; as one piece when it is no array of JSON."""
    try:
        return decode(payload)
    except CodecError as error:
        pieces = _items(payload)
        if not 1 < len(pieces) <= MAX_BATCH:
            return [Undecoded(payload, str(error))]
        return [it for piece in pieces for it in decode_apart(piece)]


def head_of(payload: bytes) -> Head | None:
    """Return the head of a message that is not understood, when that much of it is."""
    try:
        return _head.decode(payload)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def _items(payload: bytes) -> list[bytes]:
    """Return the items of a JSON array; none of anything else."""
    try:
        return [bytes(piece) for piece in _pieces.decode(payload)]
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return []


def latest_plausible(received_at: datetime) -> datetime:
    """Return the latest time that a right clock can have shown when the message came."""
    return received_at + _FUTURE_LIMIT


def check_clock(message: Message, received_at: datetime) -> None:
    """Raise CodecError when the source's clock cannot be right: before 2015 or over an hour ahead."""
    if message.observed_at < EARLIEST:
        raise CodecError(
            f"observed_at {message.observed_at.isoformat()} is before 2015: check the source's clock"
        )
    if message.observed_at > latest_plausible(received_at):
        raise CodecError(
            f"observed_at {message.observed_at.isoformat()} is over an hour ahead: check the clock"
        )
