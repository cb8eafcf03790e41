"""Writes a document as one HTML page that needs nothing else: it opens from a disk, and prints."""

from collections.abc import Iterator
from html import escape
from pathlib import Path

from dashboard.printing.document import Document, Section, Signature, Table, Tone
from dashboard.printing.values import RIGHT, written

_STYLE = (Path(__file__).parent / "page.css").read_text(encoding="utf-8")


def page_of(document: Document) -> str:
    """Return the document as HTML."""
    parts = [
        "<!doctype html>",
        f'<html lang="{escape(document.language)}"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(document.title)}</title><style>{_STYLE}</style></head><body>",
        f"<header>{_lines(document.head)}{_lines(document.motto)}</header>",
        f'<h1>{escape(document.title)}</h1><p class="subtitle">{escape(document.subtitle)}</p>',
        f'<p class="stamp">{escape(document.stamp)}</p>' if document.stamp else "",
        *(f"<p>{escape(sentence)}</p>" for sentence in document.lead),
        *(part for section in document.sections for part in _section(section, document.language)),
        _signatures(document.signatures),
        f"<footer>{escape(document.foot)}</footer></body></html>",
    ]
    return "\n".join(part for part in parts if part)


def _lines(pair: tuple[str, str]) -> str:
    return f"<div><p>{escape(pair[0])}</p><p>{escape(pair[1])}</p></div>"


def _section(section: Section, language: str) -> Iterator[str]:
    begin = '<section class="starts-page">' if section.starts_page else "<section>"
    yield f"{begin}<h2>{escape(section.title)}</h2>"
    yield from (f"<p>{escape(sentence)}</p>" for sentence in section.says)
    if section.facts:
        pairs = (f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in section.facts)
        yield f"<dl>{''.join(pairs)}</dl>"
    if section.table is not None:
        yield from _table(section.table, language)
    yield "</section>"


def _table(table: Table, language: str) -> Iterator[str]:
    sides = [' class="right"' if column.kind in RIGHT else "" for column in table.columns]
    heads = "".join(
        f'<th scope="col"{side}>{escape(column.title)}</th>'
        for column, side in zip(table.columns, sides, strict=True)
    )
    by_hand = "" if table.row_mm is None else ' class="by-hand"'
    yield f"<table{by_hand}><thead><tr>{heads}</tr></thead><tbody>"
    height = "" if table.row_mm is None else f' style="height: {table.row_mm}mm"'
    for row in table.rows:
        tone = "" if row.tone is Tone.CALM else f' class="{row.tone}"'
        cells = "".join(
            f"<td{side}>{escape(written(value, column, language))}</td>"
            for value, column, side in zip(row.cells, table.columns, sides, strict=True)
        )
        yield f"<tr{tone}{height}>{cells}</tr>"
    yield "</tbody></table>"


def _signatures(signatures: tuple[Signature, ...]) -> str:
    if not signatures:
        return ""
    places = (
        f'<div><b>{escape(it.role)}</b><b class="name">{escape(it.name)}</b>{escape(it.note)}</div>'
        for it in signatures
    )
    return f'<div class="signatures">{"".join(places)}</div>'
