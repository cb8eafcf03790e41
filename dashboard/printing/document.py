"""A document as it is thought of, before it becomes a page, a PDF or a spreadsheet."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What the cells of a column are; a duration is in seconds, a share from 0 to 1."""

    TEXT = "text"
    WHOLE = "whole"
    SHARE = "share"
    NUMBER = "number"
    DURATION = "duration"
    MOMENT = "moment"


class Tone(StrEnum):
    """How a row asks to be looked at."""

    CALM = "calm"
    WARN = "warn"
    BAD = "bad"
    TOTAL = "total"


Cell = str | int | float | datetime | None
"""A value as it is; None where nothing is known."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, what its cells are, and how wide it is beside the others."""

    title: str
    kind: Kind = Kind.TEXT
    width: float = 1.0


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table."""

    cells: tuple[Cell, ...]
    tone: Tone = Tone.CALM


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under their columns; `row_mm` makes room to write by hand."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    row_mm: float | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A titled part: what it says in sentences, its facts by name, its table.

    `sheet` is its short name in a spreadsheet; a section without one stays out of it. `starts_page` puts it
    on a sheet of paper of its own.
    """

    title: str
    says: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    table: Table | None = None
    sheet: str = ""
    starts_page: bool = False


@dataclass(frozen=True, slots=True)
class Signature:
    """A place to sign: in which role, and who signed when; an empty name leaves room for a pen."""

    role: str
    name: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document. `stamp` says in capitals what nobody may overlook; `foot` stands on every page."""

    title: str
    subtitle: str
    head: tuple[str, str]
    motto: tuple[str, str]
    at: datetime
    language: str
    sections: tuple[Section, ...]
    stamp: str = ""
    lead: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] = ()
    foot: str = ""
