"""Every variable that the centre reads from its environment, with its default and what it means.

A secret may also be given as `<NAME>_FILE`, the path of a file that holds it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from opscenter.errors import OpscenterError


@dataclass(frozen=True, slots=True)
class Setting:
    """One variable: `default` None means that it must be set where it is needed."""

    name: str
    default: str | None
    sentence: str
    is_secret: bool = False


SETTINGS = (
    Setting(
        "OPSCENTER_DATABASE_URL",
        None,
        "Where the database is: postgresql://user:password@host:port/name.",
        True,
    ),
    Setting("OPSCENTER_MQTT_HOST", "127.0.0.1", "Host of the MQTT broker."),
    Setting("OPSCENTER_MQTT_PORT", "1883", "Port of the MQTT broker."),
    Setting("OPSCENTER_MQTT_USERNAME", "", "Login at the broker; empty for none."),
    Setting("OPSCENTER_MQTT_PASSWORD", "", "Password of that login.", True),
    Setting("OPSCENTER_MQTT_CA_FILE", "", "Certificate that signed the broker's; set it to speak TLS."),
    Setting("OPSCENTER_INSTANCE", "opscenter", "Name of this centre; part of every client id at the broker."),
    Setting(
        "OPSCENTER_WORKERS",
        "1",
        "How many ingest workers share the stream; each must be told the same number.",
    ),
    Setting(
        "OPSCENTER_WORKER_SLOT",
        "0",
        "Which of them this one is, from 0; a restarted worker takes its own slot.",
    ),
    Setting("OPSCENTER_HTTP_HOST", "127.0.0.1", "Address on which the console listens."),
    Setting("OPSCENTER_HTTP_PORT", "8050", "Port on which the console listens."),
    Setting(
        "OPSCENTER_TRUSTED_PROXIES",
        "127.0.0.1",
        "Addresses of reverse proxies whose word about a browser's address is taken; * for all.",
    ),
    Setting(
        "OPSCENTER_COOKIE_SECURE", "false", "true when the console is reached by HTTPS: cookies then need it."
    ),
    Setting(
        "OPSCENTER_TILE_URL",
        "",
        "Online map tiles, https://…/{z}/{x}/{y}.png; empty for the district's own map.",
    ),
    Setting("OPSCENTER_FRIGATE_REGISTRY", "", "TOML file that names Frigate's topic prefix and its cameras."),
    Setting(
        "OPSCENTER_DEVICE_REGISTRY", "", "TOML file that names ONVIF and Axis devices, and their cameras."
    ),
    Setting("OPSCENTER_SIM_SPEED", "1", "How many times faster than life the simulated district lives."),
    Setting(
        "OPSCENTER_SIM_SEED", "1", "Seed of the simulated district; the same seed tells the same stories."
    ),
    Setting("OPSCENTER_SIM_CAMERAS", "1115", "How many cameras the simulated district has."),
    Setting(
        "OPSCENTER_SIM_BATCHES",
        "false",
        "true lets each simulated gateway send the counts of its cameras together, once a second.",
    ),
    Setting("OPSCENTER_SIM_LOGINS", "", "JSON file with a login per ward for the simulated gateways."),
    Setting("OPSCENTER_SHIFT_HOURS", "06:00,14:00,22:00", "When shifts change, by local time."),
    Setting(
        "OPSCENTER_OUTAGE_FOLDER",
        "",
        "Folder for the page that is read and printed when everything is down; empty: none is written.",
    ),
    Setting("OPSCENTER_OUTAGE_EVERY_S", "300", "Every how many seconds the console writes that page."),
    Setting("OPSCENTER_DISTRICT", "", "Folder of the district's data; empty for District 1 as shipped."),
    Setting("OPSCENTER_EDGE_FILE", "", "TOML file that names the gateway and the cameras of an edge agent."),
    Setting("OPSCENTER_LOG_LEVEL", "INFO", "How much is logged: DEBUG, INFO, WARNING or ERROR."),
    Setting("OPSCENTER_LOG_FORMAT", "text", "text for people; json for one JSON object a line."),
    Setting(
        "OPSCENTER_METRICS_PORT",
        "0",
        "Port of a process's metrics and health (/metrics, /health/live, /health/ready); 0 for none.",
    ),
    Setting(
        "OPSCENTER_METRICS_HOST",
        "127.0.0.1",
        "Address on which metrics and health are served; they ask for no password.",
    ),
    Setting(
        "OPSCENTER_DATABASE_DISK",
        "",
        "A folder on the disk that holds the database, to be warned before it is full; empty: not watched.",
    ),
)
PORTS = (1, 65_535)
"""Lowest and highest port."""
OUTAGE_EVERY_S = (10, 86_400)
"""How often and how seldom the page for outages may be written, in seconds."""
LARGEST_SLOT = 63
"""Slots are few on purpose: each is a session that the broker keeps."""
LARGEST_SEED = 2**31
MOST_CAMERAS = 37_000
"""Those of a whole city."""
_BY_NAME = {setting.name: setting for setting in SETTINGS}
_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"", "0", "false", "no", "off"})


class SettingError(OpscenterError):
    """A variable is missing or cannot be understood."""


class Environment:
    """Reads the variables of SETTINGS, and no other, from a mapping such as os.environ."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables

    def with_flags(self, flags: Mapping[str, object]) -> "Environment":
        """Return an environment where the flags that were given stand before the variables."""
        given = {name: str(value) for name, value in flags.items() if value is not None}
        return Environment({**self._variables, **given})

    def with_defaults(self, variables: Mapping[str, str]) -> "Environment":
        """Return an environment where `variables` stand behind those that are set, also by `_FILE`."""
        stems = {name.removesuffix("_FILE") for name in self._variables}
        missing = {
            name: value for name, value in variables.items() if name.removesuffix("_FILE") not in stems
        }
        return Environment({**missing, **self._variables})

    def secret_files(self) -> tuple[Path, ...]:
        """Return the files that hold this process's secrets."""
        names = [f"{setting.name}_FILE" for setting in SETTINGS if setting.is_secret]
        return tuple(Path(self._variables[name]) for name in names if self._variables.get(name))

    def text(self, name: str) -> str:
        """Return the value, from the variable, from its `_FILE` when it is a secret, or the default."""
        setting = _BY_NAME[name]
        value = self._variables.get(name)
        if value is None and setting.is_secret:
            value = self._from_file(f"{name}_FILE")
        if value is None:
            value = setting.default
        if value is None:
            raise SettingError(f"{name} is not set. {setting.sentence}")
        return value

    def _from_file(self, name: str) -> str | None:
        """Return what the file named by variable `name` holds, without the line's end."""
        path = self._variables.get(name)
        if not path:
            return None
        try:
            return Path(path).read_text(encoding="utf-8").rstrip("\r\n")
        except OSError as error:
            raise SettingError(f"{name} names {path}, which cannot be read: {error.strerror}.") from error

    def optional(self, name: str) -> str | None:
        """Return the value, or None when it is empty."""
        return self.text(name) or None

    def path(self, name: str) -> Path | None:
        """Return the value as a path, or None when it is empty."""
        value = self.text(name)
        return Path(value) if value else None

    def whole(self, name: str, lowest: int, highest: int) -> int:
        """Return the value as a whole number within [lowest, highest]."""
        value = self.text(name)
        if not value.strip().isdecimal() or not lowest <= int(value) <= highest:
            raise SettingError(f"{name} is {value!r}, but must be a whole number from {lowest} to {highest}.")
        return int(value)

    def positive(self, name: str) -> float:
        """Return the value as a number above zero."""
        value = self.text(name)
        try:
            number = float(value)
        except ValueError:
            number = 0.0
        if not 0 < number < float("inf"):
            raise SettingError(f"{name} is {value!r}, but must be a number above 0.")
        return number

    def flag(self, name: str) -> bool:
        """Return the value as yes or no."""
        value = self.text(name).strip().lower()
        if value not in _TRUE | _FALSE:
            raise SettingError(f"{name} is {value!r}, but must be true or false.")
        return value in _TRUE
