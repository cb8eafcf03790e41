"""What may not come in: identities in other systems' JSON and in free text.

An allow-list names what is kept; everything else is dropped at the door and only counted.
"""

import re
from collections.abc import Mapping
from typing import Any

Allowed = Mapping[str, "Allowed | None"]
"""Keys that are kept: None keeps a plain value (or a list of plain values), a mapping goes deeper,
and the key "*" stands for any key of that level."""

# A Vietnamese number plate: province, one or two letters or a letter and a digit, then 4 or 5 digits.
_PLATE = re.compile(r"\b\d{2}[ -]?[A-ZĐ]{1,2}\d?[ -]{0,3}\d{3}[.]?\d{1,2}\b", re.IGNORECASE)
_PLATE_MARK = "[biển số]"


def without_plates(text: str) -> str:
    """Return `text` with everything that reads as a Vietnamese number plate replaced by a mark."""
    return _PLATE.sub(_PLATE_MARK, text)


def kept(value: Any, allowed: Allowed) -> tuple[Any, int]:
    """Return JSON `value` with only the `allowed` keys, and how many keys were dropped."""
    if isinstance(value, list):
        pairs = [kept(item, allowed) for item in value]
        return [item for item, _ in pairs], sum(dropped for _, dropped in pairs)
    if not isinstance(value, dict):
        return None, 1
    result: dict[str, Any] = {}
    dropped = 0
    for key, item in value.items():
        clean, lost = _kept_item(key, item, allowed)
        dropped += lost
        if clean is not _DROPPED:
            result[key] = clean
    return result, dropped


_DROPPED = object()


def _kept_item(key: str, item: Any, allowed: Allowed) -> tuple[Any, int]:
    """Return the item as far as it may be kept (or `_DROPPED`), and how much of it was dropped."""
    if key not in allowed and "*" not in allowed:
        return _DROPPED, 1
    deeper = allowed.get(key, allowed.get("*"))
    if deeper is not None:
        return kept(item, deeper)
    return (item, 0) if _is_plain(item) else (_DROPPED, 1)


def _is_plain(item: Any) -> bool:
    """Tell whether `item` is a number, a text, a truth value, nothing, or a list of such."""
    if isinstance(item, list):
        return all(_is_plain(part) for part in item)
    return item is None or isinstance(item, str | int | float | bool)
