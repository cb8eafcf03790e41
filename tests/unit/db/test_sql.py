"""Queries live in files, each with a name and a sentence, and each is used."""

import re
from pathlib import Path

import pytest

from db.sql import load_queries, parse_queries

ROOM = Path(__file__).parents[3] / "db"
FILES = sorted((ROOM / "queries").glob("*.sql"))


def test_a_file_is_taken_apart_by_its_headers() -> None:
    queries = parse_queries(
        "-- name: one\n-- Says one.\nSELECT 1;\n\n-- name: two\n-- Says two.\n-- a remark\nSELECT 2\n"
    )
    assert queries["one"].text == "SELECT 1;"
    assert queries["two"].sentence == "Says two."
    assert queries["two"].text == "-- a remark\nSELECT 2"


def test_a_name_is_given_once() -> None:
    with pytest.raises(ValueError, match="two queries are called one"):
        parse_queries("-- name: one\n-- A.\nSELECT 1\n-- name: one\n-- B.\nSELECT 2\n")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_query_has_a_name_and_a_sentence(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    queries = load_queries(file.stem)
    assert len(queries) == text.count("-- name:")
    assert text.startswith("-- name:")
    for query in queries.values():
        assert query.sentence.endswith("."), query.name
        assert query.text, query.name


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_query_is_used(file: Path) -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in ROOM.glob("*.py"))
    for name in load_queries(file.stem):
        is_built = name.startswith(("copy_", "tell_", "first_of_", "drop_old_"))
        assert is_built or f'"{name}"' in code, f"{file.name}: {name} is not used"


def test_sql_lives_in_sql_files_only() -> None:
    statement = re.compile(r"\b(SELECT\s.+\sFROM|INSERT INTO|UPDATE\s.+\sSET|DELETE FROM|CREATE TABLE)\b")
    for path in ROOM.glob("*.py"):
        assert not statement.search(path.read_text(encoding="utf-8")), path.name
