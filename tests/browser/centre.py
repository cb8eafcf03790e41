"""A small centre for browser tests: a real database, a few cameras, a real console, people who sign in."""

import time
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from argon2 import PasswordHasher

from db.account_setup import create_account
from db.accounts import NewAccount
from db.alerting import NewAlert, clear, open_or_repeat
from db.connection import connect
from db.intake import store
from db.registry import register_cameras, register_units, register_wards
from db.self_watch import LaneWord, tell_lane, tell_leader
from db.sql import Query
from db.staging import Received
from domain.kinds import KINDS, IncidentKind
from domain.messages import Message, Provenance
from domain.places import Camera
from domain.roles import Role
from opscenter.district_files import load_district
from opscenter.ports import free_port
from opscenter.proving.processes import Child
from simulators.fleet import simulated_cameras, simulated_units

PASSWORD = "only-for-this-test"
PEOPLE = {
    "lan": ("Nguyễn Thị Lan", Role.OPERATOR),
    "minh": ("Trần Văn Minh", Role.OPERATOR),
    "khach": ("Khách", Role.VIEWER),
}
CAMERAS = 60
_APPLICATION = "opscenter-test"
_DEADLINE_S = 90.0
# Cheap on purpose: these tests sign in often, and the cost of the real hash is tested elsewhere.
_HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@dataclass(frozen=True, slots=True)
class BrokerPlace:
    """Where the services find the broker; port 1 for none."""

    port: int = 1
    password: str = ""


class Centre:
    """The centre: its address, its database, and what happens in it."""

    def __init__(self, dsn: str, folder: Path, broker: BrokerPlace) -> None:
        self._dsn = dsn
        self._folder = folder
        self._broker = broker
        self._port = free_port()
        self.cameras = _fill(dsn)
        self.console = self.service("dashboard", "console")
        self._opened: list[NewAlert] = []

    @property
    def url(self) -> str:
        """The console's address."""
        return f"http://127.0.0.1:{self._port}"

    def service(self, name: str, login: str) -> Child:
        """Return a service of this centre, not yet started."""
        environment = {
            "OPSCENTER_DATABASE_URL": self._dsn,
            "OPSCENTER_HTTP_PORT": str(self._port),
            "OPSCENTER_MQTT_PORT": str(self._broker.port),
            "OPSCENTER_MQTT_USERNAME": login,
            "OPSCENTER_MQTT_PASSWORD": self._broker.password,
            "OPSCENTER_LOG_LEVEL": "INFO",
        }
        return Child(name, ["opscenter", name], environment, self._folder / f"{name}.log")

    def start_console(self) -> None:
        """Start the console and wait until it is ready."""
        self.console.start()
        deadline = time.monotonic() + _DEADLINE_S
        while not _answers(f"{self.url}/api/v1/health/ready"):
            if time.monotonic() > deadline:
                raise RuntimeError(self.console.words[-2000:])
            time.sleep(0.05)

    def open_alert(
        self,
        kind: IncidentKind = IncidentKind.WASTE,
        camera: int = 0,
        provenance: Provenance = Provenance.SIMULATED,
        at: datetime | None = None,
    ) -> uuid.UUID:
        """Open an alert at a camera, as the rules do."""
        place = self.cameras[camera]
        new = NewAlert(
            rule="test",
            place_key=place.code,
            ward_code=place.ward_code,
            kind=kind,
            severity=KINDS[kind].severity,
            lat=place.lat,
            lon=place.lon,
            place=place.name,
            source_channel="camera",
            at=at or datetime.now(UTC),
            provenance=provenance,
            camera_code=place.code,
        )
        self._opened.append(new)
        with connect(self._dsn, _APPLICATION) as connection:
            return open_or_repeat(connection, new).id

    def tell(self, ward_code: str, *messages: Message) -> None:
        """Let sources of a ward be heard, as ingest stores what they say."""
        now = datetime.now(UTC)
        heard = [Received(message=message, ward_code=ward_code, received_at=now) for message in messages]
        with connect(self._dsn, _APPLICATION) as connection:
            store(connection, heard, [])

    def clear_alert(self, kind: IncidentKind, camera: int) -> None:
        """Let the rules find that it is over."""
        code = self.cameras[camera].code
        with connect(self._dsn, _APPLICATION) as connection:
            clear(connection, "test", code, kind, provenance=Provenance.SIMULATED, reason="it is over")

    def let_pass(self, time_passed: timedelta) -> None:
        """Let all that was kept of the past have happened that much earlier."""
        shift = "UPDATE {0} SET at = at - %(passed)s"
        with connect(self._dsn, _APPLICATION) as connection, connection.transaction():
            for relation in ("past", "past_keyframe"):
                connection.run(Query("age", "", shift.format(relation)), passed=time_passed)

    def let_parts_speak(self) -> None:
        """Let rules and ingest say that they are there, as they do while they run."""
        lane = LaneWord("test-ingest-0", "facts", 0, 1, is_connected=True, is_pressed=False, lag_s=None)
        with connect(self._dsn, _APPLICATION) as connection:
            tell_leader(connection)
            tell_lane(connection, lane)

    def clear_all(self) -> None:
        """Close every alert that was opened here, so that the next test finds an empty queue."""
        with connect(self._dsn, _APPLICATION) as connection:
            for new in self._opened:
                clear(
                    connection,
                    new.rule,
                    new.place_key,
                    new.kind,
                    provenance=new.provenance,
                    reason="test over",
                )
        self._opened.clear()


def _fill(dsn: str) -> tuple[Camera, ...]:
    """Register wards, cameras, units and people."""
    district = load_district()
    cameras = simulated_cameras(district, count=CAMERAS)
    with connect(dsn, _APPLICATION) as connection:
        register_wards(connection, district)
        register_cameras(connection, cameras)
        register_units(connection, simulated_units(district))
        for username, (name, role) in PEOPLE.items():
            hashed = _HASHER.hash(PASSWORD)
            create_account(connection, NewAccount(username, name, hashed, role, must_change_password=False))
    return tuple(camera for camera in cameras if camera.kind.value == "fixed")


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=2) as response:  # noqa: S310 - the console of this test
            return bool(response.status == 200)
    except (URLError, OSError):
        return False
