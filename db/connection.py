"""Connections to PostgreSQL, sync and async: the one place where psycopg is spoken to and its errors end."""

import time
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from types import TracebackType
from typing import Any, Self, TypeVar

import msgspec
import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.rows import DictRow, dict_row
from psycopg_pool import AsyncConnectionPool, PoolTimeout

from db.copy_text import copy_lines
from db.errors import AlreadyThere, DatabaseError, DatabaseUnavailable, DataRefused
from db.sql import Query

RowT = TypeVar("RowT")

_CONNECT_TIMEOUT_S = 5
# The pool waits twice as long after each failed connect, so after a long absence it would sleep for
# minutes. It gives up early instead, and whoever wants a connection makes it try anew.
_GIVE_UP_CONNECTING_S = 1.0
_ASK_AGAIN_S = 1.0
# A peer that vanished without a word is noticed in about 15 s, not in the kernel's two hours.
_KEEP_ALIVE = {
    "keepalives_idle": 5,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,
}
# Compiling a plan takes longer than any of our questions.
_OPTIONS = "-c TimeZone=UTC -c jit=off"
# A plan for any time whatever has every day of a stream in it: for a year of events 0.2 s to make, ten to
# start. One for the times that are asked for has the day or two that matter, and is made in half a ms.
_PLAN_EVERY_TIME = "-c plan_cache_mode=force_custom_plan"
# By SQLSTATE, the first that fits.
_MEANINGS: tuple[tuple[tuple[str, ...], type[DatabaseError], str], ...] = (
    (("53",), DatabaseUnavailable, "the database has no room left: {}; free disk space or connections"),
    (("08", "25006", "40", "55P03", "57", "58"), DatabaseUnavailable, "the database gave up: {}; try again"),
    (("23505",), AlreadyThere, "this is there already: {}"),
    (("21", "22", "23"), DataRefused, "the database refused the data: {}"),
    (
        ("3F000", "42P01", "42703", "42883"),
        DatabaseError,
        "the schema is not this program's: {}; run `opscenter db migrate`",
    ),
)


class Connection:
    """A synchronous connection; every statement commits by itself unless inside `transaction()`."""

    def __init__(self, raw: psycopg.Connection[DictRow]) -> None:
        self._raw = raw
        self._done_once: set[str] = set()

    def rows(self, query: Query, row_type: type[RowT], **parameters: Any) -> list[RowT]:
        """Return all rows of the query as `row_type` (a dataclass named as the columns are)."""
        with translated_errors():
            found = self._raw.execute(query.text.encode(), parameters).fetchall()
        return msgspec.convert(found, list[row_type])  # type: ignore[valid-type] # a type made at run time

    def row(self, query: Query, row_type: type[RowT], **parameters: Any) -> RowT | None:
        """Return the first row of the query, or None when there is none."""
        with translated_errors():
            found = self._raw.execute(query.text.encode(), parameters).fetchone()
        return None if found is None else msgspec.convert(found, row_type)

    def values(self, query: Query, **parameters: Any) -> list[Any]:
        """Return the first column of all rows of the query."""
        with translated_errors():
            found = self._raw.execute(query.text.encode(), parameters).fetchall()
        return [next(iter(row.values())) for row in found]

    def run(self, query: Query, **parameters: Any) -> int:
        """Run the query and return how many rows it touched."""
        with translated_errors():
            return self._raw.execute(query.text.encode(), parameters).rowcount

    def run_for_each(self, query: Query, parameters: Sequence[dict[str, Any]]) -> int:
        """Run the query once for each set of parameters and return how many rows were touched."""
        with translated_errors(), self._raw.cursor() as cursor:
            cursor.executemany(query.text.encode(), parameters)
            return cursor.rowcount

    def run_script(self, text: str) -> None:
        """Run several statements that take no parameters."""
        with translated_errors():
            self._raw.execute(text.encode())

    def run_once(self, query: Query) -> None:
        """Run the query the first time this connection is asked to (for its temporary tables)."""
        if query.name not in self._done_once:
            self.run_script(query.text)
            self._done_once.add(query.name)

    def copy(self, query: Query, rows: Iterable[Sequence[Any]]) -> None:
        """Send rows through a COPY ... FROM STDIN in text format."""
        self.copy_lines(query, written_out(list(rows)))

    def copy_lines(self, query: Query, lines: bytes) -> None:
        """Send rows that were written out before through a COPY ... FROM STDIN in text format."""
        with translated_errors(), self._raw.cursor() as cursor, cursor.copy(query.text.encode()) as copying:
            copying.write(lines)

    def count(self, query: Query, table: str) -> int:
        """Return the one number of a COPY ... TO STDOUT into whose braces the name of a table belongs."""
        command = sql.SQL(query.text).format(sql.Identifier(table))
        with translated_errors(), self._raw.cursor() as cursor, cursor.copy(command) as copying:
            return int(b"".join(copying))

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make what is inside one transaction (inside another: a part that can fail by itself)."""
        with translated_errors(), self._raw.transaction():
            yield

    def wait_for_notices(self, timeout_s: float) -> list[str]:
        """Wait until a channel this connection listens on says something; nothing when none did in time."""
        with translated_errors():
            return [said.payload for said in self._raw.notifies(timeout=timeout_s, stop_after=1)]

    @property
    def is_broken(self) -> bool:
        """Tell whether this connection can no longer be used."""
        return self._raw.closed

    def close(self) -> None:
        """Close the connection; twice is no harm."""
        self._raw.close()

    def __enter__(self) -> Self:
        """Use as a context: closed at its end."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connection."""
        self.close()


class AsyncConnection:
    """An asynchronous connection; every statement commits by itself unless inside `transaction()`."""

    def __init__(self, raw: psycopg.AsyncConnection[DictRow]) -> None:
        self._raw = raw

    async def rows(self, query: Query, row_type: type[RowT], **parameters: Any) -> list[RowT]:
        """Return all rows of the query as `row_type` (a dataclass named as the columns are)."""
        with translated_errors():
            found = await (await self._raw.execute(query.text.encode(), parameters)).fetchall()
        return msgspec.convert(found, list[row_type])  # type: ignore[valid-type] # a type made at run time

    async def row(self, query: Query, row_type: type[RowT], **parameters: Any) -> RowT | None:
        """Return the first row of the query, or None when there is none."""
        with translated_errors():
            found = await (await self._raw.execute(query.text.encode(), parameters)).fetchone()
        return None if found is None else msgspec.convert(found, row_type)

    async def run(self, query: Query, **parameters: Any) -> int:
        """Run the query and return how many rows it touched."""
        with translated_errors():
            return (await self._raw.execute(query.text.encode(), parameters)).rowcount

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[None]:
        """Make what is inside one transaction (inside another: a part that can fail by itself)."""
        with translated_errors():
            async with self._raw.transaction():
                yield

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[None]:
        """Make everything read inside be of one instant."""
        async with self.transaction():
            await self._raw.execute(b"SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield

    async def wait_for_notices(self, timeout_s: float) -> list[str]:
        """Wait until a channel this connection listens on says something; nothing when none did in time."""
        with translated_errors():
            return [said.payload async for said in self._raw.notifies(timeout=timeout_s, stop_after=1)]

    async def close(self) -> None:
        """Close the connection; twice is no harm."""
        await self._raw.close()


class AsyncPool:
    """A bounded number of asynchronous connections that heal by themselves."""

    def __init__(self, raw: AsyncConnectionPool[psycopg.AsyncConnection[DictRow]]) -> None:
        self._raw = raw

    @asynccontextmanager
    async def connection(self, timeout_s: float = 5.0) -> AsyncIterator[AsyncConnection]:
        """Lend a connection; raise DatabaseUnavailable when none is free within `timeout_s`."""
        with translated_errors():
            raw = await self._taken(timeout_s)
        try:
            yield AsyncConnection(raw)
        finally:
            await self._raw.putconn(raw)

    async def _taken(self, timeout_s: float) -> psycopg.AsyncConnection[DictRow]:
        """Return a connection of the pool, asking again and again: each asking makes it try to connect."""
        deadline = time.monotonic() + timeout_s
        while True:
            remaining_s = deadline - time.monotonic()
            try:
                return await self._raw.getconn(min(_ASK_AGAIN_S, max(remaining_s, 0.0)))
            except PoolTimeout:
                if remaining_s <= _ASK_AGAIN_S:
                    raise

    async def __aenter__(self) -> Self:
        """Open without waiting: the database may still be starting."""
        await self._raw.open(wait=False)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close every connection."""
        await self._raw.close()


def written_out(rows: Sequence[Sequence[Any]]) -> bytes:
    """Return the rows as COPY reads them; raise DataRefused for a text that no database can hold."""
    try:
        return copy_lines(rows)
    except UnicodeEncodeError as error:
        raise DataRefused("the database cannot hold the data: half a surrogate pair in a text") from error


def connect(dsn: str, application_name: str) -> Connection:
    """Connect; raise DatabaseUnavailable when nobody answers within 5 s."""
    with translated_errors(dsn):
        raw = psycopg.connect(_conninfo(dsn, application_name), autocommit=True, row_factory=dict_row)
    return Connection(raw)


async def connect_async(dsn: str, application_name: str) -> AsyncConnection:
    """Connect asynchronously; raise DatabaseUnavailable when nobody answers within 5 s."""
    with translated_errors(dsn):
        raw = await psycopg.AsyncConnection.connect(
            _conninfo(dsn, application_name, _PLAN_EVERY_TIME), autocommit=True, row_factory=dict_row
        )
    return AsyncConnection(raw)


def open_pool(dsn: str, application_name: str, min_size: int = 2, max_size: int = 10) -> AsyncPool:
    """Return a pool to be used as an async context; connections are made in the background."""
    return AsyncPool(
        AsyncConnectionPool(
            _conninfo(dsn, application_name, _PLAN_EVERY_TIME),
            connection_class=psycopg.AsyncConnection[DictRow],
            kwargs={"autocommit": True, "row_factory": dict_row},
            min_size=min_size,
            max_size=max_size,
            open=False,
            check=AsyncConnectionPool.check_connection,
            reconnect_timeout=_GIVE_UP_CONNECTING_S,
            name=application_name,
        )
    )


def where(dsn: str) -> str:
    """Return the host, port and name of the database in a DSN, never its password."""
    try:
        parts = conninfo_to_dict(dsn)
    except psycopg.Error:
        return "a database address that cannot be read"
    return f"{parts.get('host', 'localhost')}:{parts.get('port', 5432)}/{parts.get('dbname', '')}"


def _conninfo(dsn: str, application_name: str, more_options: str = "") -> str:
    """Return the DSN with what every connection of ours needs."""
    try:
        parts = conninfo_to_dict(dsn)
    except psycopg.ProgrammingError:
        # Not chained: the parser's own words may hold the password.
        raise DatabaseError(
            "OPSCENTER_DATABASE_URL is not a PostgreSQL address: write postgresql://user:password@host/name"
        ) from None
    asked = f"{parts.get('options') or ''} {_OPTIONS} {more_options}".strip()
    timeout_s = parts.get("connect_timeout") or _CONNECT_TIMEOUT_S
    return make_conninfo(
        dsn, application_name=application_name, options=asked, connect_timeout=timeout_s, **_KEEP_ALIVE
    )


@contextmanager
def translated_errors(dsn: str | None = None) -> Iterator[None]:
    """Turn psycopg's errors into this room's, with what to do about them."""
    try:
        yield
    except psycopg.Error as error:
        raise _translated(error, dsn) from error


def _translated(error: psycopg.Error, dsn: str | None) -> DatabaseError:
    """Return this room's error for psycopg's."""
    said = _one_line(error)
    state = error.sqlstate or ""
    if dsn is not None:
        return DatabaseUnavailable(
            f"the database at {where(dsn)} cannot be reached: {said}; "
            "is it running, and is OPSCENTER_DATABASE_URL right?"
        )
    if isinstance(error, PoolTimeout):
        return DatabaseUnavailable("no database connection is free: is the database running?")
    for prefixes, kind, text in _MEANINGS:
        if state.startswith(prefixes):
            return kind(text.format(said))
    if not state and isinstance(error, psycopg.OperationalError):
        return DatabaseUnavailable(f"the database went away: {said}; the same may be tried again")
    if isinstance(error, psycopg.DataError):
        return DataRefused(f"the database cannot hold the data: {said}")
    return DatabaseError(f"the database refused: {said}")


def _one_line(error: psycopg.Error) -> str:
    """Return the server's main sentence, without the statement or its values."""
    text = error.diag.message_primary or str(error)
    return " ".join(text.split())
