"""Who plays whom in a replay: a file that maps recorded sources to others, in CSV or TOML.

CSV has the columns source, plays, ward; TOML has `[sources]` with
`"<recorded source>" = {plays = "<source>", ward = "<ward code>"}`. Sources not named play themselves.
"""

import csv
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from simulators.errors import SimulatorError

_COLUMNS = ("source", "plays", "ward")
_SLUG = re.compile(r"^[a-z0-9][a-z0-9-]{0,63}$")


class CastingError(SimulatorError):
    """The mapping file cannot be used; the message names the file and the line or source."""


@dataclass(frozen=True, slots=True)
class Part:
    """The source that speaks in place of a recorded one, and the ward it speaks in."""

    source: str
    ward_code: str


Casting = Mapping[str, Part]
"""The part of each recorded source that is not its own."""


def read_casting(path: Path) -> Casting:
    """Return the mapping in `path`; raise CastingError naming what is wrong with it."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CastingError(f"{path} cannot be read: {error}") from error
    rows = _toml_rows(path, text) if path.suffix == ".toml" else _csv_rows(path, text)
    casting: dict[str, Part] = {}
    for where, source, plays, ward in rows:
        for slug in (source, plays, ward):
            if not _SLUG.match(slug):
                raise CastingError(f"{path}, {where}: {slug!r} is not a lower-case ASCII slug")
        if source in casting:
            raise CastingError(f"{path}, {where}: {source} is named twice")
        casting[source] = Part(plays, ward)
    return casting


def _csv_rows(path: Path, text: str) -> Iterable[tuple[str, str, str, str]]:
    reader = csv.DictReader(text.splitlines())
    missing = set(_COLUMNS) - set(reader.fieldnames or ())
    if missing:
        raise CastingError(f"{path}, line 1: no column {', '.join(sorted(missing))}")
    for row in reader:
        source, plays, ward = ((row[name] or "").strip() for name in _COLUMNS)
        yield f"line {reader.line_num}", source, plays, ward


def _toml_rows(path: Path, text: str) -> Iterable[tuple[str, str, str, str]]:
    try:
        sources: Any = tomllib.loads(text).get("sources")
    except tomllib.TOMLDecodeError as error:
        raise CastingError(f"{path}: {error}") from error
    if not isinstance(sources, dict):
        raise CastingError(f"{path}: no table [sources]")
    for source, part in sources.items():
        if not isinstance(part, dict):
            raise CastingError(f"{path}, {source}: not a table with plays and ward")
        yield source, source, str(part.get("plays", "")), str(part.get("ward", ""))
