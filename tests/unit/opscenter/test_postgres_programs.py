"""Programs are chosen so that their versions fit, and it is said in words when none does."""

from pathlib import Path

import pytest

from opscenter.errors import OpscenterError
from opscenter.postgres_programs import Program, fit_to_dump, fit_to_restore


def programs(*majors: int) -> list[Program]:
    return [Program(Path(f"/{major}"), major, f"{major}.1") for major in majors]


def test_a_server_is_dumped_by_its_own_version() -> None:
    assert fit_to_dump(programs(15, 16, 18), 16).major == 16


def test_a_server_is_dumped_by_the_next_newer_version_where_its_own_is_missing() -> None:
    assert fit_to_dump(programs(15, 17, 18), 16).major == 17


def test_a_server_that_is_newer_than_every_program_is_said_to_be() -> None:
    with pytest.raises(OpscenterError, match=r"only of version 15, 16: install postgresql-client-18"):
        fit_to_dump(programs(15, 16), 18)


def test_a_backup_is_restored_by_the_servers_own_version() -> None:
    assert fit_to_restore(programs(15, 16, 18), dumped_by=15, server_major=16).major == 16


def test_where_the_servers_own_version_is_missing_the_nearest_one_that_can_read_it_restores() -> None:
    assert fit_to_restore(programs(15, 18), dumped_by=15, server_major=17).major == 15
    assert fit_to_restore(programs(15, 18, 19), dumped_by=18, server_major=15).major == 18


def test_a_backup_that_every_program_here_is_too_old_for_is_said_to_be() -> None:
    with pytest.raises(OpscenterError, match=r"by pg_dump 18, and pg_restore is here only of version 15, 16"):
        fit_to_restore(programs(15, 16), dumped_by=18, server_major=18)
