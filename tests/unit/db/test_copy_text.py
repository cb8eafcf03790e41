"""Rows are written as COPY reads them."""

import uuid
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.copy_text import copy_lines

_UNESCAPED = {"\\\\": "\\", "\\t": "\t", "\\n": "\n", "\\r": "\r"}


class Colour(StrEnum):
    """An enumeration, as messages have them."""

    RED = "red"


def fields_of(lines: bytes) -> list[list[str | None]]:
    """Read text fields back by the rules in PostgreSQL's manual."""
    return [[unescaped(field) for field in line.split("\t")] for line in lines.decode().split("\n")[:-1]]


def unescaped(field: str) -> str | None:
    if field == "\\N":
        return None
    text, at = "", 0
    while at < len(field):
        pair = field[at : at + 2]
        text += _UNESCAPED.get(pair, field[at])
        at += 2 if pair in _UNESCAPED else 1
    return text


ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("\\\t\n\rN"), max_size=12)


@given(st.lists(st.tuples(st.none() | ANY_TEXT, ANY_TEXT), max_size=12))
def test_any_text_comes_back_as_it_was(rows: list[tuple[str | None, str]]) -> None:
    assert fields_of(copy_lines(rows)) == [list(row) for row in rows]


@given(st.lists(st.sampled_from([None, "a", "a\tb", "\\N"]), min_size=9, max_size=30))
def test_a_column_that_repeats_itself_comes_back_as_it_was(values: list[str | None]) -> None:
    assert fields_of(copy_lines([(value,) for value in values])) == [[value] for value in values]


@pytest.mark.parametrize(
    ("value", "field"),
    [
        (None, b"\\N"),
        (True, b"t"),
        (False, b"f"),
        (12, b"12"),
        (0.1, b"0.1"),
        (Colour.RED, b"red"),
        (datetime(2026, 3, 1, 7, 8, 9, 10, UTC), b"2026-03-01T07:08:09.000010+00:00"),
        (date(2026, 3, 1), b"2026-03-01"),
        (uuid.UUID(int=1), b"00000000-0000-0000-0000-000000000001"),
        ([0.1, 2.0, None], b"{0.1,2.0,NULL}"),
        (b"\x00\xff", b"\\\\x00ff"),
        ('{"a":"\\n"}', b'{"a":"\\\\n"}'),
    ],
)
def test_values_are_written_as_postgresql_reads_them(value: Any, field: bytes) -> None:
    assert copy_lines([(value,)]) == field + b"\n"
    assert copy_lines([(value,)] * 9) == (field + b"\n") * 9


def test_equal_values_of_different_kinds_are_not_taken_for_each_other() -> None:
    assert copy_lines([(1,), (True,), (1.0,)] * 5) == b"1\nt\n1.0\n" * 5


def test_half_a_surrogate_pair_cannot_be_written() -> None:
    with pytest.raises(UnicodeEncodeError):
        copy_lines([("\ud800",)])


def test_no_rows_are_no_lines() -> None:
    assert copy_lines([]) == b""
