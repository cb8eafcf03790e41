"""Accounts, sessions, tries to sign in and the audit log."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from db import account_setup, accounts
from db.accounts import Account, NewAccount
from db.connection import AsyncConnection, Connection, connect_async
from db.errors import AlreadyThere
from domain.roles import Right, Role
from tests.integration.db.making import minutes, now
from tests.integration.postgres import Database

pytestmark = pytest.mark.anyio

TOKEN = bytes(range(32))
LAN = NewAccount("Lan", "Nguyễn Thị Lan", "$argon2id$x", Role.LIAISON, frozenset({"26740"}), "vi")


@pytest.fixture
async def console(each_engine_database: Database) -> AsyncIterator[AsyncConnection]:
    opened = await connect_async(each_engine_database.dsn, "test-console")
    yield opened
    await opened.close()


@pytest.fixture
async def lan(console: AsyncConnection) -> Account:
    return await accounts.create_account(console, LAN)


async def test_an_account_is_found_whatever_the_case_of_its_name(
    console: AsyncConnection, lan: Account
) -> None:
    assert await accounts.account_by_username(console, "LAN") == lan
    assert await accounts.account_by_username(console, "nobody") is None
    assert lan.person.may(Right.SEE_PICTURES, "26740")
    assert not lan.person.may(Right.SEE_PICTURES, "26734")


async def test_a_name_is_taken_once(console: AsyncConnection, lan: Account) -> None:
    with pytest.raises(AlreadyThere):
        await accounts.create_account(console, LAN)
    assert [account.username for account in await accounts.accounts(console)] == [lan.username]


def test_the_command_line_makes_accounts_too(connection: Connection) -> None:
    made = account_setup.create_account(connection, LAN)
    assert account_setup.account_by_username(connection, "lan") == made
    account_setup.set_password(connection, made.id, "$argon2id$y")
    (changed,) = account_setup.accounts(connection)
    assert (changed.password_hash, changed.must_change_password) == ("$argon2id$y", True)


async def test_a_session_is_its_accounts_person_until_it_ends(console: AsyncConnection, lan: Account) -> None:
    await accounts.open_session(console, lan.id, TOKEN, now() + minutes(10))
    found = await accounts.person_of_session(console, TOKEN)
    assert found is not None
    assert (found.person, found.must_change_password) == (lan.person, True)
    assert await accounts.person_of_session(console, TOKEN, now() + minutes(11)) is None
    assert await accounts.person_of_session(console, bytes(32)) is None


async def test_a_closed_session_is_nobodys(console: AsyncConnection, lan: Account) -> None:
    await accounts.open_session(console, lan.id, TOKEN, now() + minutes(10))
    await accounts.close_session(console, TOKEN)
    assert await accounts.person_of_session(console, TOKEN) is None


async def test_the_sessions_of_a_disabled_account_are_nobodys(console: AsyncConnection, lan: Account) -> None:
    await accounts.open_session(console, lan.id, TOKEN, now() + minutes(10))
    await accounts.disable_account(console, lan.id)
    assert await accounts.person_of_session(console, TOKEN) is None


async def test_a_new_password_ends_all_sessions_but_ones_own(console: AsyncConnection, lan: Account) -> None:
    other = bytes(reversed(range(32)))
    for token in (TOKEN, other):
        await accounts.open_session(console, lan.id, token, now() + minutes(10))
    await accounts.set_password(console, lan.id, "$argon2id$z", keep_session=TOKEN)
    kept = await accounts.person_of_session(console, TOKEN)
    assert kept is not None
    assert not kept.must_change_password
    assert await accounts.person_of_session(console, other) is None


async def test_use_of_a_session_is_remembered_by_the_minute(console: AsyncConnection, lan: Account) -> None:
    await accounts.open_session(console, lan.id, TOKEN, now() + timedelta(hours=1), now())
    later = now() + minutes(5)
    await accounts.person_of_session(console, TOKEN, later)
    found = await accounts.person_of_session(console, TOKEN, later)
    assert found is not None
    assert found.last_seen_at == later


async def test_failures_count_by_name_since_it_succeeded_and_by_address(console: AsyncConnection) -> None:
    at = now()
    for name, succeeded in (("lan", False), ("lan", True), ("LAN", False), ("minh", False)):
        await accounts.record_attempt(console, name, "10.0.0.9", succeeded=succeeded, at=at)
    found = await accounts.count_failures(console, "lan", "10.0.0.9", at - minutes(15))
    assert (found.of_username, found.of_address) == (1, 3)
    later = await accounts.count_failures(console, "lan", "10.0.0.9", at + minutes(1))
    assert (later.of_username, later.of_address) == (0, 0)


async def test_the_audit_tells_who_did_what(console: AsyncConnection, lan: Account) -> None:
    await accounts.record_audit(console, lan.person, "picture.look", "event/1/at", {"reason": "case 7"})
    await accounts.record_audit(console, None, "sign_in.failed", "lan")
    newest, first = await accounts.audit(console)
    assert (first.username, first.action, first.details) == ("lan", "picture.look", {"reason": "case 7"})
    assert newest.account_id is None
    assert [row.id for row in await accounts.audit(console, before_id=newest.id)] == [first.id]


async def test_a_language_is_remembered(console: AsyncConnection, lan: Account) -> None:
    await accounts.set_language(console, lan.id, "en")
    changed = await accounts.account_by_username(console, "lan")
    assert changed is not None
    assert changed.language == "en"
