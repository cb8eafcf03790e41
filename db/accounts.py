"""Accounts, sessions, tries to sign in and the audit log, for the console."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import msgspec

from db.connection import AsyncConnection
from db.errors import DatabaseError
from db.sql import query
from domain.roles import Person, Role


@dataclass(frozen=True, slots=True)
class Account:
    """An account with the hash of its password."""

    id: int
    username: str
    display_name: str
    password_hash: str
    role: Role
    ward_codes: frozenset[str]
    language: str
    must_change_password: bool
    disabled_at: datetime | None
    created_at: datetime

    @property
    def person(self) -> Person:
        """Return who this is."""
        return Person(self.id, self.username, self.display_name, self.role, self.ward_codes, self.language)


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What an account is made of; the hash is Argon2's, never the password."""

    username: str
    display_name: str
    password_hash: str
    role: Role
    ward_codes: frozenset[str] = frozenset()
    language: str = "vi"
    must_change_password: bool = True


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who a living session belongs to."""

    person: Person
    must_change_password: bool
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Failures:
    """How often signing in failed: for a name since it last succeeded, and from an address."""

    of_username: int
    of_address: int


@dataclass(frozen=True, slots=True)
class AuditRow:
    """What a person did or looked at."""

    id: int
    at: datetime
    account_id: int | None
    username: str
    action: str
    object: str
    details: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class _SessionRecord:
    """A session joined with its account."""

    account_id: int
    username: str
    display_name: str
    role: Role
    ward_codes: frozenset[str]
    language: str
    must_change_password: bool
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime


async def account_by_username(connection: AsyncConnection, username: str) -> Account | None:
    """Return the account of a name, whatever its case; None when there is none."""
    return await connection.row(query("accounts", "account_by_username"), Account, username=username)


async def accounts(connection: AsyncConnection) -> list[Account]:
    """Return all accounts by name."""
    return await connection.rows(query("accounts", "accounts"), Account)


async def create_account(connection: AsyncConnection, new: NewAccount) -> Account:
    """Make an account; raise AlreadyThere when the name is taken."""
    account = await connection.row(query("accounts", "create_account"), Account, **account_parameters(new))
    if account is None:
        raise DatabaseError(f"the account {new.username} was not made")
    return account


async def set_password(
    connection: AsyncConnection,
    account_id: int,
    password_hash: str,
    *,
    keep_session: bytes | None = None,
    must_change_password: bool = False,
) -> None:
    """Give an account a new password and end its sessions, but the one whose token hash is named."""
    async with connection.transaction():
        await connection.run(
            query("accounts", "set_password"),
            account_id=account_id,
            password_hash=password_hash,
            must_change_password=must_change_password,
        )
        await connection.run(
            query("accounts", "close_sessions"), account_id=account_id, except_token_sha256=keep_session
        )


async def set_language(connection: AsyncConnection, account_id: int, language: str) -> None:
    """Remember a person's language (vi or en)."""
    await connection.run(query("accounts", "set_language"), account_id=account_id, language=language)


async def disable_account(connection: AsyncConnection, account_id: int) -> None:
    """Let nobody sign in with an account any more, and end its sessions."""
    async with connection.transaction():
        await connection.run(query("accounts", "disable_account"), account_id=account_id)
        await connection.run(
            query("accounts", "close_sessions"), account_id=account_id, except_token_sha256=None
        )


async def open_session(
    connection: AsyncConnection,
    account_id: int,
    token_sha256: bytes,
    expires_at: datetime,
    now: datetime | None = None,
) -> None:
    """Begin a session; the token itself is never stored."""
    await connection.run(
        query("accounts", "open_session"),
        account_id=account_id,
        token_sha256=token_sha256,
        expires_at=expires_at,
        now=now or datetime.now(UTC),
    )


async def person_of_session(
    connection: AsyncConnection, token_sha256: bytes, now: datetime | None = None
) -> SignedIn | None:
    """Return who a session belongs to; None when it is over, unknown, or the account was disabled."""
    moment = now or datetime.now(UTC)
    found = await connection.row(
        query("accounts", "person_of_session"), _SessionRecord, token_sha256=token_sha256, now=moment
    )
    if found is None:
        return None
    await connection.run(query("accounts", "touch_session"), token_sha256=token_sha256, now=moment)
    person = Person(
        found.account_id,
        found.username,
        found.display_name,
        found.role,
        found.ward_codes,
        found.language,
    )
    return SignedIn(
        person, found.must_change_password, found.created_at, found.last_seen_at, found.expires_at
    )


async def close_session(connection: AsyncConnection, token_sha256: bytes) -> None:
    """End a session."""
    await connection.run(query("accounts", "close_session"), token_sha256=token_sha256)


async def record_attempt(
    connection: AsyncConnection, username: str, address: str, *, succeeded: bool, at: datetime | None = None
) -> None:
    """Write down a try to sign in."""
    await connection.run(
        query("accounts", "record_attempt"),
        username=username,
        address=address,
        succeeded=succeeded,
        at=at or datetime.now(UTC),
    )


async def count_failures(
    connection: AsyncConnection, username: str, address: str, since: datetime
) -> Failures:
    """Return how often signing in failed since a moment."""
    found = await connection.row(
        query("accounts", "count_failures"), Failures, username=username, address=address, since=since
    )
    return found or Failures(0, 0)


async def record_audit(
    connection: AsyncConnection,
    person: Person | None,
    action: str,
    object_name: str,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Write down what a person (None: nobody signed in) did or looked at."""
    await connection.run(
        query("accounts", "record_audit"),
        account_id=None if person is None else person.account_id,
        username="" if person is None else person.username,
        action=action,
        object=object_name,
        details=None if details is None else msgspec.json.encode(details).decode(),
    )


async def audit(
    connection: AsyncConnection, *, limit: int = 200, before_id: int | None = None
) -> list[AuditRow]:
    """Return what was done, the newest first."""
    return await connection.rows(query("accounts", "audit"), AuditRow, limit=limit, before_id=before_id)


def account_parameters(new: NewAccount) -> dict[str, object]:
    """Return a new account as its query's parameters."""
    return {
        "username": new.username,
        "display_name": new.display_name,
        "password_hash": new.password_hash,
        "role": new.role,
        "ward_codes": sorted(new.ward_codes),
        "language": new.language,
        "must_change_password": new.must_change_password,
    }
