"""Reads queries out of `.sql` files: each has a name, a sentence that says what it is for, and its text."""

import functools
import re
from dataclasses import dataclass
from importlib.resources import files

_HEADER = re.compile(r"^-- name: (?P<name>[a-z0-9_]+)\n-- (?P<sentence>[^\n]+)\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Query:
    """One named piece of SQL with `%(name)s` parameters."""

    name: str
    sentence: str
    text: str


def parse_queries(source: str) -> dict[str, Query]:
    """Return the queries of a file's text by name; raise ValueError for a name given twice."""
    heads = list(_HEADER.finditer(source))
    ends = [head.start() for head in heads[1:]] + [len(source)]
    queries: dict[str, Query] = {}
    for head, end in zip(heads, ends, strict=True):
        name = head["name"]
        if name in queries:
            raise ValueError(f"two queries are called {name}")
        queries[name] = Query(name, head["sentence"], source[head.end() : end].strip())
    return queries


@functools.cache
def load_queries(file: str) -> dict[str, Query]:
    """Return the queries of `db/queries/<file>.sql`."""
    return parse_queries((files("db") / "queries" / f"{file}.sql").read_text(encoding="utf-8"))


def query(file: str, name: str) -> Query:
    """Return one query of `db/queries/<file>.sql`."""
    return load_queries(file)[name]
