"""Rows of codes, numbers and times are written as COPY reads CSV."""

import csv
import io
from datetime import UTC, datetime, timedelta, timezone

import pytest

from db.copy_csv import csv_lines
from db.errors import DataRefused
from domain.messages import Provenance

AT = datetime(2026, 3, 1, 10, 32, 4, 250_000, tzinfo=UTC)


def test_every_kind_of_value_is_a_field_that_postgresql_reads() -> None:
    rows = [
        ("q1-bn-014", AT, 7, 24.5, None, Provenance.REAL, True),
        ("q1-bn-015", AT, 0, 0.1, 2.0, "x", False),
    ]
    assert list(csv.reader(io.StringIO(csv_lines(rows).decode()))) == [
        ["q1-bn-014", "2026-03-01T10:32:04.250000Z", "7", "24.5", "null", "real", "true"],
        ["q1-bn-015", "2026-03-01T10:32:04.250000Z", "0", "0.1", "2.0", "x", "false"],
    ]


def test_a_time_keeps_its_zone() -> None:
    local = AT.astimezone(timezone(timedelta(hours=7)))
    assert csv_lines([(local,)]) == b'"2026-03-01T17:32:04.250000+07:00"\n'


@pytest.mark.parametrize("text", ['a"b', "a\\b", "[a]", "a]", "a\nb"])
def test_a_text_that_would_need_an_escape_is_refused(text: str) -> None:
    with pytest.raises(DataRefused, match="a code holds"):
        csv_lines([("q1", text), ("q2", "b")])
