"""The whole way in for many tests: one broker, one database, one worker that knows every dialect."""

import contextlib
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from db.connection import connect
from db.registry import known_sources, wards_on
from ingest.dialects.device_entries import load_entries
from ingest.dialects.device_registry import placed
from ingest.registry import Registry
from opscenter.broker_logins import device_login_name, simulated_login_name, ward_login_name
from opscenter.proving.broker import OwnMosquitto, own_mosquitto
from tests.integration.ingest.scene import (
    OTHER_WARD,
    WARD,
    a_worker,
    an_event,
    eventually,
    on_wire,
    ready,
    register,
    rows,
    settings,
    value,
)
from tests.integration.mosquitto import Publisher
from tests.integration.postgres import Server, fresh_database
from tests.papers import release

ONVIF = "dev7"
AXIS = "axis/ACCC8E000001"
REGISTRY = f"""
[[device]]
dialect = "frigate"
prefix = "frigate"
[device.cameras.cong_cho]
lat = 10.0051
lon = 106.0052
owner = "Ban quản lý chợ"
purpose = "An ninh trật tự"
[device.cameras.bai_xe]
ward = "{OTHER_WARD}"

[[device]]
dialect = "onvif"
prefix = "{ONVIF}"
[device.cameras.1]
code = "onvif-1"
owner = "Ban quản lý chợ"
purpose = "An ninh trật tự"
ward = "{WARD}"
[device.cameras.2]
code = "onvif-2"
ward = "{OTHER_WARD}"
[device.kinds.zones]
MyFence = "illegal_parking"

[[device]]
dialect = "axis"
prefix = "{AXIS}"
[device.cameras.main]
code = "axis-main"
owner = "Ban quản lý chợ"
purpose = "An ninh trật tự"
ward = "{WARD}"
[device.kinds.zones]
Device1Scenario1 = "crowd"
"""


@dataclass(frozen=True, slots=True)
class OpenDoor:
    """A running worker, and publishers that may speak for every ward and every device."""

    dsn: str
    broker: OwnMosquitto
    publishers: dict[str, Publisher]
    registry: Registry

    def publish(self, topic: str, payload: bytes) -> None:
        """Publish as the login that may."""
        self.publishers[login_of(topic)].publish(topic, payload)

    def publish_all(self, messages: list[tuple[str, bytes]]) -> None:
        """Publish many, each as the login that may."""
        for login, publisher in self.publishers.items():
            publisher.publish_all([it for it in messages if login_of(it[0]) == login])

    def let_pass(self) -> None:
        """Return once a good message that is sent now stands in the database: what came before is through."""
        event = an_event(1)
        self.publish(*on_wire(event))
        eventually(lambda: value(self.dsn, "SELECT count(*) FROM event WHERE id = %s", event.id) == 1)

    def letters_since(self, first_id: int) -> list[tuple[object, ...]]:
        """Return the dead letters that came after one, as (topic, payload, reason, readable)."""
        everything = rows(
            self.dsn, "SELECT id, topic, payload, reason, readable FROM dead_letter ORDER BY id"
        )
        return [letter[1:] for letter in everything if int(str(letter[0])) > first_id]

    def last_letter(self) -> int:
        """Return the number of the newest dead letter."""
        return int(str(value(self.dsn, "SELECT coalesce(max(id), 0) FROM dead_letter")))


@contextlib.contextmanager
def open_door(server: Server, folder: Path) -> Iterator[OpenDoor]:
    """Run the parts; everything is gone at the end."""
    path = folder / "devices.toml"
    path.write_text(REGISTRY, encoding="utf-8")
    with fresh_database(server) as database, own_mosquitto(devices=[ONVIF, AXIS]) as broker:
        register(database.dsn)
        release(database.dsn, ["onvif-1", "axis-main"])
        told = replace(settings(database.dsn, broker), device_registry=path)
        with a_worker(told), contextlib.ExitStack() as stack:
            publishers = {name: stack.enter_context(Publisher(broker, name)) for name in _logins()}
            ready(publishers[simulated_login_name(WARD)], database.dsn)
            yield OpenDoor(database.dsn, broker, publishers, _registry(database.dsn, path))


def login_of(topic: str) -> str:
    """Return the login that may publish on this topic; an empty one when none may."""
    parts = topic.split("/")
    if parts[0] == "frigate":
        return "frigate"
    for prefix in (ONVIF, AXIS):
        if topic.startswith(prefix + "/"):
            return device_login_name(prefix)
    is_ours = parts[1:2] == ["v1"] and len(parts) > 2 and parts[2] in (WARD, OTHER_WARD)
    if is_ours and parts[0] in ("d1", "d1-sim"):
        return (ward_login_name if parts[0] == "d1" else simulated_login_name)(parts[2])
    return ""


def _logins() -> list[str]:
    wards = [make(code) for code in (WARD, OTHER_WARD) for make in (simulated_login_name, ward_login_name)]
    return [*wards, "frigate", device_login_name(ONVIF), device_login_name(AXIS)]


def _registry(dsn: str, path: Path) -> Registry:
    """Return the registry against which the worker reads."""
    today = dt.datetime.now(dt.UTC).date()
    with connect(dsn, "test") as connection:
        devices = placed(load_entries(path), wards_on(connection, today), today)
        return Registry("d1", known_sources(connection), devices)
