"""A small centre of real parts, each its own process: broker, database, workers, rules and console."""

import contextlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from db.connection import connect
from db.registry import register_cameras, register_wards
from domain.places import Camera
from opscenter.chaos.cable import Cable
from opscenter.chaos.console_view import PASSWORD, USERNAME, make_account
from opscenter.district_files import load_district
from opscenter.errors import OpscenterError
from opscenter.ports import HOST, free_port
from opscenter.proving.broker import OwnMosquitto, own_mosquitto
from opscenter.proving.console_view import ConsoleView
from opscenter.proving.database import OwnDatabase
from opscenter.proving.homes import temporary_home
from opscenter.proving.processes import Child, running, wait_until
from opscenter.proving.server import PrivateServer
from simulators.fleet import simulated_cameras

WARD = "26740"
SENDER_LOGIN = f"sim-{WARD}"
_CAMERAS_OF_DISTRICT = 1115
_START_S = 60.0


@dataclass(frozen=True, slots=True)
class Centre:
    """A running centre; workers reach broker and database by cables that can be cut."""

    broker: OwnMosquitto
    database: OwnDatabase
    broker_cable: Cable
    database_cable: Cable | None
    workers: Sequence[Child]
    rules: Child
    console: Child
    view: ConsoleView
    cameras: Sequence[Camera]

    def restart_database(self) -> None:
        """Start the database's server again, once what its last life left in memory is gone."""
        server = self.database.server
        if server is None:
            raise OpscenterError("this database is not ours to restart")
        wait_until(lambda: _starts(server), _START_S)


@contextlib.contextmanager
def running_centre(database: OwnDatabase, workers: int = 1) -> Iterator[Centre]:
    """Run a centre on a database of its own, and end it."""
    with contextlib.ExitStack() as parts:
        broker = parts.enter_context(own_mosquitto(ward_codes=(WARD,)))
        folder = parts.enter_context(temporary_home()).path
        broker_cable = parts.enter_context(Cable(broker.port))
        server = database.server
        database_cable = None if server is None else parts.enter_context(Cable(server.port))
        cameras = _registered_cameras(database.dsn)
        make_account(database.dsn)
        port = free_port()
        environment = {"OPSCENTER_DATABASE_URL": database.dsn}
        console = {
            **environment,
            **broker.environment("console"),
            "OPSCENTER_HTTP_HOST": HOST,
            "OPSCENTER_HTTP_PORT": str(port),
        }
        centre = Centre(
            broker,
            database,
            broker_cable,
            database_cable,
            workers=[
                parts.enter_context(
                    _worker(
                        slot,
                        workers,
                        folder,
                        broker=broker,
                        database=database,
                        broker_cable=broker_cable,
                        database_cable=database_cable,
                    )
                )
                for slot in range(workers)
            ],
            rules=parts.enter_context(running("rules", ["opscenter", "rules"], environment, folder)),
            console=parts.enter_context(running("dashboard", ["opscenter", "dashboard"], console, folder)),
            view=ConsoleView(port, USERNAME, PASSWORD),
            cameras=cameras,
        )
        wait_until(centre.view.is_ready, _START_S, lambda: centre.console.words)
        yield centre


def _worker(
    slot: int,
    workers: int,
    folder: Path,
    *,
    broker: OwnMosquitto,
    database: OwnDatabase,
    broker_cable: Cable,
    database_cable: Cable | None,
) -> contextlib.AbstractContextManager[Child]:
    """Return a worker that reaches broker and database by the cables."""
    dsn = database.dsn
    if database_cable is not None and database.server is not None:
        dsn = dsn.replace(f"port={database.server.port}", f"port={database_cable.port}")
    environment = {
        **broker.environment("ingest"),
        "OPSCENTER_MQTT_PORT": str(broker_cable.port),
        "OPSCENTER_DATABASE_URL": dsn,
        "OPSCENTER_WORKER_SLOT": str(slot),
        "OPSCENTER_WORKERS": str(workers),
    }
    return running(f"ingest-{slot}", ["opscenter", "ingest"], environment, folder)


def _registered_cameras(dsn: str) -> Sequence[Camera]:
    """Register the district's wards and the cameras of one of them, and return these."""
    district = load_district()
    cameras = tuple(
        camera for camera in simulated_cameras(district, _CAMERAS_OF_DISTRICT) if camera.ward_code == WARD
    )
    with connect(dsn, "opscenter-chaos") as connection:
        register_wards(connection, district)
        register_cameras(connection, cameras)
    return cameras


def _starts(server: PrivateServer) -> bool:
    """Tell whether the server starts: not while a process of its last life holds its memory."""
    try:
        server.start()
    except OpscenterError:
        return False
    return True
