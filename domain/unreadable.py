"""Why bytes are no JSON, said so that a person understands it."""

import re

_NOT_FINITE = re.compile(rb"(?<![\w\"])-?(NaN|Infinity)(?![\w\"])", re.IGNORECASE)
_MAGIC = ((b"\xff\xd8\xff", "a JPEG"), (b"\x89PNG", "a PNG"), (b"\x1f\x8b", "gzip"), (b"PK\x03\x04", "a ZIP"))
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_LOOKED_AT = 4096


def why_unreadable(payload: bytes, error: Exception) -> str:
    """Return why `payload` cannot be read as JSON; `error` is what the parser said of it."""
    if not payload.strip():
        return "an empty payload where JSON is due"
    if isinstance(error, RecursionError):
        return "JSON that is nested too deep"
    if not _is_utf8(payload):
        return _what_it_is(payload)
    if _NOT_FINITE.search(payload):
        return "NaN or Infinity is no number in JSON"
    return f"not JSON, or cut short: {error}"


def _what_it_is(payload: bytes) -> str:
    """Return what bytes are that are no text."""
    for magic, name in _MAGIC:
        if payload.startswith(magic):
            return f"binary data ({name}) where JSON is due"
    if _CONTROL.search(payload[:_LOOKED_AT]):
        return "binary data where JSON is due"
    return "the text is not UTF-8"


def _is_utf8(payload: bytes) -> bool:
    """Tell whether the bytes are text."""
    try:
        payload.decode()
    except UnicodeDecodeError:
        return False
    return True
