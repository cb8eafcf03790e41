"""The ward police posts: where they stand, and whether they can be reached."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from domain.places import District

SILENT_AFTER = timedelta(minutes=2)
"""A post that has said nothing for so long is silent, and an alert says so."""
_SITE_KIND = "police_post"


class PostState(StrEnum):
    """Whether a post can be reached: `lost` said its will, `silent` its silence; `unknown` never spoke."""

    ONLINE = "online"
    LOST = "lost"
    SILENT = "silent"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Post:
    """A ward's police post; a schematic one is drawn at its ward's middle."""

    code: str
    ward_code: str
    name: str
    lat: float
    lon: float
    is_schematic: bool


def post_code(ward_code: str) -> str:
    """Return the code by which a ward's post speaks."""
    return f"post-{ward_code}"


def posts_of(district: District) -> tuple[Post, ...]:
    """Return the post of every ward that is still valid: where its site is known, else at the label point."""
    sites = {site.ward_code: site for site in district.sites if site.kind == _SITE_KIND}
    posts = []
    for ward in (ward for ward in district.wards if ward.valid_to is None):
        site = sites.get(ward.code)
        name, (lat, lon), is_schematic = f"Công an phường {ward.name}", ward.label, True
        if site is not None:
            name, lat, lon, is_schematic = site.name, site.lat, site.lon, site.is_schematic
        posts.append(Post(post_code(ward.code), ward.code, name, lat, lon, is_schematic))
    return tuple(posts)


def is_silent(heard_at: datetime | None, now: datetime) -> bool:
    """Tell whether a post has been silent for too long; one that never spoke is not in service."""
    return heard_at is not None and now - heard_at >= SILENT_AFTER
