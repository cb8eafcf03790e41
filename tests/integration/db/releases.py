"""Databases of released versions with a row or more in every table."""

from pathlib import Path

import psycopg

from db.migrate import Engine, migrate

LAST_OF_RELEASE = {"0.1.0": 7}
"""The last migration that each released version had."""

_COMPRESS_OLD_FLOW = """
SELECT count(compress_chunk(chunk)) FROM show_chunks('flow', older_than => now() - interval '2 days') AS chunk
"""


def make_release(dsn: str, engine: Engine, version: str) -> None:
    """Make an empty database one of that version, filled; old counts are compressed where that is had."""
    migrate(dsn, engine, through=LAST_OF_RELEASE[version])
    text = Path(__file__).with_name(f"data_of_{version.replace('.', '_')}.sql").read_text(encoding="utf-8")
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute(text.encode())
        if engine is Engine.TIMESCALEDB:
            connection.execute(_COMPRESS_OLD_FLOW)


def make_full(dsn: str, engine: Engine) -> None:
    """Make an empty database one of the newest version that was filled by every one before it."""
    make_release(dsn, engine, "0.1.0")
    migrate(dsn)
