"""`opscenter secrets`: passwords and certificates of a production centre."""

from pathlib import Path
from typing import Annotated

import typer

from opscenter.broker_logins import logins_for
from opscenter.commands.services import District, environment
from opscenter.device_prefixes import device_prefixes, frigate_prefixes
from opscenter.district_files import load_district
from opscenter.production_secrets import write_secrets


def register(app: typer.Typer) -> None:
    """Add `secrets init` to the command line."""
    group = typer.Typer(no_args_is_help=True, help="Passwords and certificates of a production centre.")
    group.command(name="init")(init)
    app.add_typer(group, name="secrets")


def init(
    folder: Annotated[Path, typer.Argument(help="Where to write them; docker-compose.yml reads ./secrets.")],
    *,
    host: Annotated[
        list[str] | None, typer.Option(help="Name or address by which gateways reach the broker; may repeat.")
    ] = None,
    frigate: Annotated[Path | None, typer.Option(help="Registry of Frigate's cameras (TOML).")] = None,
    devices: Annotated[Path | None, typer.Option(help="Registry of ONVIF and Axis devices (TOML).")] = None,
    district: District = None,
) -> None:
    """Write new passwords, the broker's access list and its certificates; never over existing ones."""
    places = load_district(environment({"OPSCENTER_DISTRICT": district}).path("OPSCENTER_DISTRICT"))
    codes = sorted({ward.code for ward in places.wards})
    logins = logins_for(places.slug, codes, frigate_prefixes(frigate), device_prefixes(devices))
    write_secrets(folder, logins, codes, host or [])
    typer.echo(
        f"secrets written to {folder}; {folder}/hand-out/logins.txt has the logins of gateways and devices"
    )
