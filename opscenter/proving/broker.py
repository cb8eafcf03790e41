"""A private mosquitto with the shipped configuration, which may be stopped, killed and started again."""

import contextlib
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from opscenter.broker_logins import Login, logins_for, mosquitto_acl, mosquitto_passwords
from opscenter.embedded_broker import configuration, find_mosquitto
from opscenter.errors import OpscenterError
from opscenter.ports import HOST, free_port, is_answered
from opscenter.proving.homes import as_user, temporary_home
from opscenter.service_user import ServiceHome

PASSWORD = "only-for-this-trial"  # noqa: S105 - of a broker on loopback that lives as long as the trial
DISTRICT = "d1"
_DEADLINE_S = 60.0


@dataclass(frozen=True, slots=True)
class BrokerEntry:
    """Where a client finds the broker, and as whom it comes."""

    host: str
    port: int
    username: str
    password: str


class OwnMosquitto:
    """A broker of one's own, on one port and one folder for all its lives.

    Every login of the district exists, with the password `PASSWORD`.
    """

    def __init__(self, home: ServiceHome, binary: Path, logins: Sequence[Login], extra: str = "") -> None:
        self._home = home
        self._binary = binary
        self._process: subprocess.Popen[bytes] | None = None
        self.port = free_port()
        self._write_files(logins, extra)

    @property
    def pid(self) -> int:
        """The process id of its present life."""
        if self._process is None:
            raise OpscenterError("the broker was not started yet")
        return self._process.pid

    @property
    def log(self) -> Path:
        """Where the broker writes what it has to say."""
        return self._home.path / "mosquitto.log"

    def entry(self, login: str) -> BrokerEntry:
        """Return how `login` gets in."""
        return BrokerEntry(HOST, self.port, login, PASSWORD)

    def environment(self, login: str) -> dict[str, str]:
        """Return the variables by which a service of ours comes as `login`."""
        return {
            "OPSCENTER_MQTT_HOST": HOST,
            "OPSCENTER_MQTT_PORT": str(self.port),
            "OPSCENTER_MQTT_USERNAME": login,
            "OPSCENTER_MQTT_PASSWORD": PASSWORD,
        }

    def start(self) -> None:
        """Start the broker and wait until it takes connections."""
        options: dict[str, Any] = as_user(self._home.user)
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [str(self._binary), "-c", "mosquitto.conf"],
                cwd=self._home.path / "broker",
                stdout=log,
                stderr=log,
                start_new_session=True,
                **options,
            )
        deadline = time.monotonic() + _DEADLINE_S
        while not is_answered(self.port):
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise OpscenterError(f"mosquitto did not start: {self.log.read_text(errors='replace')}")
            time.sleep(0.02)

    def stop(self) -> None:
        """Stop the broker as one stops it: it saves what it holds."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            self._process.wait(_DEADLINE_S)

    def kill(self) -> None:
        """Kill the broker as a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(_DEADLINE_S)

    def _write_files(self, logins: Sequence[Login], extra: str) -> None:
        files = self._home.make("broker")
        for name in ("data", "listeners"):
            self._home.make(f"broker/{name}")
        self._home.write(files / "mosquitto.conf", configuration() + extra)
        self._home.write(files / "listeners" / "loopback.conf", f"listener {self.port} {HOST}\n")
        self._home.write(files / "passwords", mosquitto_passwords({it.name: PASSWORD for it in logins}))
        self._home.write(files / "acl", mosquitto_acl(logins))


@contextlib.contextmanager
def own_mosquitto(
    *,
    district: str = DISTRICT,
    ward_codes: Sequence[str] = ("26734", "26740"),
    frigate: Sequence[str] = ("frigate",),
    devices: Sequence[str] = (),
    extra: str = "",
) -> Iterator[OwnMosquitto]:
    """Run a private mosquitto with the logins of the wards and of these prefixes of devices.

    `extra` is added to its configuration.

    Raises OpscenterError when mosquitto is not installed.
    """
    binary = find_mosquitto()
    if binary is None:
        raise OpscenterError("This needs a loss-proof broker: install mosquitto 2.0 or later.")
    with temporary_home() as home:
        broker = OwnMosquitto(home, binary, logins_for(district, ward_codes, frigate, devices), extra)
        try:
            broker.start()
            yield broker
        finally:
            broker.stop()
