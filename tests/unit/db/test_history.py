"""What is missing in a database, and which histories are refused."""

from datetime import UTC, datetime

import pytest

from db.errors import MigrationError
from db.migrate import Applied, Engine, Migration, migrations_for, missing_migrations

PROGRAM = [Migration(number, f"{number:04d}_step", "SELECT 1", f"sha-{number}") for number in (1, 2, 3)]


def applied(*numbers: int, sha: str = "sha") -> list[Applied]:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return [Applied(number, f"{number:04d}_step", Engine.PLAIN, f"{sha}-{number}", at) for number in numbers]


def test_what_was_not_applied_is_missing_in_order() -> None:
    assert [step.number for step in missing_migrations(PROGRAM, applied(1))] == [2, 3]
    assert missing_migrations(PROGRAM, applied(1, 2, 3)) == []


def test_an_edited_migration_is_refused() -> None:
    with pytest.raises(MigrationError, match="0001_step was edited"):
        missing_migrations(PROGRAM, applied(1, sha="other"))


def test_a_history_from_the_future_is_refused() -> None:
    with pytest.raises(MigrationError, match="newer than the program"):
        missing_migrations(PROGRAM, applied(1, 2, 3, 4))


def test_a_migration_that_comes_before_applied_ones_is_refused() -> None:
    with pytest.raises(MigrationError, match="0002_step comes before"):
        missing_migrations(PROGRAM, applied(1, 3))


def test_both_engines_have_the_same_steps() -> None:
    names = [[step.name for step in migrations_for(engine)] for engine in Engine]
    assert names[0] == names[1]
    numbers = [step.number for step in migrations_for(Engine.PLAIN)]
    assert numbers == list(range(1, len(numbers) + 1))
