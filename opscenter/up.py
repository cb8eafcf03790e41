"""`opscenter up`: starts a whole centre on this machine, step by step, and keeps it running."""

import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from domain.places import District
from opscenter import demo_accounts, demo_district, embedded_broker, embedded_postgres
from opscenter.broker_logins import logins_for
from opscenter.data_folder import (
    DataFolder,
    locked,
    open_data_folder,
    remembered_port,
    remove_data_folder,
    write_private,
)
from opscenter.device_prefixes import device_prefixes, frigate_prefixes
from opscenter.district_files import load_district
from opscenter.embedded_broker import Broker
from opscenter.embedded_postgres import EmbeddedPostgres
from opscenter.errors import OpscenterError
from opscenter.leftovers import end_leftovers
from opscenter.ports import is_port_free
from opscenter.procedure_files import load_procedures
from opscenter.service_environment import ServiceEnvironment, mqtt_secret
from opscenter.service_user import ServiceHome, service_home
from opscenter.shift_files import load_shift_facts
from opscenter.supervisor import Program, Supervisor, last_words, log_file
from opscenter.up_options import UpOptions

_START_LIMIT_S = 120.0
_LOOK_S = 0.1


class StoppedError(Exception):
    """The person stopped the start half-way; nothing is wrong."""


@dataclass(frozen=True, slots=True)
class _Start:
    """What the steps of one start share."""

    options: UpOptions
    folder: DataFolder
    home: ServiceHome
    district: District
    supervisor: Supervisor
    stop: threading.Event
    say: Callable[[str], None]


def run(options: UpOptions, say: Callable[[str], None]) -> None:
    """Start everything, keep it running until told to stop, and leave nothing running."""
    stop = _stop_on_signals()
    if options.is_fresh:
        _start_over(options.data, say)
    folder = open_data_folder(options.data)
    with locked(folder):
        count = end_leftovers(folder)
        if count:
            say(f"ended {count} processes that an earlier start had left behind")
        _refuse_taken_port(options)
        write_private(folder.path / "console.port", f"{options.port}\n")
        supervisor = Supervisor(folder, say)
        district = load_district(options.district)
        load_procedures(options.district)  # What is wrong in a file is said before anything starts.
        start = _Start(options, folder, service_home(folder.path), district, supervisor, stop, say)
        try:
            _start_all(start)
            _keep_running(start)
        except StoppedError:
            pass
        finally:
            say("stopping")
            supervisor.stop_all()
            say("stopped; nothing is left running")


def _stop_on_signals() -> threading.Event:
    """Return an event that Ctrl-C, SIGTERM and a closed terminal set."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stop.set())
    return stop


def _start_over(data: Path, say: Callable[[str], None]) -> None:
    """Delete the data folder, after ending what may still run on it."""
    if not data.exists():
        return
    folder = DataFolder(data.absolute())
    if folder.running.is_dir():
        with locked(folder):
            end_leftovers(folder)
    remove_data_folder(data)
    say(f"started over: {data} is empty again")


def _refuse_taken_port(options: UpOptions) -> None:
    """Say who to blame when the console's port is taken."""
    if not is_port_free(options.host, options.port):
        raise OpscenterError(
            f"Port {options.port} is taken by another program. Stop it, or choose another with --port."
        )


def _start_all(start: _Start) -> None:
    """Start every part; the console first, so that the page is there while the rest comes up."""
    _say_where_files_are(start)
    database = embedded_postgres.plan(start.folder, start.home, remembered_port(start.folder, "database"))
    broker = _prepare_broker(start)
    services = ServiceEnvironment(
        start.folder,
        start.options,
        database.dsn,
        broker.port,
        _ward_codes(start.district),
        start.home.path,
    )
    start.supervisor.start(_service("dashboard", services))
    address = f"http://{start.options.host}:{start.options.port}"
    start.say(f"console    opening at {address}")
    start.supervisor.start(broker.program)
    _start_database(start, database)
    _fill_database(start, database.dsn)
    _make_accounts(start, database.dsn)
    _wait(start, "broker", broker.is_ready)
    start.say(f"broker     {broker.title}")
    for name in ("ingest", "rules", *(("simulate",) if start.options.simulates else ())):
        start.supervisor.start(_service(name, services))
        start.say(f"{name:10} started")
    _wait(start, "dashboard", lambda: not is_port_free(start.options.host, start.options.port))
    start.say(f"ready      {address}  (stop with Ctrl-C)")
    start.say(demo_accounts.write_sign_in(start.folder, address))


def _say_where_files_are(start: _Start) -> None:
    """Say it when database and broker cannot keep their files in the data folder."""
    if start.home.user is not None and start.home.path != start.folder.path:
        start.say(
            f"files      the database runs as user {start.home.user.name}, who cannot enter "
            f"{start.folder.path}: its files are in {start.home.path}"
        )


def _make_accounts(start: _Start, dsn: str) -> None:
    """Make the demo accounts that are missing."""
    made = demo_accounts.ensure_accounts(dsn, start.folder, start.district)
    if made:
        start.say(f"accounts   {made} made, one per role")


def _prepare_broker(start: _Start) -> Broker:
    """Write the broker's logins and files."""
    logins = logins_for(
        start.district.slug,
        _ward_codes(start.district),
        frigate_prefixes(start.options.frigate),
        device_prefixes(start.options.devices),
    )
    passwords = {login.name: start.folder.secret(mqtt_secret(login.name)) for login in logins}
    port = remembered_port(start.folder, "broker")
    return embedded_broker.prepare(
        start.folder,
        start.home,
        port=port,
        logins=logins,
        passwords=passwords,
        choice=start.options.broker,
    )


def _ward_codes(district: District) -> tuple[str, ...]:
    """Return the codes of all wards of the district's history, each once."""
    return tuple(sorted({ward.code for ward in district.wards}))


def _start_database(start: _Start, database: EmbeddedPostgres) -> None:
    """Make the database on first use, start it, and wait until it takes connections."""
    start.say("database   " + ("starting" if database.files.exists() else "making a new one"))
    embedded_postgres.make_or_check(database, start.home)
    embedded_postgres.clear_stale_lock(database, start.folder.path)
    start.supervisor.start(
        Program(
            "database",
            database.command(),
            gentle=signal.SIGINT,
            user=database.user,
            folder=database.files,
            is_ground=True,
            before_restart=lambda: embedded_postgres.clear_stale_lock(database, start.folder.path),
        )
    )
    _wait(start, "database", database.is_ready, lambda log: embedded_postgres.why_it_failed(log, database))
    start.say(f"database   PostgreSQL {embedded_postgres.MAJOR} takes connections")


def _fill_database(start: _Start, dsn: str) -> None:
    """Bring tables, wards and simulated sources up to what this start needs."""
    seats = load_shift_facts(start.options.district, start.district).seats
    report = demo_district.prepare_database(dsn, start.district, seats)
    if report.applied:
        start.say(f"database   {len(report.applied)} migrations applied")
    if start.options.simulates:
        cameras, units = demo_district.register_simulated(
            dsn, start.district, cameras=start.options.cameras, seed=start.options.seed
        )
        if cameras or units:
            start.say(f"district   {cameras} simulated cameras and {units} police units registered")


def _service(name: str, services: ServiceEnvironment) -> Program:
    """Return one of our own services as a child."""
    return Program(name, [sys.executable, "-P", "-m", "opscenter", name], services.variables(name))


def _wait(
    start: _Start, name: str, is_ready: Callable[[], bool], why: Callable[[str], str] | None = None
) -> None:
    """Wait until a child is ready; a child that ends before that is an error with its last words."""
    deadline = time.monotonic() + _START_LIMIT_S
    while not (start.supervisor.is_running(name) and is_ready()):
        log = log_file(start.folder, name)
        if not start.supervisor.is_running(name):
            words = log.read_text(encoding="utf-8", errors="replace")
            raise OpscenterError(
                why(words) if why else f"{name} does not start: {last_words(start.folder, name)}"
            )
        if time.monotonic() > deadline:
            raise OpscenterError(f"{name} is not ready after {_START_LIMIT_S:.0f} s. Its log: {log}")
        if start.stop.wait(_LOOK_S):
            raise StoppedError


def _keep_running(start: _Start) -> None:
    """Watch the children until told to stop."""
    while not start.stop.wait(_LOOK_S):
        start.supervisor.watch()
