"""Writes a document as a spreadsheet: a sheet of what it says, one for each table, numbers as numbers."""

import io
from collections.abc import Mapping
from datetime import datetime

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from dashboard.printing.document import Cell, Column, Document, Kind, Section, Table, Tone
from dashboard.words import phrase
from domain.local_time import ZONE

_WIDTH = 14
_FORMATS = {
    Kind.WHOLE: "#,##0",
    Kind.NUMBER: "#,##0.0",
    Kind.SHARE: "0.0%",
    Kind.DURATION: "[h]:mm:ss",
    Kind.MOMENT: "dd/mm/yyyy hh:mm",
}
_SECONDS_OF_A_DAY = 86_400
Formats = Mapping[str, Format]


def spreadsheet_of(document: Document) -> bytes:
    """Return the document as the bytes of an XLSX file."""
    file = io.BytesIO()
    # Words are words: what somebody typed never becomes a formula or a link.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(file, options) as book:
        book.set_properties({"title": document.title, "created": document.at.replace(tzinfo=None)})
        formats = _formats(book)
        _write_overview(book.add_worksheet(phrase("print.sheet.first", document.language)), document, formats)
        for section in document.sections:
            if section.sheet and section.table is not None:
                _write_sheet(book.add_worksheet(section.sheet[:31]), section, section.table, formats)
    return file.getvalue()


def _formats(book: Workbook) -> Formats:
    """Return the formats by kind, and those of heads, each also in bold for totals."""
    heads = {
        "title": {"bold": True, "font_size": 15},
        "stamp": {"bold": True, "font_color": "#7A1C1C"},
        "head": {"bold": True, "bg_color": "#EEF1F4", "text_wrap": True, "valign": "top"},
        "section": {"bold": True, "font_size": 12},
    }
    cells = {
        f"{kind}{tone}": {"num_format": _FORMATS.get(kind, "General"), "bold": bool(tone), "valign": "top"}
        for kind in Kind
        for tone in ("", Tone.TOTAL)
    }
    return {name: book.add_format(said) for name, said in (heads | cells).items()}


def _write_overview(sheet: Worksheet, document: Document, formats: Formats) -> None:
    """Write the title, what nobody may overlook, and every sentence and fact."""
    sheet.set_column(0, 0, 52)
    sheet.set_column(1, 1, 26)
    lines: list[tuple[str, str, str]] = [(document.title, "", "title"), (document.subtitle, "", "text")]
    if document.stamp:
        lines.append((document.stamp, "", "stamp"))
    lines += [(sentence, "", "text") for sentence in document.lead]
    for section in document.sections:
        if section.says or section.facts:
            lines.append((section.title, "", "section"))
        lines += [(sentence, "", "text") for sentence in section.says]
        lines += [(name, value, "text") for name, value in section.facts]
    for number, (first, second, form) in enumerate(lines):
        sheet.write_string(number, 0, first, formats[form])
        if second:
            sheet.write_string(number, 1, second)


def _write_sheet(sheet: Worksheet, section: Section, table: Table, formats: Formats) -> None:
    sheet.write_string(0, 0, section.title, formats["section"])
    for place, column in enumerate(table.columns):
        sheet.set_column(place, place, max(9.0, _WIDTH * column.width))
        sheet.write_string(2, place, column.title, formats["head"])
    sheet.freeze_panes(3, 0)
    for number, row in enumerate(table.rows, start=3):
        for place, (value, column) in enumerate(zip(row.cells, table.columns, strict=True)):
            tone = Tone.TOTAL if row.tone is Tone.TOTAL else ""
            _write_cell(sheet, (number, place), value, column, formats[f"{column.kind}{tone}"])
    sheet.autofilter(2, 0, 2 + len(table.rows), len(table.columns) - 1)


def _write_cell(sheet: Worksheet, at: tuple[int, int], value: Cell, column: Column, form: Format) -> None:
    """Write a value as what it is; what is not known stays empty."""
    if value is None:
        sheet.write_blank(*at, None, form)
    elif isinstance(value, datetime):
        sheet.write_datetime(*at, value.astimezone(ZONE).replace(tzinfo=None), form)
    elif isinstance(value, str):
        sheet.write_string(*at, value, form)
    else:
        scale = _SECONDS_OF_A_DAY if column.kind is Kind.DURATION else 1
        sheet.write_number(*at, value / scale, form)
