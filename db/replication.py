"""PostgreSQL's own streaming replication, as the server tells of it and is told."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from db.connection import Connection, connect, translated_errors
from db.errors import DatabaseError, DatabaseUnavailable
from db.sql import query

APPLICATION = "opscenter-standby"
_NAME = re.compile(r"[a-z][a-z0-9_]{0,40}")


@dataclass(frozen=True, slots=True)
class ReplicationServer:
    """What a server is to others, and how far its log has come."""

    is_standby: bool
    major: int
    position: int
    last_replayed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting of the server, as it is in force."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Standby:
    """A server that follows this one; figures are None where the login may not see them."""

    name: str
    state: str
    sync_state: str
    bytes_behind: int | None
    seconds_behind: float | None

    @property
    def is_waited_for(self) -> bool:
        """Tell whether commits wait until it has them."""
        return self.sync_state in ("sync", "quorum")


@dataclass(frozen=True, slots=True)
class Host:
    """One of the hosts that a DSN names; `server` is None when it does not answer."""

    dsn: str
    server: ReplicationServer | None


def checked_name(name: str) -> str:
    """Return a standby's name; raise DatabaseError when PostgreSQL could not have it as one."""
    if not _NAME.fullmatch(name):
        raise DatabaseError(f"{name!r} cannot name a standby: use a-z, 0-9 and _, beginning with a letter")
    return name


def hosts_of(dsn: str) -> list[str]:
    """Return a DSN for each host that `dsn` names; each is let in whether it takes writes or not."""
    parts = conninfo_to_dict(dsn)
    hosts = str(parts.get("host") or "").split(",")
    ports = str(parts.get("port") or "").split(",")
    parts.pop("target_session_attrs", None)
    if len(ports) == 1:
        ports *= len(hosts)
    return [
        make_conninfo("", **{**parts, "host": host or None, "port": port or None})
        for host, port in zip(hosts, ports, strict=True)
    ]


def look_at_hosts(dsn: str) -> list[Host]:
    """Ask every host of a DSN what it is."""
    return [Host(one, _asked(one)) for one in hosts_of(dsn)]


def settings_to_copy(connection: Connection) -> list[Setting]:
    """Return the settings that a standby must have as its primary has them."""
    return connection.rows(query("replication", "settings_to_copy"), Setting)


def standbys(connection: Connection) -> Sequence[Standby]:
    """Return who follows this server; nobody follows a standby of ours."""
    return connection.rows(query("replication", "standbys"), Standby)


def make_room(connection: Connection, slot: str) -> bool:
    """Prepare a primary for a standby; return whether the log it keeps for one that is away was bounded.

    Raises DatabaseError when it does not write what a standby needs.
    """
    if connection.values(query("replication", "wal_level"))[0] == "minimal":
        raise DatabaseError("the primary has wal_level = minimal: set it to replica and restart it")
    connection.values(query("replication", "free_slot"), slot=slot)
    if connection.values(query("replication", "wal_kept_for_the_absent"))[0] >= 0:
        return False
    connection.run(query("replication", "bound_wal_kept_for_the_absent"))
    connection.values(query("replication", "reload"))
    return True


def wait_for_standby(dsn: str, name: str) -> None:
    """Make every commit wait until the standby has it too; refused while that one does not follow."""
    with connect(dsn, APPLICATION) as connection:
        if name not in {it.name for it in standbys(connection) if it.state == "streaming"}:
            raise DatabaseError(
                f"no standby called {name} follows this server now, so every commit would wait without end: "
                "start it first (opscenter standby run)"
            )
    with translated_errors(), psycopg.connect(dsn, autocommit=True) as raw:
        command = sql.SQL("ALTER SYSTEM SET synchronous_standby_names = {}")
        raw.execute(command.format(sql.Literal(f"FIRST 1 ({checked_name(name)})")))
        raw.execute(query("replication", "reload").text.encode())


def wait_for_nobody(dsn: str) -> None:
    """Let commits wait for no standby."""
    with connect(dsn, APPLICATION) as connection:
        connection.run(query("replication", "wait_for_nobody"))
        connection.values(query("replication", "reload"))


def promote(dsn: str) -> None:
    """Make a standby the primary; it waits for no standby of its own, since it has none yet."""
    with connect(dsn, APPLICATION) as connection:
        if not connection.values(query("replication", "promote"))[0]:
            raise DatabaseError("the standby did not become the primary within 60 s: look at its log")
    wait_for_nobody(dsn)


def _asked(dsn: str) -> ReplicationServer | None:
    try:
        with connect(dsn, APPLICATION) as connection:
            return connection.row(query("replication", "server"), ReplicationServer)
    except DatabaseUnavailable:
        return None
