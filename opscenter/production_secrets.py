"""Writes every secret of a production centre into one folder, each file for the one who reads it."""

import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from opscenter.broker_logins import (
    DEVICE_LOGIN_PREFIX,
    HEALTH_LOGIN,
    Login,
    mosquitto_acl,
    mosquitto_passwords,
    simulated_login_name,
    ward_login_name,
)
from opscenter.certificates import make_certificates
from opscenter.errors import OpscenterError
from opscenter.service_environment import mqtt_secret, simulated_logins_json

BROKER_UID = 1883
"""The user `mosquitto` of the image eclipse-mosquitto."""
DATABASE_UID = 70
"""The user `postgres` of the image timescale/timescaledb."""
CENTRE_UID = 10_001
"""The user of our own image."""
_DATABASE_HOST = "database"
_BROKER_NAMES = ("broker", "localhost", "127.0.0.1")


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes files that only the user who needs them can read."""

    folder: Path

    def write(self, name: str, text: str, uid: int) -> None:
        """Write one file and, when we are root, give it to `uid`."""
        path = self.folder / name
        path.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        with os.fdopen(
            os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o400), "w", encoding="utf-8"
        ) as file:
            file.write(text)
        give(path, uid)


def give(path: Path, uid: int) -> None:
    """Give a file to a user of the containers; only root can, so else it stays ours."""
    if os.geteuid() == 0:
        os.chown(path, uid, uid)


def write_secrets(
    folder: Path, logins: Sequence[Login], ward_codes: Sequence[str], host_names: Sequence[str]
) -> None:
    """Write passwords, access list, certificates and addresses; refuse a folder that has them already."""
    if (folder / "broker" / "passwords").exists():
        raise OpscenterError(
            f"{folder} holds secrets already. Delete the folder to make new ones; all logins change."
        )
    folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    passwords = {login.name: secrets.token_urlsafe(24) for login in logins}
    writer = _Writer(folder)
    writer.write("broker/passwords", mosquitto_passwords(passwords), BROKER_UID)
    writer.write("broker/acl", mosquitto_acl(logins), BROKER_UID)
    writer.write("broker/health-password", passwords[HEALTH_LOGIN], BROKER_UID)
    for login in ("ingest", "console", "replay", "recorder"):
        writer.write(f"centre/{mqtt_secret(login)}", passwords[login], CENTRE_UID)
    simulated = {code: passwords[simulated_login_name(code)] for code in ward_codes}
    writer.write("centre/simulated-logins.json", simulated_logins_json(ward_codes, simulated), CENTRE_UID)
    devices = [login.name for login in logins if login.name.startswith(DEVICE_LOGIN_PREFIX)]
    outside = {name: passwords[name] for name in ("frigate", *devices, *map(ward_login_name, ward_codes))}
    writer.write("hand-out/logins.txt", "".join(f"{name} {it}\n" for name, it in sorted(outside.items())), 0)
    _write_database(writer)
    _write_certificates(folder, [*_BROKER_NAMES, *host_names])


def _write_database(writer: _Writer) -> None:
    """Write the database's password for itself, and its address for us."""
    password = secrets.token_urlsafe(24)
    writer.write("database/password", password, DATABASE_UID)
    url = f"postgresql://opscenter:{quote(password)}@{_DATABASE_HOST}:5432/opscenter"
    writer.write("centre/database-url", url, CENTRE_UID)


def _write_certificates(folder: Path, host_names: list[str]) -> None:
    """Write the broker's certificate, and the authority's for all who connect."""
    tls = folder / "tls"
    tls.mkdir(mode=0o755, exist_ok=True)
    make_certificates(tls, list(dict.fromkeys(host_names)))
    give(tls / "server.key", BROKER_UID)
    (tls / "ca.crt").chmod(0o444)
    (tls / "server.crt").chmod(0o444)
