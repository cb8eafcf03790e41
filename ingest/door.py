"""The door: what names a person or a vehicle is taken out here, before anything is stored or logged."""

import re
import uuid
from dataclasses import dataclass
from typing import Any

import msgspec

from domain.identities import Allowed, kept, without_plates
from domain.messages import (
    MESSAGE_TYPES,
    AnyMessage,
    CameraEventObserved,
    CitizenReported,
    CommandAnswered,
    Message,
    PoliceReported,
    SystemReadingTaken,
)

_FREE_TEXTS: dict[type[Message], tuple[str, ...]] = {
    CameraEventObserved: ("label",),
    PoliceReported: ("text",),
    CommandAnswered: ("text",),
    CitizenReported: ("text", "channel"),
    SystemReadingTaken: ("metric", "unit"),
}
_FREE_KEYS = frozenset({"text", "channel", "metric", "unit", "purpose"})
_WITHHELD_KEYS = frozenset({"jpeg", "verified_by"})
_WIRE_KEYS = frozenset(field for kind in MESSAGE_TYPES for field in kind.__struct_fields__)
OWN_KEYS: Allowed = dict.fromkeys((_WIRE_KEYS | {"type"}) - _WITHHELD_KEYS)
"""The keys of our own messages that a dead letter may keep: all but bytes of pictures and persons' names."""

# What machines write where no free text is due: codes, ids, times, labels. A refused message may hold
# anything there, so what does not look like it is withheld.
_MACHINE_WRITTEN = re.compile(r"[A-Za-z0-9 _.:/+-]{1,128}")

_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_WITHHELD = "‘…’"
_LONGEST_REASON = 500
_UUID_LENGTH = 36


@dataclass(frozen=True, slots=True)
class KeptPayload:
    """What of a refused payload may be kept: `is_readable` says that only allowed keys are left."""

    payload: bytes
    is_readable: bool
    dropped_keys: int


def without_identities(message: AnyMessage) -> AnyMessage:
    """Return the message with number plates masked in its free texts."""
    names = _FREE_TEXTS.get(type(message))
    if names is None:
        return message
    changed = {name: clean_text(text) for name in names if (text := getattr(message, name))}
    if all(getattr(message, name) == text for name, text in changed.items()):
        return message
    return msgspec.structs.replace(message, **changed)


def clean_text(text: str) -> str:
    """Return free text without number plates, and without the NUL that no database text can hold."""
    return without_plates(text.replace("\x00", ""))


def clean_topic(topic: str) -> str:
    """Return the topic with number plates masked in every part that is not an id."""
    return "/".join(part if _is_uuid(part) else clean_text(part) for part in topic.split("/"))


def clean_reason(reason: object) -> str:
    """Return a reason without the values it quotes: a parser's message quotes what it was given."""
    text = clean_text(_QUOTED.sub(_WITHHELD, str(reason)))
    return text if len(text) <= _LONGEST_REASON else f"{text[:_LONGEST_REASON]}…"


def clean_json(value: Any) -> Any:
    """Return JSON `value` with number plates masked in every text that is not an id."""
    if isinstance(value, dict):
        return {key: clean_json(item) for key, item in value.items()}
    if isinstance(value, list):
        return [clean_json(item) for item in value]
    if isinstance(value, str) and not _is_uuid(value):
        return clean_text(value)
    return value


def kept_payload(payload: bytes, allowed: Allowed) -> KeptPayload:
    """Return what a dead letter may keep of a refused payload.

    What parses as JSON is left with its allowed keys; what does not is kept whole, unreadable to
    all but administrators.
    """
    try:
        clean, dropped = kept(msgspec.json.decode(payload), allowed)
        return KeptPayload(msgspec.json.encode(clean_json(_machine_written(clean, ""))), True, dropped)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return KeptPayload(payload, False, 0)


def _machine_written(value: Any, key: str) -> Any:
    """Return JSON `value` with every text withheld that stands where none is due."""
    if isinstance(value, dict):
        return {name: _machine_written(item, name) for name, item in value.items()}
    if isinstance(value, list):
        return [_machine_written(item, key) for item in value]
    if isinstance(value, str) and key not in _FREE_KEYS and not is_machine_written(value):
        return _WITHHELD
    return value


def is_machine_written(text: str) -> bool:
    """Tell whether `text` looks like a code, an id or a label, and not like a name or a sentence."""
    return _MACHINE_WRITTEN.fullmatch(text) is not None


def _is_uuid(text: str) -> bool:
    if len(text) != _UUID_LENGTH:
        return False
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True
