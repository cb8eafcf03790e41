"""Looks at each part of a centre and says in words what is wrong and what to do."""

import shutil
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

import psutil

from db.clock import clock_skew_s
from db.connection import connect
from db.errors import DatabaseError
from db.migrate import Engine
from db.status import status
from ingest.broker import BrokerAddress, probe
from ingest.errors import BrokerUnavailableError
from opscenter.data_folder import LEAST_FREE_BYTES
from opscenter.outage_page import age_of_newest
from opscenter.procedure_files import ProcedureFilesError, load_procedures, procedures_folder

_LARGEST_SKEW_S = 2.0
_COMFORTABLE_FREE_BYTES = 10 * LEAST_FREE_BYTES
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_PLAIN_MQTT_PORT = 1883
_OLDEST_OUTAGE_PAGE = timedelta(minutes=15)


class Level(StrEnum):
    """How much a finding matters."""

    OK = "ok"
    WARNING = "warning"
    WRONG = "WRONG"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was seen in one part; `advice` says what to do when it is not ok."""

    part: str
    level: Level
    sentence: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Centre:
    """What the doctor is told to look at."""

    database_url: str | None
    broker: BrokerAddress
    http_host: str
    http_port: int
    is_cookie_secure: bool
    data: Path
    outage_folder: Path | None
    secret_files: tuple[Path, ...]
    district: Path | None = None


def examine(centre: Centre) -> Iterator[Finding]:
    """Yield what is found, part by part, as it is found."""
    yield from _database(centre.database_url)
    yield from _broker(centre.broker)
    yield from _disk(centre.data)
    yield outage_finding(centre.outage_folder, datetime.now(UTC))
    yield from _console(centre)
    yield from _plain_listeners(centre)
    yield from secret_modes(centre.secret_files)
    yield procedures_finding(centre.district)


def _database(url: str | None) -> Iterator[Finding]:
    """Look at the database: reachable, engine, migrations, clock, encryption on the way."""
    if url is None:
        yield Finding("database", Level.WRONG, "no database is known", "set OPSCENTER_DATABASE_URL")
        return
    try:
        state = status(url)
        with connect(url, "opscenter-doctor") as connection:
            skew_s = clock_skew_s(connection)
    except DatabaseError as error:
        yield Finding("database", Level.WRONG, str(error))
        return
    if state.engine is Engine.TIMESCALEDB:
        kind = f"TimescaleDB {state.timescaledb_version} on PostgreSQL {state.server_version}"
        yield Finding("database", Level.OK, f"{kind} at {state.where}")
    else:
        sentence = f"plain PostgreSQL {state.server_version} at {state.where}: no compression"
        yield Finding("database", Level.OK, sentence)
    if state.pending:
        missing = ", ".join(state.pending)
        yield Finding(
            "database", Level.WRONG, f"migrations are missing: {missing}", "run `opscenter db migrate`"
        )
    yield clock_finding(skew_s)
    yield from database_route(url)


def clock_finding(skew_s: float) -> Finding:
    """Judge how far the database's clock is from ours."""
    if abs(skew_s) <= _LARGEST_SKEW_S:
        return Finding("clock", Level.OK, f"the database's clock and ours differ by {abs(skew_s):.1f} s")
    where = "ahead of" if skew_s > 0 else "behind"
    return Finding(
        "clock",
        Level.WRONG,
        f"the database's clock is {abs(skew_s):.0f} s {where} ours, so times and lags mean little",
        "set both machines by NTP (`timedatectl set-ntp true`)",
    )


def database_route(url: str) -> Iterator[Finding]:
    """Warn of a database that is reached beyond this machine without TLS."""
    parts = urlsplit(url)
    is_local = (parts.hostname or "localhost") in _LOOPBACK
    if not is_local and not any(mode in parts.query for mode in ("sslmode=require", "sslmode=verify")):
        yield Finding(
            "database",
            Level.WARNING,
            f"the way to {parts.hostname} may be unencrypted",
            "add ?sslmode=verify-full to OPSCENTER_DATABASE_URL, unless only containers share the network",
        )


def _broker(address: BrokerAddress) -> Iterator[Finding]:
    """Ask the broker what it really does."""
    try:
        guarantees = probe(address)
    except BrokerUnavailableError as error:
        yield Finding("broker", Level.WRONG, str(error))
        return
    *facts, verdict = guarantees.sentences()
    yield Finding("broker", Level.OK, " ".join(facts))
    if guarantees.is_loss_proof:
        yield Finding("broker", Level.OK, verdict)
    else:
        yield Finding("broker", Level.WARNING, verdict)
    if address.ca_file is None and address.host not in _LOOPBACK:
        yield Finding(
            "broker",
            Level.WRONG,
            f"passwords and messages go to {address.host} in plain text",
            "give the broker a certificate and set OPSCENTER_MQTT_CA_FILE",
        )


def _disk(data: Path) -> Iterator[Finding]:
    """Look at the room on the disk of the data folder, or of this folder when there is none."""
    folder = data if data.exists() else Path.cwd()
    yield disk_finding(folder, shutil.disk_usage(folder).free)


def disk_finding(folder: Path, free: int) -> Finding:
    """Judge how much room is left."""
    sentence = f"{free / 1_000_000_000:.1f} GB free at {folder}"
    if free < LEAST_FREE_BYTES:
        return Finding("disk", Level.WRONG, sentence, "free some space: the database stops when it is full")
    if free < _COMFORTABLE_FREE_BYTES:
        return Finding("disk", Level.WARNING, sentence, "free some space soon")
    return Finding("disk", Level.OK, sentence)


def outage_finding(folder: Path | None, now: datetime) -> Finding:
    """Judge how old the newest page is that is read when everything is down."""
    if folder is None:
        return Finding(
            "outage", Level.WARNING, "no page is written for outages", "set OPSCENTER_OUTAGE_FOLDER"
        )
    age = age_of_newest(folder, now)
    if age is None:
        advice = "write one: `opscenter outage-page`; the console writes one every few minutes"
        return Finding("outage", Level.WARNING, f"no page for outages lies in {folder}", advice)
    sentence = f"the newest page for outages is {age.total_seconds() / 60:.0f} min old, in {folder}"
    if age > _OLDEST_OUTAGE_PAGE:
        return Finding("outage", Level.WARNING, sentence, "look whether the console runs, and its log")
    return Finding("outage", Level.OK, sentence)


def _console(centre: Centre) -> Iterator[Finding]:
    """Tell whether somebody listens on the console's port, and whether cookies are safe there."""
    listeners = [it for it in _listeners() if it.port == centre.http_port]
    if not listeners:
        sentence = f"nobody listens on port {centre.http_port}"
        yield Finding(
            "console", Level.WARNING, sentence, "start it: `opscenter dashboard`, or `make up` for all"
        )
    else:
        yield Finding("console", Level.OK, f"port {centre.http_port} is served by {listeners[0].program}")
    if centre.http_host not in _LOOPBACK and not centre.is_cookie_secure:
        yield Finding(
            "console",
            Level.WRONG,
            f"it listens on {centre.http_host} without HTTPS, so sessions can be stolen on the way",
            "put it behind HTTPS and set OPSCENTER_COOKIE_SECURE=true, or listen on 127.0.0.1",
        )


@dataclass(frozen=True, slots=True)
class Listener:
    """A program that listens on this machine."""

    host: str
    port: int
    program: str


def _plain_listeners(centre: Centre) -> Iterator[Finding]:
    """Warn of our plain ports that are open beyond this machine."""
    ports = {centre.broker.port if centre.broker.ca_file is None else _PLAIN_MQTT_PORT, _PLAIN_MQTT_PORT}
    yield from listener_findings(_listeners(), ports | {centre.http_port})


def listener_findings(listeners: Sequence[Listener], plain_ports: set[int]) -> Iterator[Finding]:
    """Judge the listeners on ports where our services speak in plain text."""
    exposed = [it for it in listeners if it.port in plain_ports and it.host not in _LOOPBACK]
    for it in exposed:
        yield Finding(
            "listeners",
            Level.WRONG,
            f"{it.program} listens in plain text on {it.host}:{it.port}, beyond this machine",
            "bind it to 127.0.0.1, or use TLS (docs/administrators.md)",
        )
    if not exposed:
        yield Finding("listeners", Level.OK, "no plain listener of ours is open beyond this machine")


def _listeners() -> list[Listener]:
    """Return who listens on this machine, as far as the system tells us."""
    try:
        connections = psutil.net_connections("tcp")
    except psutil.AccessDenied:
        return []
    return [
        Listener(it.laddr.ip, it.laddr.port, _program(it.pid))
        for it in connections
        if it.status == psutil.CONN_LISTEN and it.laddr
    ]


def _program(pid: int | None) -> str:
    """Return a program's name."""
    try:
        return psutil.Process(pid).name() if pid else "another user's program"
    except psutil.Error:
        return "a program that just ended"


def secret_modes(files: Sequence[Path]) -> Iterator[Finding]:
    """Warn of secrets that others can read."""
    open_to_others = [
        path for path in files if path.is_file() and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    ]
    for path in open_to_others:
        yield Finding("secrets", Level.WRONG, f"{path} can be read by others", f"chmod 600 {path}")
    if not open_to_others:
        yield Finding("secrets", Level.OK, f"{len(files)} secret files are readable by their owner alone")


def procedures_finding(district: Path | None) -> Finding:
    """Read the district's procedures as the console does when it starts."""
    try:
        count = len(load_procedures(district).by_kind)
    except ProcedureFilesError as error:
        return Finding(
            "procedures", Level.WRONG, str(error), "the console does not start until it is put right"
        )
    return Finding("procedures", Level.OK, f"{count} kinds have theirs in {procedures_folder(district)}")
