"""Looks into whole tables, whatever their columns are, so that two databases can be compared."""

from collections import Counter
from collections.abc import Mapping, Sequence

import psycopg
from psycopg import sql

Rows = Counter[tuple[str | None, ...]]

_TABLES = """
SELECT class.relname, array_agg(attribute.attname ORDER BY attribute.attnum)
FROM pg_class AS class
JOIN pg_attribute AS attribute ON attribute.attrelid = class.oid AND attribute.attnum > 0
     AND NOT attribute.attisdropped
WHERE class.relnamespace = 'public'::regnamespace AND class.relkind IN ('r', 'p') AND NOT class.relispartition
GROUP BY 1
"""


def columns_of_tables(dsn: str) -> dict[str, list[str]]:
    """Return the columns of each table by its name; partitions and chunks are in their table."""
    with psycopg.connect(dsn) as connection:
        return dict(connection.execute(_TABLES).fetchall())


def rows_of_tables(dsn: str, columns: Mapping[str, Sequence[str]]) -> dict[str, Rows]:
    """Return all rows of each table, every value as text, each with how often it is there."""
    with psycopg.connect(dsn, options="-c TimeZone=UTC") as connection:
        return {table: _rows(connection, table, names) for table, names in columns.items()}


def _rows(connection: psycopg.Connection, table: str, columns: Sequence[str]) -> Rows:
    texts = sql.SQL(", ").join(sql.SQL("{}::text").format(sql.Identifier(name)) for name in columns)
    query = sql.SQL("SELECT {} FROM {}").format(texts, sql.Identifier(table))
    return Counter(connection.execute(query).fetchall())
