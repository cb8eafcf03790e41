"""The services of a centre, each run alone by environment variables or flags, as in production."""

import importlib
import os
from pathlib import Path
from typing import Annotated

import typer

from opscenter.running_centre import local_variables
from opscenter.settings import Environment

DatabaseUrl = Annotated[
    str | None,
    typer.Option(
        help="postgresql://user:password@host:port/name. Better given by OPSCENTER_DATABASE_URL_FILE, "
        "the path of a file that holds it.",
        envvar="OPSCENTER_DATABASE_URL",
        show_default=False,
    ),
]
MqttHost = Annotated[str | None, typer.Option(help="Host of the MQTT broker.", envvar="OPSCENTER_MQTT_HOST")]
MqttPort = Annotated[int | None, typer.Option(help="Port of the MQTT broker.", envvar="OPSCENTER_MQTT_PORT")]
MqttUsername = Annotated[
    str | None,
    typer.Option(
        help="Login at the broker; its password is in OPSCENTER_MQTT_PASSWORD, or in the file that "
        "OPSCENTER_MQTT_PASSWORD_FILE names.",
        envvar="OPSCENTER_MQTT_USERNAME",
    ),
]
MqttCaFile = Annotated[
    Path | None,
    typer.Option(help="Certificate that signed the broker's; turns TLS on.", envvar="OPSCENTER_MQTT_CA_FILE"),
]
Data = Annotated[Path, typer.Option(help="Data folder of a centre started by `opscenter up`.")]
DEFAULT_DATA = Path(".opscenter")
District = Annotated[
    Path | None,
    typer.Option(help="Folder of the district's data; District 1 as shipped.", envvar="OPSCENTER_DISTRICT"),
]
FrigateFile = Annotated[
    Path | None,
    typer.Option(help="Registry of Frigate's cameras (TOML).", envvar="OPSCENTER_FRIGATE_REGISTRY"),
]
DevicesFile = Annotated[
    Path | None,
    typer.Option(help="Registry of ONVIF and Axis devices (TOML).", envvar="OPSCENTER_DEVICE_REGISTRY"),
]


def register(app: typer.Typer) -> None:
    """Add the services to the command line."""
    for command in (ingest, rules, dashboard, simulate, edge):
        app.command()(command)


def run_root(name: str, environment: Environment) -> None:
    """Run one process; its room alone is imported, so that a service starts fast and stays small."""
    importlib.import_module(f"opscenter.roots.{name}").run(environment)


def environment(flags: dict[str, object]) -> Environment:
    """Return this process's environment, with the flags that were given before it."""
    return Environment(os.environ).with_flags(flags)


def environment_beside(data: Path, flags: dict[str, object], login: str = "ingest") -> Environment:
    """Return the same, with what the centre running on `data` would say where nothing else is said."""
    return environment(flags).with_defaults(local_variables(data, login))


def _connections(
    database_url: str | None,
    mqtt_host: str | None = None,
    mqtt_port: int | None = None,
    mqtt_username: str | None = None,
    mqtt_ca_file: Path | None = None,
) -> dict[str, object]:
    """Return the flags that say where database and broker are, by the name of their variables."""
    return {
        "OPSCENTER_DATABASE_URL": database_url,
        "OPSCENTER_MQTT_HOST": mqtt_host,
        "OPSCENTER_MQTT_PORT": mqtt_port,
        "OPSCENTER_MQTT_USERNAME": mqtt_username,
        "OPSCENTER_MQTT_CA_FILE": mqtt_ca_file,
    }


def ingest(
    *,
    database_url: DatabaseUrl = None,
    mqtt_host: MqttHost = None,
    mqtt_port: MqttPort = None,
    mqtt_username: MqttUsername = None,
    mqtt_ca_file: MqttCaFile = None,
    workers: Annotated[
        int | None,
        typer.Option(
            help="How many workers share the stream; the same number for each.", envvar="OPSCENTER_WORKERS"
        ),
    ] = None,
    worker_slot: Annotated[
        int | None,
        typer.Option(help="Which of several workers this one is, from 0.", envvar="OPSCENTER_WORKER_SLOT"),
    ] = None,
    frigate: FrigateFile = None,
    devices: DevicesFile = None,
    district: District = None,
) -> None:
    """Store what the broker brings: checked, once each, nothing lost."""
    flags = _connections(database_url, mqtt_host, mqtt_port, mqtt_username, mqtt_ca_file) | {
        "OPSCENTER_WORKERS": workers,
        "OPSCENTER_WORKER_SLOT": worker_slot,
        "OPSCENTER_FRIGATE_REGISTRY": frigate,
        "OPSCENTER_DEVICE_REGISTRY": devices,
        "OPSCENTER_DISTRICT": district,
    }
    run_root("ingest", environment(flags))


def rules(database_url: DatabaseUrl = None, district: District = None) -> None:
    """Open alerts, roll figures up and keep the database in order; a second one stands by."""
    run_root("rules", environment(_connections(database_url) | {"OPSCENTER_DISTRICT": district}))


def dashboard(
    *,
    database_url: DatabaseUrl = None,
    mqtt_host: MqttHost = None,
    mqtt_port: MqttPort = None,
    mqtt_username: MqttUsername = None,
    mqtt_ca_file: MqttCaFile = None,
    host: Annotated[
        str | None, typer.Option(help="Address to listen on.", envvar="OPSCENTER_HTTP_HOST")
    ] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.", envvar="OPSCENTER_HTTP_PORT")] = None,
    district: District = None,
) -> None:
    """Serve the console: live map, alert queue and REST, behind a sign-in."""
    flags = _connections(database_url, mqtt_host, mqtt_port, mqtt_username, mqtt_ca_file) | {
        "OPSCENTER_HTTP_HOST": host,
        "OPSCENTER_HTTP_PORT": port,
        "OPSCENTER_DISTRICT": district,
    }
    run_root("dashboard", environment(flags))


def simulate(
    *,
    mqtt_host: MqttHost = None,
    mqtt_port: MqttPort = None,
    mqtt_ca_file: MqttCaFile = None,
    logins: Annotated[
        Path | None, typer.Option(help="JSON file with a login per ward.", envvar="OPSCENTER_SIM_LOGINS")
    ] = None,
    speed: Annotated[
        float | None, typer.Option(help="Times faster than life.", envvar="OPSCENTER_SIM_SPEED")
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Seed of all chance.", envvar="OPSCENTER_SIM_SEED")] = None,
    cameras: Annotated[
        int | None, typer.Option(help="How many cameras.", envvar="OPSCENTER_SIM_CAMERAS")
    ] = None,
    district: District = None,
) -> None:
    """Let a simulated district talk: traffic, cameras, police, citizens, the eight systems."""
    flags = _connections(None, mqtt_host, mqtt_port, None, mqtt_ca_file) | {
        "OPSCENTER_SIM_LOGINS": logins,
        "OPSCENTER_SIM_SPEED": speed,
        "OPSCENTER_SIM_SEED": seed,
        "OPSCENTER_SIM_CAMERAS": cameras,
        "OPSCENTER_DISTRICT": district,
    }
    run_root("simulate", environment(flags))


def edge(
    file: Annotated[
        Path | None,
        typer.Argument(help="TOML file of the gateway and its cameras.", envvar="OPSCENTER_EDGE_FILE"),
    ] = None,
    *,
    mqtt_host: MqttHost = None,
    mqtt_port: MqttPort = None,
    mqtt_username: MqttUsername = None,
    mqtt_ca_file: MqttCaFile = None,
) -> None:
    """Watch cameras at the edge: frames in, events and pictures out over MQTT."""
    flags = _connections(None, mqtt_host, mqtt_port, mqtt_username, mqtt_ca_file) | {
        "OPSCENTER_EDGE_FILE": file
    }
    run_root("edge", environment(flags))
