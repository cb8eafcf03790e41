"""What browsers are told of the ward police posts."""

from datetime import datetime

from msgspec import Struct

from db.post_rows import PostRow
from domain.messages import Provenance
from domain.posts import PostState


class PostEntry(Struct, frozen=True):
    """A ward's post: where it is (roughly when `rough`), whether it can be reached and since when."""

    c: str
    w: str
    lat: float
    lon: float
    rough: bool
    s: PostState
    at: datetime | None
    heard: datetime | None
    via: str | None
    p: Provenance


def post_entry(row: PostRow) -> PostEntry:
    """Return what browsers are told of a post."""
    return PostEntry(
        c=row.name,
        w=row.ward_code,
        lat=row.lat,
        lon=row.lon,
        rough=row.is_schematic,
        s=row.state,
        at=row.since,
        heard=row.heard_at,
        via=row.via,
        p=row.provenance,
    )
