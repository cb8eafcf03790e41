"""The embedded database wants its password, listens on loopback alone, and survives its own death."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from db.connection import connect
from db.errors import DatabaseUnavailable
from opscenter import embedded_postgres
from opscenter.data_folder import DataFolder, open_data_folder, remembered_port
from opscenter.embedded_postgres import EmbeddedPostgres
from opscenter.errors import OpscenterError
from opscenter.service_user import ServiceHome, service_home
from opscenter.supervisor import Program, Supervisor
from tests.integration.opscenter.running import wait_until


@pytest.fixture
def folder(data: Path) -> DataFolder:
    return open_data_folder(data)


@pytest.fixture
def home(folder: DataFolder) -> ServiceHome:
    return service_home(folder.path)


@pytest.fixture
def planned(folder: DataFolder, home: ServiceHome) -> EmbeddedPostgres:
    return embedded_postgres.plan(folder, home, remembered_port(folder, "database"))


@pytest.fixture
def supervisor(folder: DataFolder) -> Iterator[Supervisor]:
    supervisor = Supervisor(folder, lambda _words: None)
    yield supervisor
    supervisor.stop_all()


def start(supervisor: Supervisor, server: EmbeddedPostgres, home: ServiceHome, folder: DataFolder) -> None:
    embedded_postgres.make_or_check(server, home)
    embedded_postgres.clear_stale_lock(server, folder.path)
    supervisor.start(
        Program("database", server.command(), gentle=signal.SIGINT, user=server.user, folder=server.files)
    )
    wait_until(lambda: supervisor.is_running("database") and server.is_ready())


def test_it_wants_its_password_and_listens_on_loopback_alone(
    supervisor: Supervisor, planned: EmbeddedPostgres, home: ServiceHome, folder: DataFolder
) -> None:
    start(supervisor, planned, home, folder)
    connect(planned.dsn, "test").close()
    with pytest.raises(DatabaseUnavailable, match="password authentication failed"):
        connect(planned.dsn.replace(planned.password, "wrong"), "test")
    hosts = {
        it.laddr.ip for it in psutil.net_connections("tcp") if it.laddr and it.laddr.port == planned.port
    }
    assert hosts == {"127.0.0.1"}


def test_as_root_it_runs_as_somebody_else(
    supervisor: Supervisor, planned: EmbeddedPostgres, home: ServiceHome, folder: DataFolder
) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root has to step down")
    start(supervisor, planned, home, folder)
    pid = int((planned.files / "postmaster.pid").read_text(encoding="utf-8").splitlines()[0])
    assert psutil.Process(pid).uids().real != 0


def test_killed_by_sigkill_it_starts_again(
    supervisor: Supervisor, planned: EmbeddedPostgres, home: ServiceHome, folder: DataFolder
) -> None:
    start(supervisor, planned, home, folder)
    pid = int((planned.files / "postmaster.pid").read_text(encoding="utf-8").splitlines()[0])
    psutil.Process(pid).kill()
    wait_until(lambda: not supervisor.is_running("database"))
    supervisor.stop("database")
    start(supervisor, planned, home, folder)
    connect(planned.dsn, "test").close()


def test_a_lock_whose_process_id_belongs_to_another_program_by_now_is_cleared(
    planned: EmbeddedPostgres, home: ServiceHome, folder: DataFolder
) -> None:
    embedded_postgres.make_or_check(planned, home)
    lock = planned.files / "postmaster.pid"
    lock.write_text(f"{os.getpid()}\n", encoding="utf-8")
    embedded_postgres.clear_stale_lock(planned, folder.path)
    assert not lock.exists()


def test_a_database_of_another_version_is_one_sentence(planned: EmbeddedPostgres, home: ServiceHome) -> None:
    planned.files.mkdir()
    (planned.files / "PG_VERSION").write_text("17\n", encoding="utf-8")
    with pytest.raises(OpscenterError, match="was made by PostgreSQL 17, and this is 18"):
        embedded_postgres.make_or_check(planned, home)


def test_an_initdb_that_was_interrupted_does_not_stand_in_the_way(
    planned: EmbeddedPostgres, home: ServiceHome
) -> None:
    home.make("postgres-unfinished")
    (planned.files.with_name("postgres-unfinished") / "half").touch()
    embedded_postgres.make_or_check(planned, home)
    assert (planned.files / "PG_VERSION").is_file()


def test_a_folder_that_the_databases_user_cannot_enter_is_stood_in_for(data: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("an ordinary user runs the database as itself")
    data.parent.chmod(0o700)
    home = service_home(open_data_folder(data).path)
    assert home.path != data
    assert (home.path / "data-folder.txt").read_text(encoding="utf-8").strip() == str(data)
