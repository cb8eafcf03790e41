"""Rows as PostgreSQL's COPY reads them in text format, written a column at a time; pure.

Within a batch a column repeats itself (a ward, a provenance, a small count), so each different value is
written out once, where psycopg would write it for every row.
"""

import uuid
from collections.abc import Callable, Sequence
from datetime import date, datetime
from types import NoneType
from typing import Any

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_NULL = "\\N"
_WORTH_A_LOOK_UP = 1.5
"""Times that values must repeat on average before looking them up is cheaper than writing them."""


def copy_lines(rows: Sequence[Sequence[Any]]) -> bytes:
    """Return the rows, all of one width, as lines; raise UnicodeEncodeError for half a surrogate pair."""
    columns = [_column(values) for values in zip(*rows, strict=True)]
    return "".join([f"{line}\n" for line in map("\t".join, zip(*columns, strict=True))]).encode()


def _column(values: Sequence[Any]) -> Sequence[str]:
    """Return the texts of a column's values."""
    kinds = set(map(type, values)) - {NoneType}
    if len(kinds) != 1:
        return [_written(value) for value in values]
    (kind,) = kinds
    if issubclass(kind, str):
        # Enumerations hash slowly, being Python; their plain texts do not.
        values = [value if value is None else str.__str__(value) for value in values]
    elif issubclass(kind, list | tuple | datetime):
        # Lists cannot be looked up, and moments hardly ever repeat but for the first of a chunk.
        return _each(values)
    different = set(values)
    if len(different) * _WORTH_A_LOOK_UP > len(values):
        return _each(values)
    return list(map(dict(zip(different, _each(list(different)), strict=True)).__getitem__, values))


def _each(values: Sequence[Any]) -> list[str]:
    """Return the text of every value, written anew only where it is another than the one before."""
    texts: list[str] = []
    last, text = None, _NULL
    for value in values:
        if value is not last:
            last, text = value, _written(value)
        texts.append(text)
    return texts


def _written(value: Any) -> str:
    """Return one value as its field."""
    if value is None:
        return _NULL
    write = _WRITERS.get(type(value))
    if write is not None:
        return write(value)
    if isinstance(value, str):
        return _text(str.__str__(value))
    raise TypeError(f"COPY is not taught to write a {type(value).__name__}")


def _text(value: str) -> str:
    return value if value.isalnum() else value.translate(_ESCAPES)


def _array(value: Sequence[Any]) -> str:
    """Return an array of numbers."""
    return "{" + ",".join("NULL" if item is None else _NUMBERS[type(item)](item) for item in value) + "}"


_NUMBERS: dict[type, Callable[[Any], str]] = {int: int.__repr__, float: float.__repr__}
_WRITERS: dict[type, Callable[[Any], str]] = {
    **_NUMBERS,
    bool: lambda value: "t" if value else "f",
    str: _text,
    uuid.UUID: str,
    datetime: datetime.isoformat,
    date: date.isoformat,
    bytes: lambda value: "\\\\x" + value.hex(),
    list: _array,
    tuple: _array,
}
