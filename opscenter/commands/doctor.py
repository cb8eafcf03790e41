"""`opscenter doctor` on the command line."""

from collections.abc import Iterator
from pathlib import Path

import typer

from opscenter import doctor as medicine
from opscenter.commands.services import (
    DEFAULT_DATA,
    Data,
    DatabaseUrl,
    MqttCaFile,
    MqttHost,
    MqttPort,
    MqttUsername,
    environment_beside,
)
from opscenter.doctor import Centre, Finding, Level
from opscenter.roots.ingest import broker_address
from opscenter.settings import PORTS, Environment, SettingError


def register(app: typer.Typer) -> None:
    """Add `doctor` to the command line."""
    app.command()(doctor)


def doctor(
    *,
    data: Data = DEFAULT_DATA,
    database_url: DatabaseUrl = None,
    mqtt_host: MqttHost = None,
    mqtt_port: MqttPort = None,
    mqtt_username: MqttUsername = None,
    mqtt_ca_file: MqttCaFile = None,
) -> None:
    """Look at every part and say in words what is wrong and what to do; exit code 1 when something is."""
    flags: dict[str, object] = {
        "OPSCENTER_DATABASE_URL": database_url,
        "OPSCENTER_MQTT_HOST": mqtt_host,
        "OPSCENTER_MQTT_PORT": mqtt_port,
        "OPSCENTER_MQTT_USERNAME": mqtt_username,
        "OPSCENTER_MQTT_CA_FILE": mqtt_ca_file,
    }
    is_well = True
    for finding in medicine.examine(_centre(data, environment_beside(data, flags))):
        typer.echo(_line(finding))
        is_well = is_well and finding.level is not Level.WRONG
    if not is_well:
        raise typer.Exit(1)


def _centre(data: Path, settings: Environment) -> Centre:
    """Return what there is to look at."""
    try:
        database_url = settings.text("OPSCENTER_DATABASE_URL")
    except SettingError:
        database_url = None
    return Centre(
        database_url=database_url,
        broker=broker_address(settings),
        http_host=settings.text("OPSCENTER_HTTP_HOST"),
        http_port=settings.whole("OPSCENTER_HTTP_PORT", *PORTS),
        is_cookie_secure=settings.flag("OPSCENTER_COOKIE_SECURE"),
        data=data,
        outage_folder=settings.path("OPSCENTER_OUTAGE_FOLDER"),
        secret_files=tuple({*settings.secret_files(), *_kept_secrets(data)}),
        district=settings.path("OPSCENTER_DISTRICT"),
    )


def _kept_secrets(data: Path) -> Iterator[Path]:
    """Yield the secrets in a data folder."""
    yield from (data / "secrets").glob("*")
    yield data / "sign-in.txt"


def _line(finding: Finding) -> str:
    """Return a finding as one line, with its advice."""
    advice = f": {finding.advice}" if finding.advice else ""
    return f"{finding.level:8} {finding.part:10} {finding.sentence}{advice}"
