"""Fills the database of `opscenter up`: tables, wards, simulated cameras and units, demo accounts."""

from collections.abc import Callable

from domain.places import District
from opscenter.data_folder import DataFolder
from opscenter.up_options import UpOptions


def fill(
    dsn: str, district: District, options: UpOptions, folder: DataFolder, say: Callable[[str], None]
) -> None:
    """Bring the database up to what this start needs; what is there already stays."""
