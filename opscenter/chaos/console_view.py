"""The account that looks at a console in a trial, and its live state held against the database's."""

import asyncio
import json
from typing import Any

from argon2 import PasswordHasher

from dashboard.live_audience import audience_of
from dashboard.live_state import LiveState
from db.account_setup import create_account
from db.accounts import NewAccount
from db.connection import connect, connect_async
from db.console import live_state
from domain.roles import Person, Role

USERNAME = "chaos"
PASSWORD = "only-for-this-trial"  # noqa: S105 - of an account in a database that is dropped after the trial
_COMPARED = ("cameras", "units", "alerts", "gateways")


def make_account(dsn: str) -> None:
    """Make the account that looks at the console."""
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    account = NewAccount(
        USERNAME,
        USERNAME,
        hasher.hash(PASSWORD),
        Role.SUPERVISOR,
        frozenset(),
        must_change_password=False,
    )
    with connect(dsn, "opscenter-chaos") as connection:
        create_account(connection, account)


def stored_state(dsn: str, person: Person) -> dict[str, dict[str, Any]]:
    """Return the live state as the database has it, in the console's words."""
    return asyncio.run(_stored_state(dsn, person))


def differences(shown: dict[str, dict[str, Any]], stored: dict[str, dict[str, Any]]) -> list[str]:
    """Return what the console shows otherwise than the database has it."""
    return [
        f"{kind}/{key}"
        for kind in _COMPARED
        for key in sorted(shown.get(kind, {}).keys() | stored.get(kind, {}).keys())
        if shown.get(kind, {}).get(key) != stored.get(kind, {}).get(key)
    ]


async def _stored_state(dsn: str, person: Person) -> dict[str, dict[str, Any]]:
    connection = await connect_async(dsn, "opscenter-chaos")
    try:
        state = LiveState()
        state.replace(await live_state(connection))
        found: dict[str, dict[str, Any]] = json.loads(state.seen_by(audience_of(person)))
        return found
    finally:
        await connection.close()
