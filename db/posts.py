"""The ward police posts: registered with the district, heard by MQTT or their page, silent by the clock."""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from db.connection import AsyncConnection, Connection
from db.post_rows import PostRow
from db.sql import query
from domain.messages import Provenance
from domain.posts import SILENT_AFTER, Post


@dataclass(frozen=True, slots=True)
class _Code:
    """The code of a post."""

    code: str


def register_posts(connection: Connection, posts: Iterable[Post]) -> None:
    """Register the posts of a district, or bring them up to date."""
    with connection.transaction():
        connection.run_for_each(query("posts", "put_post"), [asdict(post) for post in posts])


def look_after_posts(connection: Connection, now: datetime) -> list[PostRow]:
    """Note which posts have fallen silent, tell of those, and return every post as it is."""
    with connection.transaction():
        codes = connection.values(query("posts", "silence_posts"), now=now, heard_before=now - SILENT_AFTER)
        if codes:
            connection.run(query("posts", "tell_posts"), codes=codes)
            connection.run(query("feed", "notify"))
    return connection.rows(query("posts", "posts"), PostRow)


async def posts_now(connection: AsyncConnection) -> list[PostRow]:
    """Return every post as it is."""
    return await connection.rows(query("posts", "posts"), PostRow)


async def hear_pages(
    connection: AsyncConnection, ward_codes: Collection[str], provenance: Provenance, at: datetime
) -> None:
    """Note that somebody sits at the post pages of these wards."""
    async with connection.transaction():
        found = await connection.rows(
            query("posts", "hear_pages"),
            _Code,
            ward_codes=sorted(ward_codes),
            provenance=provenance,
            at=at,
        )
        if found:
            await connection.run(query("posts", "tell_posts"), codes=[one.code for one in found])
            await connection.run(query("feed", "notify"))
