"""`opscenter cameras`: the registry of real cameras."""

import getpass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from db.camera_papers import held_cameras, known_papers
from db.connection import connect
from db.registry import known_sources, register_cameras, register_wards
from domain.messages import Provenance
from domain.places import District as Places
from opscenter.camera_import import Before, CameraFile, read_cameras
from opscenter.commands.services import DEFAULT_DATA, Data, DatabaseUrl, District, environment_beside
from opscenter.demo_district import APPLICATION
from opscenter.district_files import load_district
from opscenter.errors import OpscenterError

_HELP = """Register cameras from a CSV file; nothing is written when any line is bad.

The first line names the columns, in any order:

  code      its name on the wire: a-z, 0-9 and hyphens
  name      what people call it
  lat, lon  position in degrees (WGS 84)
  owner     whose camera it is
  purpose   what it is there for
  ward      code or name; left out: the ward at the position
  heading   degrees clockwise from north; 0 when left out
  fov       width of its view in degrees; 90
  range     how far it sees in metres; 60
  recorder  the recorder that keeps its pictures
  kind      fixed, long_range or vehicle; fixed
  gateway   the edge box that speaks for it; edge-<ward>
  street    the street it stands on

Its papers, without which a real camera does not go live:

  notice        the day on which the notice sign was seen to stand
  notice_place  where the sign stands
  review        the day by which owner and purpose are reviewed
  qcvn          met, not met or n/a for all eleven groups of QCVN 135:2024, with a note after ':'

and a column for each group that differs.

docs/cameras-import.md has an example."""


def register(app: typer.Typer) -> None:
    """Add `cameras import` to the command line."""
    group = typer.Typer(no_args_is_help=True, help="The registry of real cameras.")
    group.command(name="import", help=_HELP)(import_file)
    app.add_typer(group, name="cameras")


def import_file(
    file: Annotated[Path, typer.Argument(help="CSV file in UTF-8, cells parted by commas or semicolons.")],
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check the file and write nothing.")] = False,
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help="Register the good lines all the same.")
    ] = False,
    database_url: DatabaseUrl = None,
    district: District = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """Register cameras from a CSV file."""
    settings = environment_beside(
        data, {"OPSCENTER_DATABASE_URL": database_url, "OPSCENTER_DISTRICT": district}
    )
    places = load_district(settings.path("OPSCENTER_DISTRICT"))
    with connect(settings.text("OPSCENTER_DATABASE_URL"), APPLICATION) as connection:
        known = known_sources(connection).cameras
        real = {code for code, camera in known.items() if camera.provenance is Provenance.REAL}
        before = Before(known.keys() - real, known_papers(connection, real))
        found = _read(file, places, before)
        for bad in found.bad:
            typer.echo(f"{file}:{bad.number}: {bad.reason}", err=True)
        typer.echo(_summary(found, set(known)))
        if found.bad and not skip_bad:
            raise OpscenterError("Nothing was registered: put the lines above right, or use --skip-bad.")
        if dry_run:
            typer.echo("dry run: nothing was written")
            return
        register_wards(connection, places)
        changed = register_cameras(connection, found.cameras, found.papers, getpass.getuser())
        typer.echo(f"{changed} cameras registered or changed")
        held = held_cameras(connection) & {camera.code for camera in found.cameras}
        if held:
            typer.echo(f"{len(held)} of them do not go live yet: their papers are not complete")


def _read(file: Path, places: Places, before: Before) -> CameraFile:
    """Read the file; a file that is no text in UTF-8 is one clear sentence."""
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        raise OpscenterError(f"{file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise OpscenterError(
            f"{file} is not in UTF-8 (byte {error.start}). Save it as 'CSV UTF-8' in the spreadsheet program."
        ) from error
    return read_cameras(text, places, datetime.now(UTC), before, getpass.getuser())


def _summary(found: CameraFile, known: set[str]) -> str:
    """Say what the file holds, ward by ward."""
    fresh = sum(camera.code not in known for camera in found.cameras)
    wards = len({camera.ward_code for camera in found.cameras})
    return f"{len(found.cameras)} cameras in {wards} wards ({fresh} new), {len(found.bad)} bad lines"
