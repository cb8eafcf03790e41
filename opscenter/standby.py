"""A warm standby by PostgreSQL's own streaming replication: made, run, and put in the primary's place."""

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NoReturn

import psutil

from db import replication
from db.backup import program_address
from db.connection import connect, where
from db.migrate import read_server
from db.replication import Host, Setting
from opscenter.errors import OpscenterError
from opscenter.postgres_programs import Program, found_programs, run_program
from opscenter.service_user import ServiceHome, ServiceUser, can_enter, service_user

_CONFIGURATION = "opscenter-standby.conf"
_ACCESS = "pg_hba.conf"
_ACCESS_RULES = """\
# Written by `opscenter standby make`: the primary kept its own elsewhere.
host all         all samenet scram-sha-256
host all         all samehost scram-sha-256
host replication all samenet scram-sha-256
"""


@dataclass(frozen=True, slots=True)
class StandbyPlan:
    """Where a standby is kept and how it is reached."""

    folder: Path
    port: int
    listen: str = "127.0.0.1"
    name: str = "standby"


@dataclass(frozen=True, slots=True)
class TakenOver:
    """Who is the primary now, and what the standby had seen last of the former one."""

    where: str
    last_replayed_at: datetime | None


def make_standby(primary_dsn: str, plan: StandbyPlan) -> bool:
    """Copy the primary while it works, so that `run` follows it; return whether its kept log was bounded.

    Raises OpscenterError or DatabaseError when the folder is taken, the versions do not fit, or the primary
    does not let a standby in.
    """
    name = replication.checked_name(plan.name)
    user = service_user()
    _make_folder(plan.folder, user)
    with connect(primary_dsn, replication.APPLICATION) as connection:
        settings = replication.settings_to_copy(connection)
        major = read_server(connection).version_num // 10_000
        program = _programs_of(major, "pg_basebackup", user)
        was_bounded = replication.make_room(connection, name)
    address = program_address(f"{_primary_among(primary_dsn)} application_name={name}")
    run_program(
        [
            *(program.path, f"--dbname={address.dsn}", f"--pgdata={plan.folder.absolute()}"),
            *("--wal-method=stream", "--checkpoint=fast", "--write-recovery-conf"),
            *("--create-slot", f"--slot={name}", "--no-password"),
        ],
        password=address.password,
        user=user,
    )
    _write_configuration(ServiceHome(plan.folder, user), plan, settings)
    return was_bounded


def run_standby(folder: Path) -> NoReturn:
    """Become the standby's server, in the foreground; a service manager or a terminal ends it."""
    configuration = folder / _CONFIGURATION
    if not configuration.is_file():
        raise OpscenterError(f"{folder} is no standby: make one first (opscenter standby make).")
    user = service_user()
    major = int((folder / "PG_VERSION").read_text(encoding="utf-8"))
    server = _programs_of(major, "postgres", user).folder / "postgres"
    _refuse_if_running(folder)
    if user is not None:
        os.setgroups([])
        os.setgid(user.gid)
        os.setuid(user.uid)
    os.chdir("/")
    arguments = ["-D", str(folder.absolute()), f"--config-file={configuration.absolute()}"]
    os.execv(server, [str(server), *arguments])  # noqa: S606 - it is to take this process's place


def promote_standby(dsn: str) -> TakenOver:
    """Put the standby among the hosts of `dsn` in the primary's place.

    Refused while a primary answers: two that take writes are the one thing replication cannot mend.
    """
    hosts = replication.look_at_hosts(dsn)
    chosen = chosen_standby(hosts)
    replication.promote(chosen.dsn)
    return TakenOver(where(chosen.dsn), chosen.server.last_replayed_at if chosen.server else None)


def chosen_standby(hosts: Sequence[Host]) -> Host:
    """Return the standby that has come farthest; raise OpscenterError when none may take over."""
    answering = [(host, host.server) for host in hosts if host.server is not None]
    primary = next((host for host, server in answering if not server.is_standby), None)
    if primary is not None:
        raise OpscenterError(
            f"The primary at {where(primary.dsn)} still takes writes: stop it first, and see that it stays "
            "stopped. Two primaries would each take a part of the messages."
        )
    if not answering:
        addresses = ", ".join(where(host.dsn) for host in hosts)
        raise OpscenterError(
            f"No standby answers at {addresses}. Name both hosts: "
            "postgresql://user:password@first:5432,second:5432/opscenter?target_session_attrs=read-write"
        )
    return max(answering, key=lambda pair: pair[1].position)[0]


def _primary_among(dsn: str) -> str:
    """Return the address of the host that takes writes, alone."""
    hosts = replication.look_at_hosts(dsn)
    return next(host.dsn for host in hosts if host.server is not None and not host.server.is_standby)


def _make_folder(folder: Path, user: ServiceUser | None) -> None:
    """Make the standby's folder, for the database's user alone."""
    if folder.exists() and any(folder.iterdir()):
        raise OpscenterError(f"{folder} is not empty: a standby needs a folder of its own.")
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)
    ServiceHome(folder, user).own(folder)
    if not can_enter(folder.absolute(), user):
        who = user.name if user else "This user"
        raise OpscenterError(f"{who} cannot enter {folder}: choose one such as /var/lib/opscenter-standby.")


def _programs_of(major: int, name: str, user: ServiceUser | None) -> Program:
    """Return a program of exactly this version: a standby is a copy, byte for byte."""
    for program in found_programs(name):
        if program.major == major and can_enter(program.folder, user):
            return program
    raise OpscenterError(
        f"The primary is PostgreSQL {major}, and no {name} of that version is here: install "
        f"postgresql-{major}, with TimescaleDB where the primary has it."
    )


def _write_configuration(home: ServiceHome, plan: StandbyPlan, settings: Sequence[Setting]) -> None:
    """Write the standby's own settings; the primary's file may lie elsewhere and is not used."""
    own = {
        "listen_addresses": plan.listen,
        "port": str(plan.port),
        "unix_socket_directories": "",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "hot_standby": "on",
        "logging_collector": "off",
    }
    lines = [f"{name} = '{_quoted(value)}'" for name, value in own.items()]
    lines += [f"{it.name} = '{_quoted(it.value)}'" for it in settings]
    home.write(plan.folder / _CONFIGURATION, "\n".join(lines) + "\n")
    for name, text in ((_ACCESS, _ACCESS_RULES), ("pg_ident.conf", "")):
        if not (plan.folder / name).exists():
            home.write(plan.folder / name, text)


def _quoted(value: str) -> str:
    return value.replace("'", "''")


def _refuse_if_running(folder: Path) -> None:
    lock = folder / "postmaster.pid"
    pid = lock.read_text(encoding="utf-8").split("\n", 1)[0] if lock.is_file() else ""
    with suppress(psutil.Error):
        if pid.isdecimal() and psutil.Process(int(pid)).name() == "postgres":
            raise OpscenterError(f"The standby in {folder} runs already (process {pid}).")
