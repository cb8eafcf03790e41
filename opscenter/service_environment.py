"""The environment of each service that `opscenter up` starts: the same variables as in production."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from opscenter.broker_logins import simulated_login_name
from opscenter.data_folder import DataFolder, write_private
from opscenter.ports import HOST
from opscenter.up_options import UpOptions

DATABASE_URL_FILE = "database-url"
"""The secret file that holds the database's address."""
_METRICS_PORTS = ("dashboard", "ingest", "rules", "simulate")
"""The services in the order of the ports on which they tell how they are."""
_LOGIN_OF_SERVICE = {"ingest": "ingest", "dashboard": "console"}


@dataclass(frozen=True, slots=True)
class ServiceEnvironment:
    """What every service of one start needs to know."""

    folder: DataFolder
    options: UpOptions
    dsn: str
    broker_port: int
    ward_codes: tuple[str, ...]
    database_disk: Path

    def variables(self, service: str) -> Mapping[str, str]:
        """Return the variables of `service`; passwords go by file, so that no process list shows them."""
        common = {
            "OPSCENTER_DATABASE_URL_FILE": self._file(DATABASE_URL_FILE, self.dsn),
            "OPSCENTER_METRICS_PORT": str(self._metrics_port(service)),
        }
        if service in _LOGIN_OF_SERVICE:
            common |= self._broker(_LOGIN_OF_SERVICE[service])
        if self.options.district is not None:
            common["OPSCENTER_DISTRICT"] = str(self.options.district.absolute())
        return common | self._own(service)

    def _metrics_port(self, service: str) -> int:
        """Return the port on which a service tells how it is; 0 for none."""
        first = self.options.metrics_port
        return first and first + _METRICS_PORTS.index(service)

    def _own(self, service: str) -> dict[str, str]:
        """Return what one service alone reads."""
        if service == "dashboard":
            return {
                "OPSCENTER_HTTP_HOST": self.options.host,
                "OPSCENTER_HTTP_PORT": str(self.options.port),
                "OPSCENTER_OUTAGE_FOLDER": str(self.folder.outage.absolute()),
            }
        if service == "rules":
            return {"OPSCENTER_DATABASE_DISK": str(self.database_disk.absolute())}
        if service == "simulate":
            return {
                "OPSCENTER_MQTT_HOST": HOST,
                "OPSCENTER_MQTT_PORT": str(self.broker_port),
                "OPSCENTER_SIM_LOGINS": self._file("simulated-logins.json", self._simulated_logins()),
                "OPSCENTER_SIM_SPEED": str(self.options.speed),
                "OPSCENTER_SIM_SEED": str(self.options.seed),
                "OPSCENTER_SIM_CAMERAS": str(self.options.cameras),
            }
        if service == "ingest":
            return {
                name: str(path.absolute()) for name, path in self._registries().items() if path is not None
            }
        return {}

    def _registries(self) -> dict[str, Path | None]:
        """Return the registry files of devices of others."""
        return {
            "OPSCENTER_FRIGATE_REGISTRY": self.options.frigate,
            "OPSCENTER_DEVICE_REGISTRY": self.options.devices,
        }

    def _broker(self, login: str) -> dict[str, str]:
        """Return the broker's address and a login's secret."""
        return {
            "OPSCENTER_MQTT_HOST": HOST,
            "OPSCENTER_MQTT_PORT": str(self.broker_port),
            "OPSCENTER_MQTT_USERNAME": login,
            "OPSCENTER_MQTT_PASSWORD_FILE": str(self.folder.secrets / mqtt_secret(login)),
        }

    def _simulated_logins(self) -> str:
        """Return the login of each ward's simulated gateway as JSON."""
        return simulated_logins_json(
            self.ward_codes,
            {code: self.folder.secret(mqtt_secret(simulated_login_name(code))) for code in self.ward_codes},
        )

    def _file(self, name: str, text: str) -> str:
        """Write a secret file and return its path."""
        path = self.folder.secrets / name
        write_private(path, text + "\n")
        return str(path)


def mqtt_secret(login: str) -> str:
    """Return the name under which the password of a broker login is kept."""
    return f"mqtt-{login}"


def simulated_logins_json(ward_codes: Iterable[str], passwords: Mapping[str, str]) -> str:
    """Return the file that OPSCENTER_SIM_LOGINS names: ward code to username and password."""
    logins = {
        code: {"username": simulated_login_name(code), "password": passwords[code]}
        for code in sorted(ward_codes)
    }
    return json.dumps(logins, indent=1)
