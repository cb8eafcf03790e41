"""Accounts from the command line, synchronously."""

from db.accounts import Account, NewAccount, account_parameters
from db.connection import Connection
from db.errors import DatabaseError
from db.sql import query


def create_account(connection: Connection, new: NewAccount) -> Account:
    """Make an account; raise AlreadyThere when the name is taken."""
    account = connection.row(query("accounts", "create_account"), Account, **account_parameters(new))
    if account is None:
        raise DatabaseError(f"the account {new.username} was not made")
    return account


def account_by_username(connection: Connection, username: str) -> Account | None:
    """Return the account of a name, whatever its case; None when there is none."""
    return connection.row(query("accounts", "account_by_username"), Account, username=username)


def accounts(connection: Connection) -> list[Account]:
    """Return all accounts by name."""
    return connection.rows(query("accounts", "accounts"), Account)


def set_password(connection: Connection, account_id: int, password_hash: str) -> None:
    """Give an account a new password that must be changed at the next sign-in; end its sessions."""
    with connection.transaction():
        connection.run(
            query("accounts", "set_password"),
            account_id=account_id,
            password_hash=password_hash,
            must_change_password=True,
        )
        connection.run(query("accounts", "close_sessions"), account_id=account_id, except_token_sha256=None)
