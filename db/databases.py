"""Databases within a server: made empty, copied, dropped.

Their names cannot be parameters of a statement, so psycopg quotes them here.
"""

import time

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from db.connection import translated_errors
from db.sql import query

_TEMPLATE_IS_BUSY_S = 60.0


def dsn_of(server_dsn: str, name: str) -> str:
    """Return the address of the database `name` on the same server."""
    return make_conninfo(server_dsn, dbname=name)


def is_answering(dsn: str) -> bool:
    """Tell whether the server lets us in."""
    try:
        psycopg.connect(dsn, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def create_database(server_dsn: str, name: str, template: str = "template0") -> None:
    """Make a database as a copy of `template`, waiting up to a minute for that one's last users to leave."""
    command = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
    deadline = time.monotonic() + _TEMPLATE_IS_BUSY_S
    with translated_errors(), psycopg.connect(server_dsn, autocommit=True) as admin:
        while True:
            try:
                admin.execute(command)
            except psycopg.errors.ObjectInUse:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)
            else:
                return


def close_as_template(server_dsn: str, name: str) -> None:
    """Mark a database as a template and send its users away (TimescaleDB's scheduler then leaves it)."""
    with translated_errors(), psycopg.connect(server_dsn, autocommit=True) as admin:
        admin.execute(sql.SQL("ALTER DATABASE {} IS_TEMPLATE true").format(sql.Identifier(name)))
        admin.execute(query("databases", "send_away").text.encode(), {"name": name})


def drop_database(server_dsn: str, name: str) -> None:
    """Drop a database, template or not, whoever is still in it."""
    with translated_errors(), psycopg.connect(server_dsn, autocommit=True) as admin:
        admin.execute(sql.SQL("ALTER DATABASE {} IS_TEMPLATE false").format(sql.Identifier(name)))
        admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
