"""`opscenter replay`: records what is said, and says it again."""

from pathlib import Path
from typing import Annotated

import typer

from opscenter.commands.services import (
    DEFAULT_DATA,
    Data,
    District,
    MqttCaFile,
    MqttHost,
    MqttPort,
    MqttUsername,
    environment_beside,
)
from opscenter.roots import replay as root


def register(app: typer.Typer) -> None:
    """Add `replay record` and `replay play` to the command line."""
    group = typer.Typer(no_args_is_help=True, help="Record what is said on the broker, and say it again.")
    group.command(name="record")(record)
    group.command(name="play")(play)
    app.add_typer(group, name="replay")


def record(
    file: Annotated[Path, typer.Argument(help="New file for the recording (compressed JSON lines).")],
    *,
    seconds: Annotated[
        float | None, typer.Option(help="How long to record; until Ctrl-C when left out.", min=0.1)
    ] = None,
    pictures: Annotated[
        bool, typer.Option(help="Keep pictures too; those of real cameras never are.")
    ] = False,
    data: Data = DEFAULT_DATA,
    mqtt_host: MqttHost = None,
    mqtt_port: MqttPort = None,
    mqtt_username: MqttUsername = None,
    mqtt_ca_file: MqttCaFile = None,
    district: District = None,
) -> None:
    """Record a span of time from the broker (login `recorder`)."""
    flags = _flags(mqtt_host, mqtt_port, mqtt_username, mqtt_ca_file, district)
    settings = environment_beside(data, flags, login="recorder")
    done = root.record(settings, file, duration_s=seconds, with_pictures=pictures)
    typer.echo(
        f"{done.written} messages of {done.duration_s:.0f} s written to {file}; "
        f"{done.left_out_pictures} pictures left out, {done.not_understood} payloads not understood"
    )


def play(
    file: Annotated[Path, typer.Argument(help="A recording.")],
    *,
    speed: Annotated[float, typer.Option(help="How many times faster than it was.", min=0.01)] = 1.0,
    cast: Annotated[
        Path | None, typer.Option(help="CSV (source,plays,ward) or TOML that says which source plays which.")
    ] = None,
    data: Data = DEFAULT_DATA,
    mqtt_host: MqttHost = None,
    mqtt_port: MqttPort = None,
    mqtt_username: MqttUsername = None,
    mqtt_ca_file: MqttCaFile = None,
    district: District = None,
) -> None:
    """Play a recording back with its own spacing, marked as replayed (login `replay`)."""
    flags = _flags(mqtt_host, mqtt_port, mqtt_username, mqtt_ca_file, district)
    settings = environment_beside(data, flags, login="replay")
    done = root.play(settings, file, speed=speed, casting_file=cast)
    typer.echo(f"{done.said} messages said, {done.left_out} left out, at worst {done.latest_s:.2f} s late")
    if done.cut_after_line is not None:
        typer.echo(f"the recording was cut off after line {done.cut_after_line}")


def _flags(
    mqtt_host: str | None,
    mqtt_port: int | None,
    mqtt_username: str | None,
    mqtt_ca_file: Path | None,
    district: Path | None,
) -> dict[str, object]:
    """Return the flags by the name of their variables."""
    return {
        "OPSCENTER_MQTT_HOST": mqtt_host,
        "OPSCENTER_MQTT_PORT": mqtt_port,
        "OPSCENTER_MQTT_USERNAME": mqtt_username,
        "OPSCENTER_MQTT_CA_FILE": mqtt_ca_file,
        "OPSCENTER_DISTRICT": district,
    }
