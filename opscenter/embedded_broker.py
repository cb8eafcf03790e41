"""The broker that `opscenter up` starts: mosquitto with our configuration, else a demo broker."""

import json
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources
from pathlib import Path

from opscenter.broker_logins import Login, mosquitto_acl, mosquitto_passwords
from opscenter.data_folder import DataFolder, write_private
from opscenter.errors import OpscenterError
from opscenter.ports import HOST, is_answered
from opscenter.service_user import ServiceHome
from opscenter.supervisor import Program

_OLDEST_MOSQUITTO = (2, 0)
_PLACES = "/usr/sbin:/usr/local/sbin:/opt/homebrew/sbin"


class BrokerChoice(StrEnum):
    """Which broker to start; `auto` takes mosquitto where it is."""

    AUTO = "auto"
    MOSQUITTO = "mosquitto"
    DEMO = "demo"


@dataclass(frozen=True, slots=True)
class Broker:
    """A prepared broker: what to run, where it listens, and whether it keeps what it takes."""

    program: Program
    port: int
    title: str
    is_loss_proof: bool

    def is_ready(self) -> bool:
        """Tell whether it takes connections."""
        return is_answered(self.port)


def find_mosquitto() -> Path | None:
    """Return mosquitto's program if it is here, on the PATH or where systems hide it."""
    found = shutil.which("mosquitto") or shutil.which("mosquitto", path=_PLACES)
    return Path(found) if found else None


def mosquitto_version(program: Path) -> tuple[int, ...]:
    """Return mosquitto's version; empty when it does not say."""
    shown = subprocess.run([str(program), "-h"], capture_output=True, text=True, check=False, timeout=10.0)
    match = re.search(r"version (\d+)\.(\d+)(?:\.(\d+))?", shown.stdout + shown.stderr)
    return tuple(int(part) for part in match.groups() if part) if match else ()


def prepare(
    folder: DataFolder,
    home: ServiceHome,
    *,
    port: int,
    logins: Sequence[Login],
    passwords: Mapping[str, str],
    choice: BrokerChoice,
) -> Broker:
    """Write the broker's files and return it; nothing runs yet."""
    mosquitto = find_mosquitto() if choice is not BrokerChoice.DEMO else None
    version = mosquitto_version(mosquitto) if mosquitto else ()
    if mosquitto and version >= _OLDEST_MOSQUITTO:
        title = f"mosquitto {'.'.join(map(str, version))}"
        program = _mosquitto(mosquitto, home, port, logins, passwords)
        return Broker(program, port, title, is_loss_proof=True)
    if choice is BrokerChoice.MOSQUITTO:
        raise OpscenterError("mosquitto 2.0 or later is not installed. Install it, or use --broker demo.")
    return _demo(folder, port, logins, passwords)


def configuration() -> str:
    """Return the one mosquitto configuration, as it ships."""
    return (resources.files("opscenter") / "mosquitto" / "mosquitto.conf").read_text(encoding="utf-8")


def _mosquitto(
    binary: Path, home: ServiceHome, port: int, logins: Sequence[Login], passwords: Mapping[str, str]
) -> Program:
    """Write mosquitto's folder: the shared configuration, one loopback listener, passwords, access list."""
    files = home.make("broker")
    for name in ("data", "listeners"):
        home.make(f"broker/{name}")
    home.write(files / "mosquitto.conf", configuration())
    home.write(files / "listeners" / "loopback.conf", f"listener {port} {HOST}\n")
    home.write(files / "passwords", mosquitto_passwords(passwords))
    home.write(files / "acl", mosquitto_acl(logins))
    command = [str(binary), "-c", str(files / "mosquitto.conf")]
    return Program("broker", command, gentle=signal.SIGTERM, user=home.user, folder=files, is_ground=True)


def _demo(folder: DataFolder, port: int, logins: Sequence[Login], passwords: Mapping[str, str]) -> Broker:
    """Write the demo broker's one file; it runs as a child of its own, as ourselves."""
    path = folder.path / "demo-broker.json"
    content = {
        "port": port,
        "passwords": dict(passwords),
        "reads": {login.name: list(login.reads) for login in logins},
        "writes": {login.name: list(login.writes) for login in logins},
    }
    write_private(path, json.dumps(content, indent=1))
    command = [sys.executable, "-P", "-m", "opscenter.demo_broker", str(path)]
    return Broker(
        Program("broker", command, is_ground=True),
        port,
        "demo broker (amqtt), not loss-proof",
        is_loss_proof=False,
    )
