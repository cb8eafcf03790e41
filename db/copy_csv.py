"""Rows of codes, numbers and times as PostgreSQL's COPY reads them in CSV, all written in one go.

A line of JSON without its brackets is a line of CSV (with `NULL 'null'`), as long as no text in it needs an
escape; and JSON is written in C, many times faster than rows field by field.
"""

from collections.abc import Sequence
from typing import Any

import msgspec

from db.errors import DataRefused

_encoder = msgspec.json.Encoder()


def csv_lines(rows: Sequence[Sequence[Any]]) -> bytes:
    """Return the rows as lines; raise DataRefused for a text that would have to be escaped.

    Such a text is no code: codes on the wire are lower-case slugs.
    """
    lines = _encoder.encode_lines(rows)
    fields = lines.translate(None, b"[]")
    if len(lines) - len(fields) != 2 * len(rows) or b"\\" in fields:
        raise DataRefused(
            "the database is not given the data: a code holds a bracket, a quote or a backslash"
        )
    return fields
