"""Papers of cameras in the database, and who is held for want of them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

import msgspec

from db.accounts import record_audit
from db.connection import AsyncConnection, Connection
from db.sql import query
from domain.camera_papers import Answered, Papers, Requirement, held_before, missing
from domain.messages import Provenance
from domain.roles import Person

_MOST_SHOWN = 50_000


@dataclass(frozen=True, slots=True)
class PapersRow:
    """A camera with its papers; `held_since` is None while it may be live."""

    code: str
    name: str
    ward_code: str
    street: str
    provenance: Provenance
    owner: str
    purpose: str
    held_since: datetime | None
    papers_due: date | None
    has_notice_sign: bool
    notice_on: date | None
    notice_place: str
    review_due: date | None
    requirements: Mapping[Requirement, Answered]
    is_complete: bool
    updated_at: datetime | None
    updated_by: str | None

    @property
    def papers(self) -> Papers:
        """The papers alone."""
        return Papers(
            owner=self.owner,
            purpose=self.purpose,
            has_notice_sign=self.has_notice_sign,
            notice_on=self.notice_on,
            notice_place=self.notice_place,
            review_due=self.review_due,
            requirements=self.requirements,
        )


@dataclass(frozen=True, slots=True)
class _Code:
    """A camera's code."""

    code: str


async def papers_of_real(connection: AsyncConnection) -> list[PapersRow]:
    """Return every real camera with its papers, held ones first."""
    return await connection.rows(
        query("camera_papers", "papers"), PapersRow, codes=None, only_real=True, limit=_MOST_SHOWN
    )


async def papers_of(connection: AsyncConnection, camera_code: str) -> PapersRow | None:
    """Return one camera with its papers; None when there is none."""
    return await connection.row(
        query("camera_papers", "papers"), PapersRow, codes=[camera_code], only_real=False, limit=1
    )


def known_papers(connection: Connection, codes: Collection[str]) -> Mapping[str, Papers]:
    """Return the papers of those cameras that are registered."""
    rows = connection.rows(
        query("camera_papers", "papers"), PapersRow, codes=list(codes), only_real=True, limit=_MOST_SHOWN
    )
    return {row.code: row.papers for row in rows}


async def keep_papers(
    connection: AsyncConnection, person: Person, camera_code: str, papers: Papers, today: date
) -> bool:
    """Keep a camera's papers for `person`, and hold or release it; False when there is no such camera."""
    async with connection.transaction():
        found = await connection.row(
            query("camera_papers", "put_owner"),
            _Code,
            camera_code=camera_code,
            owner=papers.owner,
            purpose=papers.purpose,
        )
        if found is None:
            return False
        await connection.run(query("camera_papers", "put"), **_row(camera_code, papers, person.display_name))
        changed = await connection.rows(
            query("camera_papers", "refresh_holds"),
            _Code,
            codes=[camera_code],
            held_before=held_before(today),
        )
        await connection.run(query("intake", "tell_cameras"), codes=[camera_code])
        await connection.run(query("feed", "notify"))
        details = {"missing": missing(papers), "changed": bool(changed), "review_due": papers.review_due}
        await record_audit(connection, person, "keep_camera_papers", camera_code, details)
    return True


def import_papers(connection: Connection, papers: Mapping[str, Papers], username: str) -> None:
    """Keep the papers of registered cameras as a file says them, and write down who imported them.

    Belongs into the transaction that registers the cameras; `refresh_holds` follows.
    """
    for code, one in papers.items():
        connection.run(query("camera_papers", "put"), **_row(code, one, username))
        connection.run(
            query("accounts", "record_audit"),
            account_id=None,
            username=username,
            action="import_camera_papers",
            object=code,
            details=msgspec.json.encode({"missing": missing(one)}).decode(),
        )


def refresh_holds(connection: Connection, today: date, codes: Collection[str] | None = None) -> list[str]:
    """Hold and release cameras (all when `codes` is None) as their papers say; return those that changed."""
    changed: list[str] = connection.values(
        query("camera_papers", "refresh_holds"),
        codes=None if codes is None else list(codes),
        held_before=held_before(today),
    )
    return changed


def review_holds(connection: Connection, today: date) -> list[str]:
    """Hold the cameras whose review date is overdue for too long, release others; tell of and return them."""
    with connection.transaction():
        changed = refresh_holds(connection, today)
        if changed:
            connection.run(query("intake", "tell_cameras"), codes=changed)
            connection.run(query("feed", "notify"))
    return changed


def held_cameras(connection: Connection) -> frozenset[str]:
    """Return the cameras that are held now."""
    return frozenset(connection.values(query("camera_papers", "held")))


def _row(camera_code: str, papers: Papers, by: str) -> dict[str, object]:
    """Return papers as their query's parameters."""
    return {
        "camera_code": camera_code,
        "has_notice_sign": papers.has_notice_sign,
        "notice_on": papers.notice_on,
        "notice_place": papers.notice_place,
        "review_due": papers.review_due,
        "requirements": msgspec.json.encode(papers.requirements).decode(),
        "is_complete": not missing(papers),
        "updated_by": by,
    }
