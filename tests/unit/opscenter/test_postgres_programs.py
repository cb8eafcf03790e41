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


def test_a_backup_of_a_newer_program_is_refused_by_an_older_server() -> None:
    with pytest.raises(OpscenterError, match="a server of version 18 or newer"):
        fit_to_restore(programs(15, 18), dumped_by=18, server_major=15)


def test_a_backup_that_no_program_here_fits_is_said_to_be() -> None:
    with pytest.raises(OpscenterError, match="version 15 to 17, and here is only 18"):
        fit_to_restore(programs(18), dumped_by=15, server_major=17)
