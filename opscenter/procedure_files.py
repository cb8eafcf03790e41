"""Reads the procedures of a district: one TOML file per kind, or per group of kinds, in its folder."""

from pathlib import Path

from domain.procedures import Procedure, ProcedureError, Procedures, procedures_of, read_procedure
from opscenter.district_files import SHIPPED_DISTRICT
from opscenter.errors import OpscenterError

FOLDER = "procedures"


class ProcedureFilesError(OpscenterError):
    """A procedure is missing or wrong; the message names the file and what to put right."""


def load_procedures(district: Path | None = None) -> Procedures:
    """Return the procedures of the district in folder `district`; of one without any, the shipped ones.

    Raises ProcedureFilesError when a file cannot be followed, or a kind has two procedures or none.
    """
    folder = procedures_folder(district)
    try:
        return procedures_of(_read(path) for path in sorted(folder.glob("*.toml")))
    except ProcedureError as error:
        raise ProcedureFilesError(f"{folder}: {error}.") from error


def procedures_folder(district: Path | None = None) -> Path:
    """Return where the procedures of a district are written."""
    own = (district or SHIPPED_DISTRICT) / FOLDER
    return own if own.is_dir() else SHIPPED_DISTRICT / FOLDER


def _read(path: Path) -> Procedure:
    """Return the procedure of one file; its name stands before what is wrong with it."""
    try:
        return read_procedure(path.read_bytes())
    except OSError as error:
        raise ProcedureFilesError(f"{path} cannot be read: {error.strerror}.") from error
    except ProcedureError as error:
        raise ProcedureFilesError(f"{path}: {error}.") from error
