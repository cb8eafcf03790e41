"""Fills a database: tables, the district's wards, and the cameras and units of its simulated double."""

from collections.abc import Sequence

from db.connection import connect
from db.migrate import MigrationReport, migrate
from db.posts import register_posts
from db.registry import register_cameras, register_units, register_wards
from db.seats import register_seats
from domain.places import District
from domain.posts import posts_of
from domain.shifts import Seat
from simulators.fleet import simulated_cameras, simulated_units

APPLICATION = "opscenter-setup"


def prepare_database(dsn: str, district: District, seats: Sequence[Seat]) -> MigrationReport:
    """Bring the tables up to date, register wards, posts and seats; what is there already stays."""
    report = migrate(dsn)
    with connect(dsn, APPLICATION) as connection:
        register_wards(connection, district)
        register_posts(connection, posts_of(district))
        register_seats(connection, seats)
    return report


def register_simulated(dsn: str, district: District, *, cameras: int, seed: int) -> tuple[int, int]:
    """Register the simulated cameras and units; return how many of each are new or changed."""
    with connect(dsn, APPLICATION) as connection:
        changed_cameras = register_cameras(connection, simulated_cameras(district, count=cameras, seed=seed))
        changed_units = register_units(connection, simulated_units(district, seed=seed))
    return changed_cameras, changed_units
