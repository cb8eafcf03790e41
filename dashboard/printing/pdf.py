"""Writes a document as a PDF for A4 paper, in letters that know Vietnamese."""

from collections.abc import Sequence
from pathlib import Path

from fpdf import FPDF
from fpdf.enums import Align, TableBordersLayout, TableCellFillMode
from fpdf.fonts import FontFace

from dashboard.printing.document import Document, Row, Section, Signature, Table, Tone
from dashboard.printing.values import RIGHT, written

_FONTS = Path(__file__).parent / "fonts"
_FAMILY = "Inter"
_MARGIN_MM = 15.0
_INK, _QUIET, _PALE = (20, 28, 36), (92, 102, 112), (238, 241, 244)
_STAMP_INK, _STAMP_GROUND = (122, 28, 28), (250, 232, 232)
_BAD, _WARN = (250, 232, 232), (252, 244, 224)
_GROUNDS = {Tone.BAD: _BAD, Tone.WARN: _WARN, Tone.TOTAL: _PALE}


class _Paper(FPDF):
    """A4 paper with the document's name and the page's number at the foot of each page."""

    def __init__(self, document: Document) -> None:
        super().__init__(format="A4")
        self.document = document
        self.add_font(_FAMILY, "", _FONTS / "Inter-Regular.ttf")
        self.add_font(_FAMILY, "B", _FONTS / "Inter-Bold.ttf")
        self.set_margins(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
        self.set_auto_page_break(auto=True, margin=18)
        self.set_title(document.title)
        self.set_lang(document.language)
        self.set_creation_date(document.at)
        self.set_draw_color(190, 197, 204)
        self.ink(_INK)

    def footer(self) -> None:
        """Write the foot of a page."""
        self.set_y(-12)
        self.letters(7.5, ink=_QUIET)
        self.cell(self.epw * 0.8, 4, self.document.foot, align=Align.L)
        said = f"{self.page_no()}/{{nb}}"
        self.cell(self.epw * 0.2, 4, said, align=Align.R)
        self.ink(_INK)

    def letters(self, size_pt: float, style: str = "", ink: tuple[int, int, int] = _INK) -> None:
        """Write in this size and style from now on."""
        self.set_font(_FAMILY, style, size_pt)
        self.ink(ink)

    def ink(self, colour: tuple[int, int, int]) -> None:
        """Write in this colour from now on."""
        self.set_text_color(*colour)

    def line_of(self, text: str, height_mm: float, align: Align = Align.L) -> None:
        """Write a paragraph over the whole width and go below it."""
        self.multi_cell(self.epw, height_mm, text, align=align, new_x="LMARGIN", new_y="NEXT")


def pdf_of(document: Document) -> bytes:
    """Return the document as the bytes of a PDF file."""
    paper = _Paper(document)
    paper.add_page()
    _write_head(paper)
    for section in document.sections:
        _write_section(paper, section)
    if document.signatures:
        _write_signatures(paper, document.signatures)
    return bytes(paper.output())


def _write_head(paper: _Paper) -> None:
    """Write whose document it is, its title, and what nobody may overlook."""
    document, half = paper.document, paper.epw / 2
    for line, style in ((0, "B"), (1, "")):
        paper.letters(8.5, style)
        paper.cell(half, 4.5, document.head[line], align=Align.C)
        paper.letters(8.5, "B")
        paper.cell(half, 4.5, document.motto[line], align=Align.C, new_x="LMARGIN", new_y="NEXT")
    paper.ln(5)
    paper.letters(15, "B")
    paper.line_of(document.title, 7, Align.C)
    paper.letters(9.5, ink=_QUIET)
    paper.line_of(document.subtitle, 5, Align.C)
    paper.ln(2)
    if document.stamp:
        _write_stamp(paper, document.stamp)
    paper.letters(9)
    for sentence in document.lead:
        paper.line_of(sentence, 4.6)
    paper.ln(1)


def _write_stamp(paper: _Paper, stamp: str) -> None:
    paper.letters(10.5, "B", _STAMP_INK)
    paper.set_fill_color(*_STAMP_GROUND)
    paper.multi_cell(paper.epw, 7, stamp, align=Align.C, fill=True, new_x="LMARGIN", new_y="NEXT")
    paper.set_fill_color(255)
    paper.ln(2)


def _write_section(paper: _Paper, section: Section) -> None:
    """Write a section; its title never stands alone at the foot of a page."""
    if section.starts_page or paper.will_page_break(26):
        paper.add_page()
    paper.ln(2)
    paper.letters(10.5, "B")
    paper.line_of(section.title, 6)
    paper.letters(9)
    for sentence in section.says:
        paper.line_of(sentence, 4.6)
    if section.facts:
        _write_facts(paper, section.facts)
    if section.table is not None:
        _write_table(paper, section.table)
    paper.ln(1.5)


def _write_facts(paper: _Paper, facts: Sequence[tuple[str, str]]) -> None:
    """Write facts in two columns, each name beside its value."""
    layout = TableBordersLayout.NONE
    widths = (1.6, 1.4, 1.6, 1.4)
    with paper.table(
        col_widths=widths,
        text_align=Align.L,
        borders_layout=layout,
        first_row_as_headings=False,
        line_height=4.6,
        padding=0.4,
    ) as table:
        for place in range(0, len(facts), 2):
            row = table.row()
            for name, value in (*facts[place : place + 2], ("", ""))[:2]:
                row.cell(name, style=FontFace(color=_QUIET))
                row.cell(value, style=FontFace(emphasis="BOLD"))


def _write_table(paper: _Paper, table: Table) -> None:
    paper.letters(8)
    aligns = tuple(Align.R if it.kind in RIGHT else Align.L for it in table.columns)
    with paper.table(
        col_widths=tuple(it.width for it in table.columns),
        text_align=aligns,
        borders_layout=TableBordersLayout.HORIZONTAL_LINES
        if table.row_mm is None
        else TableBordersLayout.ALL,
        headings_style=FontFace(emphasis="BOLD", fill_color=_PALE, color=_INK),
        cell_fill_mode=TableCellFillMode.NONE,
        line_height=4.1,
        padding=(0.7, 1.2),
        min_row_height=table.row_mm or 0,
        repeat_headings=1,
    ) as drawn:
        drawn.row([column.title for column in table.columns])
        for row in table.rows:
            _write_row(paper, drawn.row(), row, table)


def _write_row(paper: _Paper, drawn: object, row: Row, table: Table) -> None:
    ground = _GROUNDS.get(row.tone)
    style = FontFace(fill_color=ground, emphasis="BOLD" if row.tone is Tone.TOTAL else None)
    language = paper.document.language
    for value, column in zip(row.cells, table.columns, strict=True):
        drawn.cell(written(value, column, language), style=style if ground else None)  # type: ignore[attr-defined]


def _write_signatures(paper: _Paper, signatures: Sequence[Signature]) -> None:
    """Write the places to sign, side by side and never torn apart."""
    if paper.will_page_break(42):
        paper.add_page()
    paper.ln(5)
    top, width = paper.get_y(), paper.epw / len(signatures)
    for place, signature in enumerate(signatures):
        left = _MARGIN_MM + place * width
        for offset, size_pt, style, text in (
            (0.0, 9.5, "B", signature.role),
            (18.0, 10.0, "B", signature.name),
            (23.0, 8.0, "", signature.note),
        ):
            paper.set_xy(left, top + offset)
            paper.letters(size_pt, style)
            paper.multi_cell(width, 4.5, text, align=Align.C)
    paper.set_y(top + 36)
