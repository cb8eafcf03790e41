"""A document as the console's page is told it: its words written out, to be laid out by the browser."""

import msgspec

from dashboard.printing.document import Cell, Column, Document, Kind, Section, Table, Tone
from dashboard.printing.values import RIGHT, written


class ToldColumn(msgspec.Struct, frozen=True):
    """A column's title, what its cells are, and whether they stand at the right."""

    title: str
    kind: Kind
    right: bool


class ToldRow(msgspec.Struct, frozen=True):
    """A row as it is read."""

    cells: tuple[str, ...]
    tone: Tone


class ToldSection(msgspec.Struct, frozen=True):
    """A part of a document as it is read."""

    title: str
    says: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    columns: tuple[ToldColumn, ...]
    rows: tuple[ToldRow, ...]


class ToldDocument(msgspec.Struct, frozen=True):
    """A document as it is read."""

    title: str
    subtitle: str
    stamp: str
    lead: tuple[str, ...]
    sections: tuple[ToldSection, ...]
    foot: str


def told(document: Document) -> ToldDocument:
    """Return a document with every value written out."""
    return ToldDocument(
        document.title,
        document.subtitle,
        document.stamp,
        document.lead,
        tuple(_section(section, document.language) for section in document.sections),
        document.foot,
    )


def _section(section: Section, language: str) -> ToldSection:
    table = section.table or Table((), ())
    columns = tuple(ToldColumn(column.title, column.kind, column.kind in RIGHT) for column in table.columns)
    rows = tuple(ToldRow(_cells(row.cells, table.columns, language), row.tone) for row in table.rows)
    return ToldSection(section.title, section.says, section.facts, columns, rows)


def _cells(cells: tuple[Cell, ...], columns: tuple[Column, ...], language: str) -> tuple[str, ...]:
    return tuple(written(value, column, language) for value, column in zip(cells, columns, strict=True))
