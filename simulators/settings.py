"""What the simulated district is told: where the broker is, who its gateways are, how it lives."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from msgspec import DecodeError, Struct, json

from domain.places import District
from simulators.errors import LoginsFileError
from simulators.fleet import DEFAULT_CAMERAS


@dataclass(frozen=True, slots=True)
class BrokerAddress:
    """Where the broker is; `ca_file` None means plain TCP. The login used where a ward has none."""

    host: str
    port: int
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    ca_file: Path | None = None


class Login(Struct, frozen=True):
    """The login of one ward's gateway at the broker."""

    username: str
    password: str

    def __repr__(self) -> str:
        """Return the login without its password, so that no log shows it."""
        return f"Login({self.username!r})"


@dataclass(frozen=True, slots=True)
class SimulatorSettings:
    """Everything the simulated district needs; `speed` is how many times faster than life it lives.

    `batches_counts` lets each ward's gateway send the counts of its cameras together, once a second.
    """

    broker: BrokerAddress
    district: District
    instance: str = "opscenter"
    logins: Mapping[str, Login] = field(default_factory=dict, repr=False)
    seed: int = 1
    speed: float = 1.0
    cameras: int = DEFAULT_CAMERAS
    batches_counts: bool = False


def read_logins(path: Path) -> dict[str, Login]:
    """Return the logins in a JSON file, by ward code: {"26740": {"username": ..., "password": ...}}.

    Raises LoginsFileError when it cannot be read.
    """
    try:
        return json.decode(path.read_bytes(), type=dict[str, Login])
    except OSError as error:
        raise LoginsFileError(f"{path} cannot be read: {error.strerror}.") from error
    except DecodeError as error:
        raise LoginsFileError(f"{path} is not a JSON object of logins by ward code: {error}.") from error
