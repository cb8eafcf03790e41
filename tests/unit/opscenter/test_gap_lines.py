"""Gaps are told in lines that a person reads."""

from datetime import UTC, datetime

from db.gaps import GapRow, OpenGaps
from opscenter.commands.gaps import gap_lines

AT = datetime(2026, 3, 1, 10, 0, 0, tzinfo=UTC)


def a_gap(after_seq: int, before_seq: int, still_missing: int, filled_at: datetime | None = None) -> GapRow:
    lost = before_seq - after_seq - 1
    return GapRow(1, "q1-bn-014", "real", after_seq, before_seq, AT, AT, lost, still_missing, AT, filled_at)


def test_where_nothing_is_missing_one_line_says_so() -> None:
    assert gap_lines([], []) == ["nothing is missing"]


def test_totals_come_first_and_each_gap_says_what_became_of_it() -> None:
    total = OpenGaps("real", 2, 3, AT)
    gaps = [a_gap(4, 6, 1), a_gap(10, 14, 2), a_gap(20, 22, 0, AT)]
    lines = gap_lines([total], gaps)
    assert lines[0] == "real       3 messages missing in 2 gaps"
    assert [line.split()[1] for line in lines[1:]] == ["5", "11-13", "21"]
    assert [line.rsplit("UTC  ", 1)[1] for line in lines[1:]] == [
        "missing",
        "2 of 3 still missing",
        "came late, by 10:00:00 UTC",
    ]
