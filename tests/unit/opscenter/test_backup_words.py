"""A backup says its size and what it holds."""

from pathlib import Path

from db.backup import TableRows
from db.migrate import Engine
from opscenter.backup import BackupFile, Saved
from opscenter.commands.backup import lines_of

FILE = BackupFile(
    path=Path("centre.backup"),
    bytes=12_300_000,
    engine=Engine.TIMESCALEDB,
    server_version="16.4",
    server_major=16,
    dumped_by=18,
    timescaledb_version="2.29.2",
    last_migration="0011_self_watch",
)
SAVED = Saved(
    FILE, (TableRows("event", 1_234), TableRows("report", 0), TableRows("ward", 10)), has_pictures=False
)


def test_it_says_its_size_and_where_it_is_from() -> None:
    first, source, *_ = lines_of(SAVED)
    assert "12.3 MB" in first
    assert "timescaledb (PostgreSQL 16.4, TimescaleDB 2.29.2)" in source


def test_it_says_how_many_rows_each_table_has_that_has_any() -> None:
    words = "\n".join(lines_of(SAVED))
    assert "1,244 in 2 tables" in words
    assert "report" not in words


def test_it_says_that_pictures_were_left_out() -> None:
    assert any(line.startswith("pictures") and line.endswith("none") for line in lines_of(SAVED))
