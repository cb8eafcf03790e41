"""`opscenter dead-letters`: what could not be understood; list it, read it, send it again."""

import getpass
from datetime import datetime
from typing import Annotated

import typer

from db import dead_letters
from db.connection import Connection, connect
from db.console_rows import WholeDeadLetter
from db.privacy_zones import painted_zones
from db.registry import known_sources
from ingest.dead_letters import Fate, resend
from ingest.devices import register_devices
from ingest.dialects.device_registry import DeviceRegistry
from ingest.registry import Registry
from opscenter.commands.services import (
    DEFAULT_DATA,
    Data,
    DatabaseUrl,
    DevicesFile,
    District,
    FrigateFile,
    environment_beside,
)
from opscenter.district_files import load_district
from opscenter.errors import OpscenterError
from opscenter.settings import Environment

_APPLICATION = "opscenter-dead-letters"
_SHOWN_BYTES = 4096
Reason = Annotated[str | None, typer.Option(help="Only those whose reason says this.")]


def register(app: typer.Typer) -> None:
    """Add `dead-letters` to the command line."""
    group = typer.Typer(no_args_is_help=True, help="What could not be understood: list, read, send again.")
    group.command(name="list")(show_list)
    group.command(name="show")(show)
    group.command(name="resend")(send_again)
    app.add_typer(group, name="dead-letters")


def show_list(
    *,
    reason: Reason = None,
    limit: Annotated[int, typer.Option(help="At most so many, the newest first.", min=1)] = 50,
    database_url: DatabaseUrl = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """List what could not be understood, the newest first, and what it takes."""
    settings = environment_beside(data, {"OPSCENTER_DATABASE_URL": database_url})
    with connect(settings.text("OPSCENTER_DATABASE_URL"), _APPLICATION) as connection:
        for row in dead_letters.newest_letters(connection, reason=reason, limit=limit):
            mark = "sent again" if row.resent_at else "waiting"
            typer.echo(f"{row.id:8} {_when(row.received_at)} {mark:10} {row.topic}: {row.reason}")
        _show_total(connection)


def show(
    letter_id: Annotated[int, typer.Argument(help="Its number in the list.")],
    *,
    database_url: DatabaseUrl = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """Show one of them whole; that somebody looked is written down."""
    settings = environment_beside(data, {"OPSCENTER_DATABASE_URL": database_url})
    with connect(settings.text("OPSCENTER_DATABASE_URL"), _APPLICATION) as connection:
        letter = dead_letters.whole_letter(connection, letter_id)
        if letter is None:
            raise OpscenterError(f"There is no dead letter {letter_id}.")
        details = {"topic": letter.topic}
        dead_letters.record_act(connection, _username(), "read_dead_letter", letter_id, details)
    for line in _lines(letter):
        typer.echo(line)


def send_again(
    ids: Annotated[list[int] | None, typer.Argument(help="Their numbers in the list.")] = None,
    *,
    every: Annotated[bool, typer.Option("--all", help="All that were not sent again yet.")] = False,
    reason: Reason = None,
    frigate: FrigateFile = None,
    devices: DevicesFile = None,
    district: District = None,
    database_url: DatabaseUrl = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """Read letters again with today's registry and store them, once; what is still refused stays."""
    if bool(ids) == every or (reason is not None and not every):
        raise OpscenterError("Name letters by their number, or say --all (with --reason for some of them).")
    settings = environment_beside(
        data,
        {
            "OPSCENTER_DATABASE_URL": database_url,
            "OPSCENTER_FRIGATE_REGISTRY": frigate,
            "OPSCENTER_DEVICE_REGISTRY": devices,
            "OPSCENTER_DISTRICT": district,
        },
    )
    with connect(settings.text("OPSCENTER_DATABASE_URL"), _APPLICATION) as connection:
        registry = _registry(connection, settings)
        wanted = ids or dead_letters.waiting_ids(connection, reason)
        fates = [_send_one(connection, letter_id, registry) for letter_id in wanted]
    counts = ", ".join(f"{fates.count(fate)} {fate}" for fate in Fate if fate in fates)
    typer.echo(f"{len(fates)} letters: {counts or 'nothing to send'}")


def _send_one(connection: Connection, letter_id: int, registry: Registry) -> Fate:
    """Send one letter again and say what became of it."""
    resent = resend(connection, letter_id, registry, _username())
    typer.echo(f"{letter_id:8} {resent.fate}" + (f": {resent.reason}" if resent.reason else ""))
    return resent.fate


def _registry(connection: Connection, settings: Environment) -> Registry:
    """Return what messages are checked against today."""
    slug = load_district(settings.path("OPSCENTER_DISTRICT")).slug
    paths = [settings.path(name) for name in ("OPSCENTER_FRIGATE_REGISTRY", "OPSCENTER_DEVICE_REGISTRY")]
    files = [path for path in paths if path is not None]
    devices = register_devices(connection, files) if files else DeviceRegistry()
    return Registry(slug, known_sources(connection), devices, painted_zones(connection))


def _lines(letter: WholeDeadLetter) -> list[str]:
    """Return one dead letter as lines for a person."""
    sent = f"sent again {_when(letter.resent_at)}" if letter.resent_at else "not sent again"
    text = letter.payload[:_SHOWN_BYTES].decode("utf-8", "backslashreplace")
    more = len(letter.payload) - _SHOWN_BYTES
    return [
        f"number    {letter.id}, {sent}",
        f"received  {_when(letter.received_at)}",
        f"topic     {letter.topic}",
        f"dialect   {letter.dialect}",
        f"reason    {letter.reason}",
        f"size      {letter.size_bytes} bytes, {len(letter.payload)} kept",
        "",
        text + (f" … and {more} bytes more" if more > 0 else ""),
    ]


def _show_total(connection: Connection) -> None:
    """Say what all letters take, and what had to go."""
    total, gone = dead_letters.total(connection), dead_letters.overflow(connection)
    limit = dead_letters.MAX_TOTAL_BYTES / 1_000_000
    typer.echo(f"{total.letters} letters, {total.bytes / 1_000_000:.1f} MB of {limit:.0f} MB")
    if gone.last_at is not None:
        typer.echo(f"{gone.letters} were deleted for the size limit, last {_when(gone.last_at)}")


def _username() -> str:
    """Return who sits at the command line, as the audit names them."""
    try:
        return f"command line: {getpass.getuser()}"
    except (KeyError, OSError):
        return "command line"


def _when(moment: datetime) -> str:
    """Return a moment to the second, in UTC."""
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"
