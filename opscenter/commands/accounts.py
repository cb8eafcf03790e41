"""`opscenter accounts`: people of a production centre."""

from typing import Annotated

import typer
from argon2 import PasswordHasher

from db.account_setup import account_by_username, create_account, set_password
from db.account_setup import accounts as all_accounts
from db.accounts import NewAccount
from db.connection import connect
from domain.roles import WARD_BOUND, Role
from opscenter.commands.services import DEFAULT_DATA, Data, DatabaseUrl, environment_beside
from opscenter.errors import OpscenterError
from opscenter.first_password import first_password

_APPLICATION = "opscenter-accounts"


def register(app: typer.Typer) -> None:
    """Add `accounts` to the command line."""
    group = typer.Typer(no_args_is_help=True, help="The people who may sign in.")
    group.command(name="create")(create)
    group.command(name="reset-password")(reset_password)
    group.command(name="list")(show)
    app.add_typer(group, name="accounts")


def create(
    username: Annotated[str, typer.Argument(help="Name for signing in.")],
    *,
    role: Annotated[Role, typer.Option(help="What the person is in the centre.")],
    display_name: Annotated[str | None, typer.Option(help="Name that others see.")] = None,
    ward: Annotated[list[str] | None, typer.Option(help="Code of a liaison's ward; may repeat.")] = None,
    database_url: DatabaseUrl = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """Make an account; prints a first password, which must be changed at the first sign-in."""
    if (role in WARD_BOUND) != bool(ward):
        raise OpscenterError(f"A {role} needs at least one --ward, and no other role has any.")
    password = first_password()
    account = NewAccount(
        username=username,
        display_name=display_name or username,
        password_hash=PasswordHasher().hash(password),
        role=role,
        ward_codes=frozenset(ward or ()),
    )
    with connect(_dsn(database_url, data), _APPLICATION) as connection:
        if account_by_username(connection, username) is not None:
            raise OpscenterError(f"There is an account {username} already.")
        create_account(connection, account)
    typer.echo(f"{username} ({role}), first password: {password}")


def reset_password(
    username: Annotated[str, typer.Argument(help="Name for signing in.")],
    *,
    database_url: DatabaseUrl = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """Give a person a new first password and end their sessions."""
    password = first_password()
    with connect(_dsn(database_url, data), _APPLICATION) as connection:
        account = account_by_username(connection, username)
        if account is None:
            raise OpscenterError(f"There is no account {username}.")
        set_password(connection, account.id, PasswordHasher().hash(password))
    typer.echo(f"{username}, first password: {password}")


def show(*, database_url: DatabaseUrl = None, data: Data = DEFAULT_DATA) -> None:
    """List who may sign in."""
    with connect(_dsn(database_url, data), _APPLICATION) as connection:
        for account in all_accounts(connection):
            wards = f" in {', '.join(sorted(account.ward_codes))}" if account.ward_codes else ""
            state = "disabled" if account.disabled_at else "active"
            typer.echo(f"{account.username:20} {account.role:14} {state}{wards}")


def _dsn(database_url: str | None, data: Data) -> str:
    """Return the database's address."""
    return environment_beside(data, {"OPSCENTER_DATABASE_URL": database_url}).text("OPSCENTER_DATABASE_URL")
